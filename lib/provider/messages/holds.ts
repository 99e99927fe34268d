import type { Held, Hold } from "../../domain/ledger/judge";
import type { Diagnostic } from "../../framework/values/diagnostic";
import { lined, titled, warning } from "./sentence";

/** Warns of calls that are due and not made: one warning for each cause. */
export function callsHeld(held: readonly Held[]): readonly Diagnostic[] {
  return (["status", "tried", "repaired"] as const).flatMap((kind) => {
    const affected = held.filter(({ hold }) => hold.kind === kind);
    if (affected.length === 0) return [];
    const told = lined(affected, ({ due, hold }) => `${due.name} (${due.id}): ${due.action} is due; ${describe(hold)}`);
    return [
      warning(
        titled(
          titles[kind],
          affected.map(({ due }) => due),
        ),
        `${told}\nNo call is made for ${affected.length === 1 ? "it" : "them"}. The others go on: max_failures does not count ${affected.length === 1 ? "this one. It stays" : "these. They stay"} in unfinished.\nWays out: ${waysOut[kind]}`,
      ),
    ];
  });
}

const titles: Readonly<Record<Hold["kind"], string>> = {
  status: "Calls The Service Would Refuse Are Not Made",
  tried: "Instances In ERROR Are Not Restarted Again",
  repaired: "Repaired Instances Are Not Restarted Again",
};

function describe(hold: Hold): string {
  switch (hold.kind) {
    case "status":
      return `its status is ${hold.status}, in which the service refuses that`;
    case "tried":
      return "it was in ERROR before its last restart, and after it";
    case "repaired":
      return "it was in ERROR before its last restart and after it, and is RUNNING now";
  }
}

const newTriggers =
  "change its restart_triggers, which restarts it once more (and every instance that has the changed value too)";

/** The remedies for a held call, as the rest of a sentence that begins with "Ways out". */
export const waysOut: Readonly<Record<Hold["kind"], string>> = {
  status:
    "have the instance unfrozen or repaired, and its call is due by itself once a refresh shows another status; change its desired_state; or take its key out of instances, which forgets it and sends nothing.",
  tried: `have the instance repaired and ${newTriggers}; set desired_state = "deleted"; or take its key out of instances, which forgets it and sends nothing. With restart_unhealthy = true it is restarted once for each time that it falls into ERROR after a refresh has seen it well.`,
  repaired: `it is RUNNING now. To accept it as it is, take its key out of instances, apply, and put it back; or ${newTriggers}.`,
};
