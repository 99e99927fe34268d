import { Annotations } from "cdktf";
import type { IConstruct } from "constructs";
import { addValidation } from "../once-a-synthesis";
import { checkText } from "../checks/values";
import { refuseProblems } from "../checks/problem";

/** Ids of the warnings and notices at synth. Each text ends with its id. The ids are public contract. */
const warningIds = [
  // A secret of a DmsProvider would be written to the synthesized stack.
  "dms:secret-in-plain-text",
  // A DmsProvider checks no certificates.
  "dms:unverified-connection",
  // A DmsProvider or a portable batch speaks http to another machine.
  "dms:unencrypted-endpoint",
  // A construct names no provider, and all of the stack's have an alias.
  "dms:provider-from-environment",
  // `allowDeletion` is set without `maxDeletions`.
  "dms:deletions-without-limit",
  // `allowDeletion` is set and not needed.
  "dms:standing-deletion-consent",
  // Lifecycles of two stacks declare the same instance.
  "dms:instance-in-two-stacks",
  // A trigger has a new value in every plan.
  "dms:trigger-new-every-plan",
  // Another batch or a lifecycle declares an instance of a portable batch.
  "dms:instance-in-two-batches",
  // A portable batch purges an engine that another construct of the stack purges.
  "dms:engine-purged-twice",
  // An output is null before the first action, and `cdktf deploy` fails over it.
  "dms:null-output",
  // The stack's lock file pinned another package of the provider's version.
  "dms:lock-hash-replaced",
  // Terraform's settings on this machine prevent it from finding the provider of the stack.
  "dms:provider-left-out",
  // State goes to another vendor's object store without checksums. This is a notice, not a warning.
  "dms:foreign-object-store",
  // A portable batch gets a sensitive variable, so Terraform hides the output of its run.
  "dms:portable-output-suppressed",
  // The limits of a portable batch. This is a notice, not a warning.
  "dms:portable-limits",
] as const;

export type WarningId = (typeof warningIds)[number];

const acknowledgement = "cdktf-dms-lifecycle/acknowledged";

/**
 * Silences one warning in `scope` and everything below it, for constructs that are declared before or after this call. `reason` stays in
 * the code, for the next reader. Throws for an unknown warning and without a reason.
 */
export function acknowledgeWarning(scope: IConstruct, id: WarningId, reason: string): void {
  const given: unknown = reason;
  const known = warningIds.map((each) => `"${each}"`).join(", ");
  refuseProblems(scope, [
    ...(warningIds.includes(id) ? [] : [{ input: "acknowledgeWarning", received: id, allowed: known }]),
    ...checkText("reason of acknowledgeWarning", given ?? null),
  ]);
  scope.node.addMetadata(acknowledgement, { id, reason });
}

/**
 * Warns about `construct` at synth, unless the warning is acknowledged. `describe` is called after all declarations and answers `undefined`
 * without a cause.
 */
export function warnAtSynth(construct: IConstruct, id: WarningId, describe: () => string | undefined): void {
  annotateAtSynth(construct, id, describe, (message) => Annotations.of(construct).addWarning(message));
}

/** The same for a notice, which does not ask for a change. */
export function noteAtSynth(construct: IConstruct, id: WarningId, describe: () => string | undefined): void {
  annotateAtSynth(construct, id, describe, (message) => Annotations.of(construct).addInfo(message));
}

/** Warns about a fact that is found while the stack is synthesized. */
export function warnNow(construct: IConstruct, id: WarningId, text: string): void {
  annotateNow(construct, id, text, (message) => Annotations.of(construct).addWarning(message));
}

/** The same for a notice. */
export function noteNow(construct: IConstruct, id: WarningId, text: string): void {
  annotateNow(construct, id, text, (message) => Annotations.of(construct).addInfo(message));
}

type Annotate = (message: string) => void;

function annotateAtSynth(
  construct: IConstruct,
  id: WarningId,
  describe: () => string | undefined,
  annotate: Annotate,
): void {
  const validate = (): string[] => {
    const text = describe();
    if (text !== undefined) annotateNow(construct, id, text, annotate);
    return [];
  };
  // The validation never refuses. It is used because it runs after all declarations and before cdktf collects warnings.
  addValidation(construct, validate);
}

function annotateNow(construct: IConstruct, id: WarningId, text: string, annotate: Annotate): void {
  if (isAcknowledged(construct, id)) return;
  const message = `${text} [ack: ${id}]`;
  // A stack may be synthesized more than once.
  if (!construct.node.metadata.some(({ data }) => data === message)) annotate(message);
}

function isAcknowledged(construct: IConstruct, id: WarningId): boolean {
  return construct.node.scopes.some((scope) =>
    scope.node.metadata.some(({ type, data }) => type === acknowledgement && (data as { id: WarningId }).id === id),
  );
}
