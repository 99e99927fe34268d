import type { InstanceId } from "../../../../lib/domain/instance";
import type { Account, DueWord, Wish } from "./account";
import { fleetIn, isGone, isNothing, resultsIn } from "./reading";
import type { ApplySeen, PlanSeen, Seen, Send } from "./seen";
import type { State } from "../state";
import { timestamp } from "../../../../lib/domain/action-record";

/** The violations of a property in a history, one sentence each. */
type Property = (seen: readonly Seen[]) => readonly string[];

/** The plans, without the excused instances. */
function plans(seen: readonly Seen[]): readonly PlanSeen[] {
  return seen.flatMap((each) => {
    if (each.kind !== "plan") return [];
    const { excused, listed, expected } = each;
    return [{ ...each, listed: without(listed, excused), expected: without(expected, excused) }];
  });
}

/** The applies, likewise. */
function applies(seen: readonly Seen[]): readonly ApplySeen[] {
  return seen.flatMap((each) => {
    if (each.kind !== "apply") return [];
    const { excused, listed, sends } = each;
    return [{ ...each, listed: without(listed, excused), sends: sends.filter(({ id }) => !excused.has(id)) }];
  });
}

function without<T>(map: ReadonlyMap<InstanceId, T>, excused: ReadonlySet<InstanceId>): ReadonlyMap<InstanceId, T> {
  return new Map([...map].filter(([id]) => !excused.has(id)));
}

/** The plan that Terraform makes inside apply agrees with the one that was shown. */
const plansAlike: Property = (seen) =>
  seen.flatMap((each) => (each.kind === "bug" && !each.isExcused ? [each.message] : []));

/** A second send for the same triggers only after the end of the first is known to be failed. */
const sendsOnce: Property = (seen) =>
  applies(seen).flatMap(({ sends }) => sends.flatMap((send) => (isRepeated(send) ? [describe(send, "again")] : [])));

/**
 * A restart for triggers that the instance runs with already, or whose restart is under way. An instance that is there again after its proven
 * deletion, as from the recycle bin, begins again.
 */
function isRepeated({ call, wish, account }: Send): boolean {
  if (account === undefined || call.action !== "restart") return false;
  const { calls } = account;
  const deletedAt = calls.findLastIndex(({ action, known }) => action === "delete" && known === "success");
  const last = calls.slice(deletedAt + 1).findLast(({ action }) => action === "restart");
  if (last === undefined || last.trigger !== wish.trigger || last.known === "failed") return false;
  return last.known === "unknown" || (account.ranFor === wish.trigger && !isForHealth(account, wish));
}

function isForHealth({ restart }: Account, { restartUnhealthy }: Send["wish"]): boolean {
  return restartUnhealthy && restart === undefined;
}

/** An unsent action that is undone is not due: no restart for the triggers that the instance runs with. */
const forgetsUnsent: Property = (seen) =>
  plans(seen).flatMap(({ listed, expected, accounts, wishes }) =>
    [...listed].flatMap(([id, due]) => {
      const account = accounts.get(id);
      const isUndone = account?.restart === undefined && account?.ranFor === wishes.get(id)?.trigger;
      const isWrong = due === "restart" && expected.get(id) !== "restart" && account !== undefined && isUndone;
      return isWrong ? [`restart of ${id} is listed for ${account.ranFor}, with which it runs`] : [];
    }),
  );

/** No send while an earlier end is unknown: no second deletion, and no restart for the triggers of an open restart. */
const waitsForTheUnknown: Property = (seen) => [
  ...applies(seen).flatMap(({ sends }) =>
    sends.flatMap((send) => {
      const isWrong = isOpen(send.account, send.call.action, send.wish);
      return isWrong ? [describe(send, "while an earlier end is unknown")] : [];
    }),
  ),
  ...plans(seen).flatMap(({ listed, accounts, wishes }) =>
    [...listed].flatMap(([id, due]) => {
      const isWrong = isOpen(accounts.get(id), due, wishes.get(id));
      return isWrong ? [`${due} of ${id} is listed while an earlier end is unknown`] : [];
    }),
  ),
];

