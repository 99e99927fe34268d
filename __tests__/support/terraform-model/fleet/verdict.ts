import type { Exclusion } from "./exclusions";
import { play } from "./history";
import * as properties from "./properties";
import type { Step } from "./steps";
import type { Account } from "./account";
import type { Seen } from "./seen";
import { fleetIn, resultsIn } from "./reading";

/** The events of a history, one line each, to find out why a property does not hold. */
function tellSeen(seen: readonly Seen[]): readonly string[] {
  return seen.map((each) => {
    switch (each.kind) {
      case "plan": {
        const known = [...each.accounts].map(([id, account]) => `${id} ${tellAccount(account)}`);
        const statuses = [...each.accounts.keys()].map((id) => `${id} ${each.statuses.get(id) ?? "?"}`).join(", ");
        return `plan: ${show(each.listed)}; due: ${show(each.expected)}; [${known.join("; ")}] (${statuses})`;
      }
      case "apply": {
        const sends = each.sends.map(({ id, call }) => `${call.action} ${id} ${call.outcome}`);
        const rows = [...resultsIn(fleetIn(each.after))].map(([id, row]) => `${id} ${row.action} ${row.result}`);
        return `apply: ${each.outcome}; sent: ${sends.join(", ")}; results: ${rows.join(", ")}`;
      }
      case "bug":
        return each.message;
    }
  });
}

function tellAccount({ ranFor, restart, deletion }: Account): string {
  const open = [restart, deletion].flatMap((sent) =>
    sent === undefined ? [] : [`${sent.action} for ${sent.trigger} ${sent.known}${sent.forHealth ? " (health)" : ""}`],
  );
  return [`runs with ${ranFor ?? "nothing"}`, ...open].join(", ");
}

function show(due: ReadonlyMap<string, string>): string {
  return due.size === 0 ? "nothing" : [...due].map(([id, word]) => `${word} ${id}`).join(", ");
}

/** The names of the properties that a history is judged by. */
export type PropertyName = keyof typeof properties.all;

/** The violations that the properties found in a history, and the course of the history. */
export interface Verdict {
  readonly wrong: Readonly<Record<PropertyName, readonly string[]>>;
  /** Empty when nothing is wrong. */
  readonly told: readonly string[];
}

/** Plays a history and judges it by every property. */
export async function judge(steps: readonly Step[], exclusions: readonly Exclusion[] = []): Promise<Verdict> {
  const seen = await play(steps, exclusions);
  const judged = Object.entries(properties.all).map(([name, property]) => [name, property(seen)] as const);
  const isWrong = judged.some(([, wrong]) => wrong.length > 0);
  return {
    wrong: Object.fromEntries(judged) as Verdict["wrong"],
    told: isWrong ? tellSeen(seen) : [],
  };
}
