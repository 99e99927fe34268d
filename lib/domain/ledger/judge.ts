import { type ActionRecord, triedInError } from "../action-record";
import type { Action, InstanceId } from "../instance";
import { admit, classifyStatus } from "../status";
import { type Digests, type Entry, isSent, type OpenRestart, sameDigests } from "./entry";

/**
 * The action that is due for one instance of a resource, and its reason. Actions and `batch` get their due instances with the request
 * (provider/actions/judge.ts, batch/run-act.ts).
 *
 * The first rule that matches decides:
 *  L1  A deciding value is unknown: undecided, with its attribute. Triggers do not decide about a deletion.
 *  L2  desired_state deleted, and a deletion was sent: its end was not seen, or the instance is gone: verify. A call of unknown
 *      fate is looked up, never sent again.
 *  L3  desired_state deleted: gone: nothing. Still there: delete.
 *  L4  desired_state running, gone: nothing. The caller reports it as missing.
 *  L5  Never adopted: nothing, unless the resource is being created with restart_on_create: restart.
 *  L6  restart_triggers are really new: they differ from those of the last restart and from those declared with a deletion of unknown end:
 *      restart.
 *  L7  The end of a deletion was not seen: verify. L7 comes before every restart except one for really new triggers.
 *  L8  A restart was due and no call was made: restart. A restart on creation stays due only while restart_on_create asks for it.
 *  L9  The end of the restart was not seen: verify.
 *  L10 The restart failed: restart, unless it was for health alone. If the service accepted the restart and the instance was in ERROR
 *      before and after it: held, until restart_triggers are really new (L6).
 *  L11 restart_unhealthy and in ERROR: restart, once for each episode of ERROR. Held while the last restart left the instance in ERROR, as
 *      before, and no look has seen it well since.
 *  L12 A call that is due is held while the service refuses it in the instance's status.
 *
 * Invariants:
 *  I1  The verdict depends on the arguments alone; the status comes from the last refresh; judge makes no call.
 *  I2  Identity is the instance id. A renamed key changes nothing; a removed key makes no action due.
 *  I3  At most one action is due per instance, also if it is declared under two names.
 */
export interface Desired {
  readonly name: string;
  readonly id: InstanceId;
  readonly state: "running" | "deleted";
  readonly triggers: Digests;
}

/** A declared instance. Parts of it may be unknown until apply. */
export interface Wanted {
  readonly name: string;
  /** `undefined` while unknown. */
  readonly id: InstanceId | undefined;
  readonly state: Desired["state"] | "undecided";
  readonly triggers: Digests | "undecided";
}

/** The knowledge of one instance from earlier runs and the last refresh. */
export interface Known {
  /** `undefined`: never adopted. `undecided`: an unknown value decides which entry counts. */
  readonly entry: Entry | "undecided" | undefined;
  /** The last record in state, also of an action that was never sent. It supplies reasons and does not decide. */
  readonly last: ActionRecord | undefined;
  /** The status as last read; `undefined` before the first read. */
  readonly status: string | undefined;
}

export interface Rules {
  /** The resource is being created. */
  readonly creating: boolean;
  readonly restartOnCreate: boolean | "undecided";
  readonly restartUnhealthy: boolean | "undecided";
}

export type DueVerb = Action | "verify";

export interface Due {
  readonly name: string;
  readonly id: InstanceId;
  readonly verb: DueVerb;
  /** The verb of the action; for a `verify`, the verb of the watched action. */
  readonly action: Action;
  /** Why it is due, for the plan. */
  readonly reason: string;
  /** The action is due only for the instance's health. */
  readonly forHealth?: true;
}

/** The reason why a call that is due is not made. */
export type Hold =
  /** The service refuses the call in this status (L12). The call becomes due in another status. */
  | { readonly kind: "status"; readonly status: string }
  /** The instance was in ERROR before such a call, and after it (L10, L11). */
  | { readonly kind: "tried" }
  /** The same, and the instance is well now: a user repaired it (L10). */
  | { readonly kind: "repaired" };

/** A call that is due and not made: no plan lists it, and it stays unfinished. */
export interface Held {
  readonly due: Due;
  readonly hold: Hold;
}

