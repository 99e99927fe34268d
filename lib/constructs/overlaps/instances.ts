import { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { idKey } from "../../domain/instance";
import type { InputProblem } from "../checks/problem";
import { onceASynthesis } from "../once-a-synthesis";
import { type SpelledInstance, declarationsOf, isInTree, isElsewhere } from "./declarations";

/** Registers the instances of `fleet` for the other fleets of the app. `spelled` is called after all declarations. */
export function registerFleet(fleet: IConstruct, spelled: () => readonly SpelledInstance[]): void {
  declarationsOf(fleet).fleets.set(fleet, spelled);
}

/** An instance of `fleet`, and the same instance in another fleet of the app. */
type Overlap = readonly [own: SpelledInstance, other: SpelledInstance];

/** Instances of `fleet` that other fleets of the app declare too. */
export function findOverlaps(fleet: IConstruct): readonly Overlap[] {
  const { fleets } = declarationsOf(fleet);
  const own = new Map((fleets.get(fleet)?.() ?? []).map((instance) => [idKey(instance.instanceId), instance]));
  if (own.size === 0) return [];
  const declared = onceASynthesis(fleet, instancesById);
  return [...own].flatMap(([key, instance]) =>
    (declared.get(key) ?? []).filter((other) => other.fleet !== fleet).map((other) => [instance, other] as const),
  );
}

/** The instances of all fleets of an app by their identity. */
function instancesById(stack: TerraformStack): ReadonlyMap<string, readonly SpelledInstance[]> {
  const declared = new Map<string, SpelledInstance[]>();
  for (const [fleet, spelled] of declarationsOf(stack).fleets) {
    if (!isInTree(fleet)) continue;
    for (const instance of spelled()) {
      const key = idKey(instance.instanceId);
      const same = declared.get(key);
      if (same === undefined) declared.set(key, [instance]);
      else same.push(instance);
    }
  }
  return declared;
}

/**
 * Refuses instances that two lifecycles of the same stack declare through the same provider: each would restart them on its own triggers,
 * and the second is refused in the middle of the apply. Pure.
 */
export function refuseSharedInstances(overlaps: readonly Overlap[]): readonly InputProblem[] {
  return overlaps
    .filter(isBetweenLifecycles)
    .filter((overlap) => isInOneStack(overlap))
    .filter(([own, other]) => own.provider === other.provider && !isElsewhere(own.place, other.place))
    .map(([{ name, instanceId }, { fleet }]) => ({
      input: `instances[${JSON.stringify(name)}].instanceId`,
      received: instanceId,
      allowed: `an id that no other fleet of the stack declares; "${fleet.node.path}" does. To move an instance, take it out there, deploy, then add it here`,
    }));
}

/** A warning of instances that lifecycles of two stacks declare; `undefined` without such instances. Pure. */
export function describeStackOverlap(overlaps: readonly Overlap[]): string | undefined {
  const twice = overlaps
    .filter(isBetweenLifecycles)
    .filter((overlap) => !isInOneStack(overlap))
    .filter(([own, other]) => !isElsewhere(own.place, other.place));
  if (twice.length === 0) return undefined;
  return `${listed(twice)}: each restarts it on its own triggers, and neither knows the other. Keep it in one stack.`;
}

/** A warning of instances of a batch that another batch or a lifecycle declares; `undefined` without such instances. Pure. */
export function describeBatchOverlap(overlaps: readonly Overlap[]): string | undefined {
  const twice = overlaps.filter(([own, other]) => !isElsewhere(own.place, other.place));
  if (twice.length === 0) return undefined;
  return (
    `${listed(twice)}: each acts on it on its own triggers, and neither knows the other. The service refuses the ` +
    "second action while the first is under way. Keep it in one of them, or let one wait for the other with dependsOn."
  );
}

function listed(overlaps: readonly Overlap[]): string {
  return overlaps
    .map(([{ name, instanceId }, { fleet }]) => `${name} (${instanceId}) is declared by "${fleet.node.path}" too`)
    .join(", ");
}

function isBetweenLifecycles([own, other]: Overlap): boolean {
  return own.kind === "lifecycle" && other.kind === "lifecycle";
}

function isInOneStack([own, other]: Overlap): boolean {
  return TerraformStack.of(own.fleet) === TerraformStack.of(other.fleet);
}
