import type { IConstruct } from "constructs";
import { isToken } from "../checks/tokens";
import type { LifecycleInstance } from "../instance-lifecycle-props";
import { warnAtSynth } from "./warnings";

/** Warns of a literal consent to deletions without a limit. `limit` has the one prop that would set it. */
export function warnOfUnlimitedConsent(
  construct: IConstruct,
  consent: unknown,
  limit: Readonly<Record<string, number | undefined>>,
): void {
  warnAtSynth(construct, "dms:deletions-without-limit", () => {
    const [[name, value] = ["", undefined]] = Object.entries(limit);
    if (consent !== true || value !== undefined) return undefined;
    return `allowDeletion is true and ${name} is not set: a mistake may delete any number of instances. Set ${name}.`;
  });
}

/** Whether an instance is declared deleted, or only Terraform knows whether it is. */
export function mayBeDeleted({ desiredState }: LifecycleInstance): boolean {
  return desiredState === "deleted" || isToken(desiredState);
}

/** A warning of an unused consent; `undefined` if a declaration needs it or may need it. Pure. */
export function describeStandingConsent(
  consent: unknown,
  instances: ReadonlyMap<string, LifecycleInstance> | undefined,
): string | undefined {
  if (consent !== true || instances === undefined) return undefined;
  if ([...instances.values()].some(mayBeDeleted)) return undefined;
  return (
    "allowDeletion is true and no instance is declared deleted: one wrong word would now be enough to delete one. " +
    "Set it together with the deletion, and remove it afterwards."
  );
}
