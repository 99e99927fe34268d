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
  /** It has its failure, and is no longer sent. */
  isOver: boolean;
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
      kind.waiting.push({ ids, madeMs: clock.now(), signal, stop, onLeaving, resolve, reject, isOver: false });
      if (kind.waiting.length === 1) void gather(kind);
      if (kind.waiting.reduce((count, call) => count + call.ids.length, 0) >= maxIdsPerBatch) kind.full.abort();
    });
}

/** Sends one POST for the calls that are still wanted, and the POSTs that follow from it. Never rejects: each call gets its result. */
async function send(post: readonly Call[], kind: Kind, act: Act, clock: Clock): Promise<void> {
  const calls = post.filter((call) => isStillWanted(call, kind.action, clock));
  if (calls.length === 0) return;
  const way = new Way(calls, kind.action, clock);
  // Each POST has a way of its own: a call that is ended early is told how far the POST came in which it was last.
  const parts = await carry(way, calls, kind, act).finally(() => way.release());
  await Promise.all(parts.map((part) => send(part, kind, act, clock)));
}

/** Makes one request. Its calls get their results, or it answers the parts in which they are to be sent. Never rejects. */
async function carry(way: Way, calls: readonly Call[], kind: Kind, act: Act): Promise<readonly (readonly Call[])[]> {
  try {
    const ids = calls.flatMap((call) => call.ids);
    const options = { forceDelete: kind.forceDelete, onLeaving: () => way.leave() };
    const answer = await act(kind.action, ids, options, way.signal);
    for (const call of calls) call.resolve(shareOf(answer, call));
    return [];
  } catch (failure) {
    const parts = way.isKept ? [calls] : isCallFailure(failure) ? partsAfter(calls, failure) : [];
    if (parts.length === 0) for (const call of calls) call.reject(failure);
    return parts;
  }
}

/** Whether a call may leave now. A call that may not gets its failure here. */
function isStillWanted(call: Call, action: Action, clock: Clock): boolean {
  if (call.isOver) return false;
  if (call.signal.aborted || call.stop?.aborted === true) {
    end(call, notSent(call, action, "interrupted before it was sent"));
  } else if (clock.now() - call.madeMs > freshMs) {
    const why = "a login or a refused request before it took so long that its last look has become too old";
    end(call, notSent(call, action, why));
  }
  return !call.isOver;
}

/** Gives a call its failure, and takes it out of the requests that follow. */
function end(call: Call, failure: unknown): void {
  call.isOver = true;
  call.reject(failure);
}

/** The way of a POST from its calls to the service, on which a login may hold it up. */
class Way {
  private readonly all = new AbortController();
  private readonly listeners: readonly (() => void)[];
  private hasLeft = false;
  /** The POST stays here, because some of its calls may no longer leave. The others follow without them. */
  public isKept = false;

  constructor(
    private readonly calls: readonly Call[],
    private readonly action: Action,
    private readonly clock: Clock,
  ) {
    // For a single call, the request itself tells how far it came.
    this.listeners = calls.length === 1 ? [] : calls.map((call) => this.listenTo(call));
  }

  /** Aborts when every call was ended early. */
  public get signal(): AbortSignal {
    return this.calls.length === 1 && this.calls[0] !== undefined ? this.calls[0].signal : this.all.signal;
  }

  /** Throws if the POST may not leave as it is. */
  public leave(): void {
    for (const call of this.calls) {
      if (!isStillWanted(call, this.action, this.clock)) continue;
      try {
        call.onLeaving?.();
      } catch (failure) {
        end(call, failure);
      }
    }
    const over = this.calls.find(({ isOver }) => isOver);
    this.isKept = over !== undefined;
    if (over !== undefined) throw notSent(over, this.action, "it may no longer be sent");
    this.hasLeft = true;
  }

  public release(): void {
    for (const remove of this.listeners) remove();
  }

  /** A call that is ended early is answered at once (M5). */
  private listenTo(call: Call): () => void {
    const onAbort = (): void => {
      end(
        call,
        this.hasLeft ? unanswered(call, this.action) : notSent(call, this.action, "interrupted before it was sent"),
      );
      if (this.calls.every(({ isOver }) => isOver)) this.all.abort();
    };
    call.signal.addEventListener("abort", onAbort, { once: true });
    return () => call.signal.removeEventListener("abort", onAbort);
  }
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
