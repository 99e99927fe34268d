import { Annotations } from "cdktf";
import type { IConstruct } from "constructs";
import { refuseProblems } from "./input/problem";

/** What this library warns of at synth, by the id that stands at the end of each warning. The ids are public contract. */
const warningIds = [
  "dms:secret-in-plain-text",
  "dms:unverified-connection",
  "dms:unencrypted-endpoint",
  "dms:provider-from-environment",
  "dms:deletions-without-limit",
  "dms:standing-deletion-consent",
  "dms:instance-in-two-stacks",
] as const;

export type WarningId = (typeof warningIds)[number];

const acknowledgement = "cdktf-dms-lifecycle/acknowledged";

/**
 * Silences one warning in `scope` and everything below it, whether the warned construct is declared before or after. Say why in
 * `reason`: it stays in the code, for the next reader. Throws when there is no such warning.
 */
export function acknowledgeWarning(scope: IConstruct, id: WarningId, reason: string): void {
  if (!warningIds.includes(id)) {
    const allowed = warningIds.map((each) => `"${each}"`).join(", ");
    refuseProblems(scope, [{ input: "acknowledgeWarning", received: id, allowed }]);
  }
  scope.node.addMetadata(acknowledgement, { id, reason });
}

/**
 * Has `construct` warned about at synth, unless the warning is acknowledged by then. `describe` is asked late, when everything
 * has been declared, and answers `undefined` when there is nothing to warn of.
 */
export function warnAtSynth(construct: IConstruct, id: WarningId, describe: () => string | undefined): void {
  const validate = (): string[] => {
    const text = describe();
    if (text === undefined || isAcknowledged(construct, id)) return [];
    const message = `${text} [ack: ${id}]`;
    /* A stack may be synthesized more than once. */
    if (!construct.node.metadata.some(({ data }) => data === message)) Annotations.of(construct).addWarning(message);
    return [];
  };
  /* Not a validation in that nothing is refused: it is the one moment after all declarations and before cdktf collects warnings. */
  construct.node.addValidation({ validate });
}

function isAcknowledged(construct: IConstruct, id: WarningId): boolean {
  return construct.node.scopes.some((scope) =>
    scope.node.metadata.some(({ type, data }) => type === acknowledgement && (data as { id: WarningId }).id === id),
  );
}
