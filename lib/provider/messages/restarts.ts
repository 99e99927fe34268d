import type { Planned } from "../../domain/ledger/waves";
import type { Diagnostic } from "../../framework/diagnostic";
import { type Certainty, counted, listed, type NamedInstance, warning, wavesOf } from "./sentence";

export function restartsAhead(due: readonly Planned[], certainty: Certainty): Diagnostic {
  const isPlanned = certainty === "planned";
  const waves = isPlanned ? ` in ${counted(new Set(due.map(({ wave }) => wave)).size, "wave")}` : "";
  return warning(
    "Clients Are Rejected During Restart",
    `${counted(due.length, "instance")} will be restarted${waves}: ${listed(due)}. While an instance restarts, its clients cannot send or receive messages.${isPlanned ? `\n${wavesOf(due)}` : ""}`,
  );
}

export function restartsNotRepeated(spared: readonly NamedInstance[]): readonly Diagnostic[] {
  if (spared.length === 0) return [];
  return [
    warning(
      "Restarts Of An Earlier Run Are Not Repeated",
      `${listed(spared)}: an earlier run on this machine restarted ${spared.length === 1 ? "it" : "them"} for the same restart_triggers, but the state of this resource does not say so: the run was killed, the resource was removed from state since, or another resource declares ${spared.length === 1 ? "it" : "them"} too. ${spared.length === 1 ? "It is" : "They are"} not restarted again. To restart nevertheless, change restart_triggers.`,
    ),
  ];
}
