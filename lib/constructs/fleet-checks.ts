import { DefaultTokenResolver, StringConcat, TerraformStack, Tokenization } from "cdktf";
import type { TerraformProvider } from "cdktf";
import type { IConstruct } from "constructs";
import { idKey } from "./input/instances";
import type { InputProblem } from "./input/problem";
import type { LifecycleInstance } from "./instance-lifecycle-props";
import { DataDmsInstance } from "./l1/data-dms-instance";

/** An instance of a fleet whose id is spelled out. */
export interface SpelledInstance {
  readonly fleet: IConstruct;
  /** `undefined` for the stack's provider without alias. */
  readonly provider: TerraformProvider | undefined;
  readonly name: string;
  readonly instanceId: string;
}

/**
 * Instances of `own` that another fleet of the same stack, through the same provider, declares as well: each would restart them on
 * its own triggers, and the second is refused in the middle of the apply. Pure.
 */
export function findSharedInstances(
  own: readonly SpelledInstance[],
  others: readonly SpelledInstance[],
): readonly InputProblem[] {
  return pairUp(own, others)
    .filter(([one, other]) => TerraformStack.of(one.fleet) === TerraformStack.of(other.fleet))
    .filter(([one, other]) => one.provider === other.provider)
    .map(([{ name, instanceId }, { fleet }]) => ({
      input: `instances[${JSON.stringify(name)}].instanceId`,
      received: instanceId,
      allowed: `an id that no other fleet of the stack declares; "${fleet.node.path}" does. To move an instance, take it out there, deploy, then add it here`,
    }));
}

/** A warning of instances of `own` that fleets of other stacks declare as well; `undefined` when there is none. Pure. */
export function describeStackOverlap(
  own: readonly SpelledInstance[],
  others: readonly SpelledInstance[],
): string | undefined {
  const twice = pairUp(own, others)
    .filter(([one, other]) => TerraformStack.of(one.fleet) !== TerraformStack.of(other.fleet))
    .map(([{ name, instanceId }, { fleet }]) => `${name} (${instanceId}) is declared by "${fleet.node.path}" too`);
  if (twice.length === 0) return undefined;
  return `${twice.join(", ")}: each restarts it on its own triggers, and neither knows of the other. Keep it in one stack.`;
}

function pairUp(own: readonly SpelledInstance[], others: readonly SpelledInstance[]) {
  return own.flatMap((one) =>
    others
      .filter(({ instanceId }) => idKey(instanceId) === idKey(one.instanceId))
      .map((other) => [one, other] as const),
  );
}

/**
 * Instances to delete that are looked up by name. Once such an instance is gone, its lookup would fail every plan, this one's
 * and everybody else's in the stack. Resolves tokens.
 */
export function findLookedUpDeletions(
  fleet: IConstruct,
  instances: ReadonlyMap<string, LifecycleInstance>,
): readonly InputProblem[] {
  return [...instances]
    .filter(([, { desiredState }]) => desiredState === "deleted")
    .flatMap(([name, { instanceId, desiredState }]) => {
      const source = lookupOf(fleet, instanceId);
      if (source?.nameInput === undefined) return [];
      const input = `instances[${JSON.stringify(name)}].desiredState`;
      const allowed = `"running", because "${source.node.path}" looks its id up by name, which fails when it is gone. To delete it, write its id down`;
      return [{ input, received: desiredState, allowed }];
    });
}

function lookupOf(fleet: IConstruct, instanceId: string): DataDmsInstance | undefined {
  const stack = TerraformStack.of(fleet);
  const resolver = new DefaultTokenResolver(new StringConcat());
  const text: unknown = Tokenization.resolve(instanceId, { scope: stack, resolver, preparing: false });
  const id = /^\$\{data\.dms_instance\.([\w-]+)\.instance_id\}$/.exec(String(text))?.[1];
  return stack.node
    .findAll()
    .filter((node) => node instanceof DataDmsInstance)
    .find((source) => source.friendlyUniqueId === id);
}