/** Whether a call would repeat one that may be under way. */
function isOpen(account: Account | undefined, due: DueWord, wish: Wish | undefined): boolean {
  const { restart, deletion } = account ?? {};
  const deleting = deletion?.known === "unknown";
  if (due === "delete") return deleting;
  if (due !== "restart") return false;
  const restarting = restart?.known === "unknown" && restart.trigger === wish?.trigger;
  return restarting || (deleting && deletion.trigger === wish?.trigger);
}

/** After an apply in which all is proven the second plan is empty. */
const endsEmpty: Property = (seen) =>
  plans(seen).flatMap(({ after, plan, wishes, statuses, listed, excused }) => {
    if (excused.size > 0 || after === undefined || !isProven(after)) return [];
    if (plan.changes.some(({ action }) => action !== "update" && action !== "no-op")) return [];
    const rests = [...wishes].every(([id, { state }]) =>
      state === "deleted" ? isGone(statuses.get(id)) : statuses.get(id) === "RUNNING",
    );
    return !rests || isNothing(plan) ? [] : [`the second plan is not empty: ${show(listed)}`];
  });

function isProven({ outcome, after, listed }: ApplySeen): boolean {
  const results = resultsIn(fleetIn(after));
  return outcome === "done" && [...listed.keys()].every((id) => results.get(id)?.result === "success");
}

/** After any other apply the next plan, and each one after that, holds exactly the actions that are not proven. */
const listsTheUnproven: Property = (seen) =>
  plans(seen).flatMap(({ listed, expected }) =>
    show(listed) === show(expected) ? [] : [`lists ${show(listed)} where ${show(expected)} is due`],
  );

/** An apply sends the actions that its plan lists, except those that are reported as not started. */
const sendsTheListed: Property = (seen) =>
  applies(seen).flatMap((apply) => {
    const { listed, sends, outcome } = apply;
    const unlisted = sends.filter(({ id, call }) => listed.get(id) !== call.action);
    const unsent = outcome === "killed" ? [] : [...listed].filter(([id, due]) => !wasSent(apply, id, due));
    return [
      ...unlisted.map((send) => describe(send, "and is not listed")),
      ...unsent.map(([id, due]) => `${due} of ${id} is listed, was not sent and is not reported as not started`),
    ];
  });

function wasSent({ sends, after, before, outcome }: ApplySeen, id: InstanceId, due: DueWord): boolean {
  if (due === "verify restart" || due === "verify delete") return true;
  const row = resultsIn(fleetIn(after)).get(id);
  // Refused as a whole: nothing was done, and the state does not mention it.
  if (fleetIn(after) === undefined || (outcome === "failed" && isUnchanged(before, after))) return true;
  if (row === undefined || row.at === "") return row?.action === due;
  return sends.some((send) => send.id === id && send.call.action === due && timestamp(send.call.atMs) === row.at);
}

/** A refresh may have changed observed attributes. */
function isUnchanged(before: State, after: State): boolean {
  const [then, now] = [before, after].map((state) => JSON.stringify([...resultsIn(fleetIn(state))]));
  return then === now;
}

function describe({ id, call, wish, account }: Send, why: string): string {
  const before = account?.calls.map(({ action, trigger, known }) => `${action} for ${trigger}: ${known}`).join(", ");
  return `${call.action} of ${id} is sent for ${wish.trigger} ${why} (before: ${before ?? "not adopted"})`;
}

function show(due: ReadonlyMap<InstanceId, DueWord>): string {
  const rows = [...due].map(([id, word]) => `${word} of ${id}`).sort();
  return rows.length === 0 ? "nothing" : rows.join(", ");
}

/** Every property, by its name. */
export const all = {
  plansAlike,
  sendsOnce,
  forgetsUnsent,
  endsEmpty,
  listsTheUnproven,
  waitsForTheUnknown,
  sendsTheListed,
} satisfies Readonly<Record<string, Property>>;
