import type { Planned } from "../../domain/ledger/waves";
import type { Diagnostic } from "../../framework/values/diagnostic";
import {
  type Certainty,
  counted,
  lined,
  listed,
  type NamedInstance,
  shortened,
  titled,
  warning,
  wavesOf,
} from "./sentence";

export function restartsAhead(due: readonly Planned[], certainty: Certainty): Diagnostic {
  const isPlanned = certainty === "planned";
  const waves = isPlanned ? ` in ${counted(new Set(due.map(({ wave }) => wave)).size, "wave")}` : "";
  return warning(
    titled("Clients Are Rejected During Restart", due),
    `${counted(due.length, "instance")} will be restarted${waves}: ${listed(due)}. While an instance restarts, its clients cannot send or receive messages.${isPlanned ? `\n${wavesOf(due)}` : ""}`,
  );
}

/** `triggers`: by instance, the names of the triggers that contain the time of the plan. */
export function triggersOfNow(
  triggers: readonly (NamedInstance & { readonly keys: readonly string[] })[],
): readonly Diagnostic[] {
  if (triggers.length === 0) return [];
  const told = lined(triggers, ({ name, keys }) => `${name}: ${shortened(keys)}`);
  return [
    warning(
      titled("Triggers Hold The Time Of This Plan", triggers),
      `${told}\nA trigger from plantimestamp(), or from the clock of the machine, is new in every plan: every apply restarts. If the time was written down once, ignore this. Otherwise use a value that changes with the cause of the restart: a version, a hash, or a date that you change.`,
    ),
  ];
}

/** A restart that the service records and the ledger does not know. `told`: its description, a clause. */
export interface ToldRestart extends NamedInstance {
  readonly told: string;
}

export function restartedSince(restarts: readonly ToldRestart[]): readonly Diagnostic[] {
  if (restarts.length === 0) return [];
  const one = restarts.length === 1;
  const told = lined(restarts, ({ name, id, told: task }) => `${name} (${id}): ${task}`);
  return [
    warning(
      titled("Restarted Since, And Due Again", restarts),
      `${told}\nThe service's own records show ${one ? "this restart" : "these restarts"}. ${one ? "It" : "They"} began after the last event that state records: the adoption, or the end of the last action. A user may have made ${one ? "it" : "them"}, or a run whose state was not saved. An apply restarts ${one ? "the instance" : "the instances"} again. To leave ${one ? "it" : "them"} as ${one ? "it is" : "they are"}, take the change of restart_triggers back.`,
    ),
  ];
}

export function callsHeardOf(heard: readonly NamedInstance[]): readonly Diagnostic[] {
  if (heard.length === 0) return [];
  const one = heard.length === 1;
  return [
    warning(
      titled("Calls That A Record Speaks Of Are Not Sent", heard),
      `${listed(heard)}: a record in dms-lifecycle, below Terraform's data folder (.terraform) or the user's folder for state (~/.local/state), says that ${one ? "this call was" : "these calls were"} made. The provider of this user did not write it there, or has lost its key since, so ${one ? "the instance is" : "the instances are"} looked at (verify), and the record proves nothing. To make the ${one ? "call" : "calls"} nevertheless, remove the record before the apply, or change restart_triggers.`,
    ),
  ];
}

export function restartsNotRepeated(spared: readonly NamedInstance[]): readonly Diagnostic[] {
  if (spared.length === 0) return [];
  return [
    warning(
      titled("Restarts Of An Earlier Run Are Not Repeated", spared),
      `${listed(spared)}: an earlier run restarted ${spared.length === 1 ? "it" : "them"} for the same restart_triggers, but the state of this resource does not say so: the run was killed, the resource was removed from state since, or another resource declares ${spared.length === 1 ? "it" : "them"} too. ${spared.length === 1 ? "It is" : "They are"} not restarted again. To restart nevertheless, change restart_triggers.`,
    ),
  ];
}
