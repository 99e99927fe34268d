import type { Account } from "./account";
import type { Seen } from "./seen";
import { fleetIn, resultsIn } from "./reading";

/** The events of a history, one line each, to find out why a property does not hold. */
export function tellSeen(seen: readonly Seen[]): readonly string[] {
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
