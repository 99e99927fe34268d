import type { Action, InstanceId } from "../../../../lib/domain/instance";
import type { DueVerb } from "../../../../lib/domain/ledger/judge";
import { classifyStatus } from "../../../../lib/domain/status";

/** A call that was made for an instance. */
export interface Sent {
  readonly action: Action;
  readonly trigger: string;
  /** Its end, as far as a state or a record tells it. */
  readonly known: "unknown" | "failed" | "success";
  /** It was due for the instance's health alone. */
  readonly forHealth: boolean;
  /** RFC 3339. */
  readonly at: string;
  /** The instance was in ERROR before a restart. */
  readonly wasFaulty: boolean;
  /** And in ERROR when that had failed. */
  readonly tried: boolean;
  /** And well since, by a refresh that was saved. */
  readonly mended: boolean;
  /** Its apply was killed: only the records of its machine have it, not a state. */
  readonly killed: boolean;
  /** The machine that it was made on, which remembers it until a state with its end has been read there. */
  readonly machine: string;
}

/**
 * The truth about an adopted instance, kept by an observer of the service, the state and the user. The provider has no part in it: the
 * provider ought to know the same (ledger: one entry).
 */
export interface Account {
  /** The trigger of its adoption, or of its last proven restart; `undefined`: it was to be restarted at its adoption. */
  readonly ranFor: string | undefined;
  /** Calls that are not proven. */
  readonly restart?: Sent | undefined;
  readonly deletion?: Sent | undefined;
  /** Every call since its adoption, oldest first. */
  readonly calls: readonly Sent[];
}

export type Accounts = ReadonlyMap<InstanceId, Account>;

/** The user's wish for an instance. */
export interface Wish {
  readonly state: "running" | "deleted";
  readonly trigger: string;
  readonly restartUnhealthy: boolean;
}

/** The due action: `restart`, `delete`, or the action that is watched to its end. */
export type DueWord = Exclude<DueVerb, "verify"> | `verify ${Action}`;

export function adopted(ranFor: string | undefined): Account {
  return { ranFor, calls: [] };
}

/**
 * An instance that a new object adopts, after an older one that it does not succeed: the machine's memory of the older one keeps calls
 * back. A deletion that may be under way is looked up in any case.
 */
export function adoptedAfter(
  earlier: Account | undefined,
  ranFor: string | undefined,
  wish: Wish,
  machine: string,
): Account {
  const account = adopted(ranFor);
  const here = (earlier?.calls ?? []).filter((sent) => sent.machine === machine);
  const last = here.at(-1);
  const deletion = earlier?.deletion;
  if (deletion?.known === "unknown" && deletion.at === last?.at) return { ...account, deletion, calls: [deletion] };
  const isAsked = wish.state === "running" && ranFor === undefined;
  if (!isAsked || last?.action !== "restart" || last.trigger !== wish.trigger || last.known === "failed")
    return account;
  if (last.known === "unknown") return { ...account, restart: last, calls: [last] };
  return last.killed ? { ...adopted(wish.trigger), calls: [last] } : account;
}

/** The due action for an instance in a status. */
export function dueFor({ ranFor, restart, deletion }: Account, wish: Wish, status: string): DueWord | undefined {
  const statusClass = classifyStatus(status);
  const gone = statusClass === "gone";
  if (wish.state === "deleted") {
    if (deletion !== undefined && (gone || deletion.known === "unknown")) return "verify delete";
    return gone ? undefined : "delete";
  }
  if (gone) return undefined;
  const isAsked = deletion?.known === "unknown" && deletion.trigger === wish.trigger;
  if (!isAsked && (restart?.trigger ?? ranFor) !== wish.trigger) return "restart";
  if (deletion?.known === "unknown") return "verify delete";
  if (restart?.known === "unknown") return "verify restart";
  const unhealthy = wish.restartUnhealthy && statusClass === "faulty";
  // In ERROR before its restart and after it: not due again, but for the next episode of ERROR.
  if (restart?.tried === true) return unhealthy && restart.mended ? "restart" : undefined;
  if (restart?.known === "failed" && (unhealthy || !restart.forHealth)) return "restart";
  return unhealthy ? "restart" : undefined;
}

/** A call was made. */
export function called(
  account: Account,
  call: Pick<Sent, "action" | "at" | "killed" | "machine" | "wasFaulty"> & { readonly wish: Wish },
): Account {
  const { action, wish, at, killed, machine, wasFaulty } = call;
  const forHealth =
    action === "restart" &&
    (account.restart?.trigger ?? account.ranFor) === wish.trigger &&
    (account.restart?.forHealth ?? true);
  const end = { known: "unknown", tried: false, mended: false } as const;
  const sent: Sent = { action, trigger: wish.trigger, ...end, forHealth, at, wasFaulty, killed, machine };
  return { ...account, [action === "restart" ? "restart" : "deletion"]: sent, calls: [...account.calls, sent] };
}

interface End {
  readonly known: Sent["known"];
  /** After a restart that was accepted. */
  readonly isFaulty: boolean;
  /** By a run that only watched. */
  readonly isVerified: boolean;
}

/** The end of the call that was made at that time is known. */
export function ended(account: Account, action: Action, at: string, { known, isFaulty, isVerified }: End): Account {
  const calls = account.calls.map((sent) => (sent.at === at && sent.action === action ? { ...sent, known } : sent));
  const open = action === "restart" ? account.restart : account.deletion;
  if (open?.at !== at) return { ...account, calls };
  if (action === "delete") {
    return { ...account, deletion: known === "success" ? undefined : failedOpen(open, known, isFaulty), calls };
  }
  // A deletion that failed is over once a restart was sent.
  const isOver = !isVerified && (known === "success" || account.deletion?.known === "failed");
  const deletion = isOver ? undefined : account.deletion;
  if (known === "success") return { ranFor: open.trigger, deletion, calls };
  return { ...account, restart: failedOpen(open, known, isFaulty), deletion, calls };
}

function failedOpen(open: Sent, known: Sent["known"], isFaulty: boolean): Sent {
  return { ...open, known, tried: open.action === "restart" && known === "failed" && open.wasFaulty && isFaulty };
}

/** A refresh has shown this status, and was saved. */
export function looked(account: Account, status: string): Account {
  const { restart } = account;
  if (restart?.tried !== true || status !== "RUNNING") return account;
  return { ...account, restart: { ...restart, mended: true } };
}

/** An apply in which nothing was due for it. */
export function settled(account: Account, wish: Wish, status: string): Account {
  const gone = classifyStatus(status) === "gone";
  if (wish.state === "deleted") return gone ? { ...account, ranFor: wish.trigger, restart: undefined } : account;
  return gone || account.deletion?.known === "unknown" ? account : { ...account, deletion: undefined };
}
