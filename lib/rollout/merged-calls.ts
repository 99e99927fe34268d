import { type CallFailure, interruptedCall, isCallFailure } from "../domain/call-failure";
import { type Action, type BatchAnswer, type InstanceId, maxIdsPerBatch } from "../domain/instance";
import { freshMs, gatherMs, packed, partsAfter } from "../domain/sharing/merged-calls";
import type { Clock, InstanceApi } from "./ports";

type Act = InstanceApi["act"];

/** A call of a run that is not answered yet. */
interface Call {
  readonly ids: readonly InstanceId[];
  readonly madeMs: number;
  /** Aborted: the run no longer waits for it (M5). */
  readonly signal: AbortSignal;
  /** Aborted: the call is not sent if it has not left yet (M6). */
  readonly stop: AbortSignal | undefined;
  readonly onLeaving: (() => void) | undefined;
  readonly resolve: (answer: BatchAnswer) => void;
  readonly reject: (failure: unknown) => void;
}

/** Calls of one verb and the same flags. */
interface Kind {
  readonly action: Action;
  readonly forceDelete: boolean;
  waiting: Call[];
  /** Ends the wait for others. */
  full: AbortController;
}

/**
 * Makes one request of calls that are made at the same moment (rules M1–M7 above `lib/domain/sharing/merged-calls`). The result is used as
 * `act` is; `act` sends each request once.
 * @param isAlone whether the run that makes a call is the only one under way
 */
export function mergeCalls(act: Act, clock: Clock, isAlone: () => boolean): Act {
  const kinds = new Map<string, Kind>();
  const gather = async (kind: Kind): Promise<void> => {
    if (!isAlone()) await clock.sleep(gatherMs, kind.full.signal);
    const calls = kind.waiting;
    kind.waiting = [];
    kind.full = new AbortController();
    await Promise.all(packed(calls).map((post) => send(post, kind, act, clock)));
  };
  return (action, ids, { stop, onLeaving, forceDelete }, signal) =>
    new Promise((resolve, reject) => {
      const key = `${action} ${String(forceDelete)}`;
      const kind = kinds.get(key) ?? { action, forceDelete, waiting: [], full: new AbortController() };
      kinds.set(key, kind);
      kind.waiting.push({ ids, madeMs: clock.now(), signal, stop, onLeaving, resolve, reject });
      if (kind.waiting.length === 1) void gather(kind);
      if (kind.waiting.reduce((count, call) => count + call.ids.length, 0) >= maxIdsPerBatch) kind.full.abort();
    });
}

/** Sends one POST for the calls that are still wanted, and the POSTs that follow from it. Never rejects: each call gets its result. */
async function send(post: readonly Call[], kind: Kind, act: Act, clock: Clock): Promise<void> {
  const calls = post.filter((call) => isStillWanted(call, kind.action, clock));
  if (calls.length === 0) return;
  const leaving = leftByAll(calls, kind.action);
  try {
    const ids = calls.flatMap((call) => call.ids);
    const onLeaving = (): void => calls.forEach((call) => call.onLeaving?.());
    const answer = await act(kind.action, ids, { forceDelete: kind.forceDelete, onLeaving }, leaving.signal);
    for (const call of calls) call.resolve(shareOf(answer, call));
  } catch (failure) {
    const parts = isCallFailure(failure) ? partsAfter(calls, failure) : [];
    if (parts.length === 0) for (const call of calls) call.reject(failure);
    await Promise.all(parts.map((part) => send(part, kind, act, clock)));
  } finally {
    leaving.release();
  }
}

/** Whether a call may leave now. A call that may not gets its failure here. */
function isStillWanted(call: Call, action: Action, clock: Clock): boolean {
  if (call.signal.aborted || call.stop?.aborted === true) {
    call.reject(notSent(call, action, "interrupted before it was sent"));
    return false;
  }
  if (clock.now() - call.madeMs <= freshMs) return true;
  const why = "the request that it shared was refused, and since then its last look has become too old";
  call.reject(notSent(call, action, why));
  return false;
}

/** A signal that aborts when every call was ended early. A call that is ended early gets an unknown fate at once (M5). */
function leftByAll(
  calls: readonly Call[],
  action: Action,
): { readonly signal: AbortSignal; readonly release: () => void } {
  const all = new AbortController();
  // For a single call, the request itself tells how far it came.
  if (calls.length === 1 && calls[0] !== undefined) return { signal: calls[0].signal, release: () => undefined };
  let left = 0;
  const listeners = calls.map((call) => {
    const onAbort = (): void => {
      left += 1;
      call.reject(unanswered(call, action));
      if (left === calls.length) all.abort();
    };
    call.signal.addEventListener("abort", onAbort, { once: true });
    return () => call.signal.removeEventListener("abort", onAbort);
  });
  return { signal: all.signal, release: () => listeners.forEach((remove) => remove()) };
}

/** The part of an answer for one call's ids (M2). */
function shareOf(answer: BatchAnswer, { ids }: Call): BatchAnswer {
  const own = new Set(ids);
  return { ...answer, items: answer.items.filter(({ id }) => own.has(id)) };
}

function notSent(call: Call, action: Action, why: string): CallFailure & Error {
  return interruptedCall("not-sent", `${described(call, action)}: ${why}. Nothing was sent.`);
}

function unanswered(call: Call, action: Action): CallFailure & Error {
  const consequence = "It is not known whether the service carried it out; it was sent once and is not repeated.";
  return interruptedCall("unknown", `${described(call, action)}: interrupted after it was sent. ${consequence}`);
}

function described({ ids }: Call, action: Action): string {
  return `POST …/instances/action (${action}, ${ids.length === 1 ? "1 instance" : `${ids.length} instances`})`;
}