export type Verdict =
  | { readonly kind: "nothing" }
  | { readonly kind: "due"; readonly due: Due }
  | ({ readonly kind: "held" } & Held)
  /** `attributes`: Terraform's names of the values that have to be known first. */
  | { readonly kind: "undecided"; readonly attributes: readonly string[] };

const nothing: Verdict = { kind: "nothing" };
const undecided = (...attributes: readonly string[]): Verdict => ({ kind: "undecided", attributes });

/** The verdict on one declared instance (L1–L12). */
export function judge(wanted: Wanted, known: Known, rules: Rules): Verdict {
  const { id, state } = wanted;
  const unknowns = unknownParts(wanted);
  if (id === undefined || state === "undecided") return undecided(...unknowns);
  const { entry } = known;
  if (entry === "undecided") return undecided();
  const subject: Subject = { ...known, entry, name: wanted.name, id, isGone: isGoneStatus(known.status) };
  if (state === "deleted") return admitted(judgeDeletion(subject), subject);
  return subject.isGone ? nothing : admitted(judgeRestart(subject, wanted.triggers, rules), subject);
}

/** L12 */
function admitted(verdict: Verdict, { status = "" }: Subject): Verdict {
  if (verdict.kind !== "due" || verdict.due.verb === "verify") return verdict;
  const { due: call } = verdict;
  return admit(call.action, status) === "refuse" ? held(call, { kind: "status", status }) : verdict;
}

function held(call: Due, hold: Hold): Verdict {
  return { kind: "held", due: call, hold };
}

/** Why a call is not repeated, judged by the record of the last one. */
export function holdOf(record: ActionRecord): Hold | undefined {
  if (triedInError(record)) return { kind: "tried" };
  const { why, status } = record;
  return why === "status" && admit(record.action, status) === "refuse" ? { kind: "status", status } : undefined;
}

/** The unknown attributes of a declared instance that decide. */
function unknownParts({ id, state, triggers }: Wanted): readonly string[] {
  return [
    ...(id === undefined ? ["instance_id"] : []),
    ...(state === "undecided" ? ["desired_state"] : []),
    ...(triggers === "undecided" && state !== "deleted" ? ["restart_triggers"] : []),
  ];
}

interface Subject {
  readonly name: string;
  readonly id: InstanceId;
  readonly entry: Entry | undefined;
  readonly last: ActionRecord | undefined;
  readonly status: string | undefined;
  readonly isGone: boolean;
}

/** L2, L3 */
function judgeDeletion(subject: Subject): Verdict {
  const open = subject.entry?.deletion?.record;
  if (open !== undefined && subject.isGone) {
    return due(subject, "verify", "delete", "gone, as desired; its record is brought up to date");
  }
  if (open?.result === "unknown") return due(subject, "verify", "delete", describeOpen(open));
  return subject.isGone ? nothing : send(subject, "delete", open, "desired_state is deleted");
}

/** L5 to L11 */
function judgeRestart(subject: Subject, triggers: Digests | "undecided", rules: Rules): Verdict {
  const { entry } = subject;
  if (entry === undefined) return rules.creating ? judgeOnCreate(subject, rules) : nothing;
  if (triggers === "undecided") return undecided("restart_triggers");
  const { restart, deletion } = entry;
  const outdated = outdatedBy(triggers, entry);
  if (outdated !== undefined) return send(subject, "restart", undefined, changeOf(outdated, triggers));
  if (deletion?.record.result === "unknown") return due(subject, "verify", "delete", describeOpen(deletion.record));
  if (entry.ranFor === "nothing") {
    const onCreate = judgeOnCreate(subject, rules);
    if (onCreate.kind !== "nothing") return onCreate;
  }
  if (entry.ranFor === "unknown") return send(subject, "restart", undefined, lostCause(subject));
  if (restart?.record.result === "unknown") return due(subject, "verify", "restart", describeOpen(restart.record));
  const isTried = restart !== undefined && triedInError(restart.record);
  if (restart !== undefined && !restart.forHealth && !isTried) return send(subject, "restart", restart.record, "");
  return judgeHealth(subject, restart, rules);
}

