import { type CallFailure, isCallFailure } from "../../domain/call-failure";
import { describeDuration } from "../../domain/duration";
import { DmsError } from "../dms-error";
import { longestRetryAfterMs } from "../http/retry-after";

/** Time and chance, which tests control. */
export interface Pacing {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms`, or at once when `signal` aborts. Never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** At least 0, below 1. */
  random(): number;
}

/** The real clock and `Math.random`. */
export const realPacing: Pacing = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      if (signal.aborted) done();
      else signal.addEventListener("abort", done);
    }),
  random: () => Math.random(),
};

const firstBackoffMs = 500;
/** First wait after throttling: a gateway counts per minute, so an early repetition only uses up the budget. */
const firstThrottledBackoffMs = 4_000;
const longestBackoffMs = 30_000;

/** How long a read waits because of Retry-After, its own and those that hold it, in all: its caller has to learn of a longer wait. */
export const longestRequestedWaitMs = 5 * 60_000;

interface RetryOptions {
  readonly maxRetries: number;
  /** Shared by all reads of a client. */
  readonly budget: RetryBudget;
  readonly pacing: Pacing;
  readonly signal: AbortSignal;
}

/**
 * Runs a read and repeats it while it fails in a way that may pass: at most `maxRetries` times, as long as the budget lasts, and
 * with full jitter in addition to Retry-After. A try that a hold kept back is none. Only for reads, because a repetition must not have an
 * effect. Rejects with the last failure.
 * @param read gets the time after which it no longer waits for a hold
 */
export async function retryRead<T>(read: (giveUpMs: number) => Promise<T>, options: RetryOptions): Promise<T> {
  const { maxRetries, budget, pacing, signal } = options;
  const giveUpMs = pacing.now() + longestRequestedWaitMs;
  for (let retries = 0; ;) {
    try {
      const result = await read(giveUpMs);
      budget.refund(retries);
      return result;
    } catch (thrown) {
      if (!isCallFailure(thrown) || !mayPass(thrown)) throw thrown;
      const isTry = !wasHeldBack(thrown);
      if (isTry && retries >= maxRetries) throw thrown;
      const leftMs = Math.max(0, giveUpMs - pacing.now());
      if (thrown.retryAfterMs !== undefined && thrown.retryAfterMs > leftMs) throw tooLongToWait(thrown, leftMs);
      if (isTry && !budget.spend()) throw thrown;
      await pacing.sleep(backoffMs(thrown, retries, pacing.random()), signal);
      if (signal.aborted) throw interruptedWait(thrown);
      if (isTry) retries += 1;
    }
  }
}

/** Whether a hold kept the call back, or the login before it: no service has refused anything. */
function wasHeldBack({ code, fate, status }: CallFailure): boolean {
  return code === "throttled" && fate === "not-sent" && status === undefined;
}

function tooLongToWait(failure: CallFailure, leftMs: number): DmsError {
  const askedMs = failure.retryAfterMs ?? 0;
  const asked = `${describeDuration(Math.ceil(askedMs / 1_000) * 1_000)}${askedMs < longestRetryAfterMs ? "" : " or more"}`;
  const over =
    askedMs > longestRequestedWaitMs ? "" : `, and ${describeDuration(longestRequestedWaitMs - leftMs)} are over`;
  const limit = `Reads wait ${describeDuration(longestRequestedWaitMs)} at most${over}`;
  const message = `${failure.message} The service asked to wait ${asked} before the next call (Retry-After). ${limit}, so this one was not repeated.`;
  return new DmsError({ ...failure, message, cause: failure });
}

function interruptedWait(failure: CallFailure): DmsError {
  const message = `Interrupted while waiting to retry. Before that: ${failure.message}`;
  return new DmsError({ code: "interrupted", fate: "not-sent", message, cause: failure });
}

function backoffMs(failure: CallFailure, retries: number, random: number): number {
  const firstMs = failure.code === "throttled" ? firstThrottledBackoffMs : firstBackoffMs;
  const jitterMs = Math.floor(random * Math.min(firstMs * 2 ** retries, longestBackoffMs));
  return (failure.retryAfterMs ?? 0) + jitterMs;
}

/** Whether the same read may succeed a little later. A refused key, token or password never does, and a repetition locks it. */
function mayPass(failure: CallFailure): boolean {
  switch (failure.code) {
    case "unreachable":
    case "lost":
    case "busy":
    case "throttled":
    case "server-error":
      return true;
    case "unexpected-answer":
      // A broken 2xx body or a proxy's 408 may pass; other refusals do not.
      return failure.status === undefined || failure.status === 408 || Math.floor(failure.status / 100) === 2;
    case "interrupted":
    case "unauthenticated":
    case "forbidden":
    case "not-found":
    case "invalid":
      return false;
  }
}

/** The retries that all reads of one client share, so that they do not flood a broken service. */
interface RetryBudget {
  /** Pays for one retry; false if not enough is left. */
  spend(): boolean;
  /** Takes in that a read succeeded after this many retries. */
  refund(retries: number): void;
}

const fullPurse = 500;
const retryCost = 5;

/**
 * A token bucket as in the AWS SDKs' standard retry mode: a hundred retries in reserve. A read that succeeds at its first try earns a fifth
 * of a retry; one that succeeds after retries gets the last of them back. It needs no clock: a working service refills it.
 */
export function createRetryBudget(): RetryBudget {
  let purse = fullPurse;
  return {
    spend: () => {
      if (purse < retryCost) return false;
      purse -= retryCost;
      return true;
    },
    refund: (retries) => {
      purse = Math.min(fullPurse, purse + (retries === 0 ? 1 : retryCost));
    },
  };
}
