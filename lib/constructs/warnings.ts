import { Annotations } from "cdktf";
import type { IConstruct } from "constructs";
import { checkText } from "./input/checks";
import { refuseProblems } from "./input/problem";

/** What this library says at synth, by the id that stands at the end of each warning and notice. The ids are public contract. */
const warningIds = [
  /* A secret of a DmsProvider would stand in the synthesized stack. */
  "dms:secret-in-plain-text",
  /* A DmsProvider checks no certificates. */
  "dms:unverified-connection",
  /* A DmsProvider or a portable batch speaks http to another machine. */
  "dms:unencrypted-endpoint",
  /* No provider is chosen, and none of the stack's is without alias. */
  "dms:provider-from-environment",
  /* Consent to deletions, and no most number of them. */
  "dms:deletions-without-limit",
  /* Consent to deletions that nothing needs. */
  "dms:standing-deletion-consent",
  /* Two stacks have an instance in their lifecycles. */
  "dms:instance-in-two-stacks",
  /* A trigger is something else in every plan. */
  "dms:trigger-new-every-plan",
  /* An instance of a portable batch is in another one, or in a lifecycle. */
  "dms:instance-in-two-batches",
  /* A portable batch purges an engine that something else in the stack purges. */
  "dms:engine-purged-twice",
  /* The stack's lock file pinned another package of the provider's version. */
  "dms:lock-hash-replaced",
  /* Terraform's settings on this machine lead it past the provider of the stack. */
  "dms:provider-left-out",
  /* State goes to another vendor's object store, without checksums in it. A notice, no warning. */
  "dms:foreign-object-store",
  /* A portable batch is given a sensitive variable, and Terraform shows nothing of its run. */
  "dms:portable-output-suppressed",
  /* What a portable batch cannot do. A notice, no warning. */
  "dms:portable-limits",
] as const;

export type WarningId = (typeof warningIds)[number];

const acknowledgement = "cdktf-dms-lifecycle/acknowledged";

/**
 * Silences one warning in `scope` and everything below it, whether the warned construct is declared before or after. Say why in
 * `reason`: it stays in the code, for the next reader. Throws when there is no such warning, and without a reason.
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
 * Has `construct` warned about at synth, unless the warning is acknowledged by then. `describe` is asked late, when everything
 * has been declared, and answers `undefined` when there is nothing to warn of.
 */
export function warnAtSynth(construct: IConstruct, id: WarningId, describe: () => string | undefined): void {
  annotateAtSynth(construct, id, describe, (message) => Annotations.of(construct).addWarning(message));
}

/** The same for what is no reason to change anything, but good to know. */
export function noteAtSynth(construct: IConstruct, id: WarningId, describe: () => string | undefined): void {
  annotateAtSynth(construct, id, describe, (message) => Annotations.of(construct).addInfo(message));
}

/** The same for what is seen while the stack is synthesized. */
export function warnNow(construct: IConstruct, id: WarningId, text: string): void {
  annotateNow(construct, id, text, (message) => Annotations.of(construct).addWarning(message));
}

/** The same for what is good to know. */
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
  /* Not a validation in that nothing is refused: it is the one moment after all declarations and before cdktf collects warnings. */
  construct.node.addValidation({ validate });
}

function annotateNow(construct: IConstruct, id: WarningId, text: string, annotate: Annotate): void {
  if (isAcknowledged(construct, id)) return;
  const message = `${text} [ack: ${id}]`;
  /* A stack may be synthesized more than once. */
  if (!construct.node.metadata.some(({ data }) => data === message)) annotate(message);
}

function isAcknowledged(construct: IConstruct, id: WarningId): boolean {
  return construct.node.scopes.some((scope) =>
    scope.node.metadata.some(({ type, data }) => type === acknowledgement && (data as { id: WarningId }).id === id),
  );
}