/** State says that a restart was not sent. If the last record says so too, the reason is taken from that record. */
function lostCause(subject: Subject): string {
  return unsentOf(subject, "restart") === undefined ? "its restart was not started in an earlier run" : "";
}

function judgeOnCreate(subject: Subject, { restartOnCreate }: Rules): Verdict {
  if (restartOnCreate === "undecided") return undecided("restart_on_create");
  return restartOnCreate ? send(subject, "restart", undefined, "restart_on_create is true") : nothing;
}

/** L10 for an instance that was in ERROR before and after its restart, and L11. */
function judgeHealth(subject: Subject, restart: OpenRestart | undefined, { restartUnhealthy }: Rules): Verdict {
  const { status = "" } = subject;
  const tried = restart !== undefined && triedInError(restart.record) ? restart : undefined;
  const kind = classifyStatus(status) === "ready" ? "repaired" : "tried";
  const waits = tried === undefined ? nothing : held(dueAgain(subject, tried.record), { kind });
  const unlessForHealth = tried?.forHealth === false ? waits : nothing;
  if (classifyStatus(status) !== "faulty") return unlessForHealth;
  const isSameEpisode = tried !== undefined && tried.seenWell !== true;
  if (isSameEpisode && !tried.forHealth) return waits;
  if (restartUnhealthy === "undecided") return undecided("restart_unhealthy");
  if (!restartUnhealthy) return unlessForHealth;
  if (isSameEpisode) return waits;
  const cause = `status is ${status} and restart_unhealthy is true`;
  return send(subject, "restart", restart?.record, cause, { forHealth: true });
}

function dueAgain({ name, id }: Subject, record: ActionRecord): Due {
  return { name, id, verb: record.action, action: record.action, reason: describeOpen(record) };
}

/** L6: the triggers of the last restart, if the declared ones are really new. */
function outdatedBy(triggers: Digests, { ranFor, deletion }: Entry): Digests | undefined {
  if (typeof ranFor === "string") return undefined;
  const isOfDeletion = deletion?.record.result === "unknown" && sameDigests(deletion.triggers, triggers);
  return isOfDeletion || sameDigests(ranFor, triggers) ? undefined : ranFor;
}

/** Keys whose value was added, removed or changed, sorted. Values are left out: they may be secrets. */
function changeOf(before: Digests, triggers: Digests): string {
  const keys = new Set([...before.keys(), ...triggers.keys()]);
  const changed = [...keys].filter((key) => before.get(key) !== triggers.get(key)).sort();
  return `restart_triggers changed: ${changed.join(", ")}`;
}

export function isGoneStatus(status: string | undefined): boolean {
  return classifyStatus(status ?? "") === "gone";
}

/** `open`: the earlier call that this one repeats. An unsent call is repeated too; the last record has it. */
function send(
  subject: Subject,
  action: Action,
  open: ActionRecord | undefined,
  cause: string,
  more: Pick<Due, "forHealth"> = {},
): Verdict {
  const earlier = open ?? unsentOf(subject, action);
  const isSaid = cause === "" || action === "delete";
  const reason = earlier === undefined ? cause : `again: ${describeOpen(earlier)}${isSaid ? "" : ` (${cause})`}`;
  return { kind: "due", due: { name: subject.name, id: subject.id, verb: action, action, reason, ...more } };
}

function unsentOf({ last }: Subject, action: Action): ActionRecord | undefined {
  return last?.action === action && last.result !== "success" && !isSent(last) ? last : undefined;
}

function due({ name, id }: Subject, verb: DueVerb, action: Action, reason: string): Verdict {
  return { kind: "due", due: { name, id, verb, action, reason } };
}

function describeOpen({ action, result, finishedAt }: ActionRecord): string {
  const ends = {
    unknown: `the end of its ${action} was not seen in an earlier run`,
    not_started: `its ${action} was not started in an earlier run`,
    failed: `its ${action} failed in an earlier run`,
    success: `its ${action} succeeded in an earlier run`,
  } as const;
  return `${ends[result]}${finishedAt === "" ? "" : `, ${finishedAt.slice(0, 16)}Z`}`;
}
