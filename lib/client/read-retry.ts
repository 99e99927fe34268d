import { isCallFailure } from "../domain/call-failure";
import type { CallFailure } from "../domain/call-failure";
import { DmsError } from "./dms-error";

/** Time and chance, so that tests can be in charge of them. */
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
/** A throttling gateway counts per minute: coming back soon only uses up the budget. */
const firstThrottledBackoffMs = 4_000;
const longestBackoffMs = 30_000;

/**
 * Runs a read and repeats it while it fails in a way that may pass, at most `maxRetries` times, with full jitter and never
 * sooner than Retry-After. Only for reads: what it repeats must change nothing. Rejects with the last failure.
 */
export async function retryRead<T>(
  read: () => Promise<T>,
  options: { readonly maxRetries: number; readonly pacing: Pacing; readonly signal: AbortSignal },
): Promise<T> {
  for (let retries = 0; ; retries++) {
    try {
      return await read();
    } catch (thrown) {
      if (!isCallFailure(thrown) || retries >= options.maxRetries || !mayPass(thrown)) throw thrown;
      await options.pacing.sleep(backoffMs(thrown, retries, options.pacing.random()), options.signal);
      if (options.signal.aborted) throw interruptedWait(thrown);
    }
  }
}

function interruptedWait(failure: CallFailure): DmsError {
  const message = `Interrupted while waiting to ask again. Before that: ${failure.message}`;
  return new DmsError({ code: "interrupted", fate: "not-sent", message, cause: failure });
}

function backoffMs(failure: CallFailure, retries: number, random: number): number {
  const firstMs = failure.code === "throttled" ? firstThrottledBackoffMs : firstBackoffMs;
  const jitteredMs = Math.floor(random * Math.min(firstMs * 2 ** retries, longestBackoffMs));
  return Math.max(jitteredMs, failure.retryAfterMs ?? 0);
}

/** Whether the same read may end well a little later. A refused key, token or password never does, and asking again locks it. */
function mayPass(failure: CallFailure): boolean {
  switch (failure.code) {
    case "unreachable":
    case "lost":
    case "busy":
    case "throttled":
    case "server-error":
      return true;
    case "unexpected-answer":
      // A broken 2xx body or a proxy's 408; other refusals stay as they are.
      return failure.status === undefined || failure.status === 408 || Math.floor(failure.status / 100) === 2;
    case "interrupted":
    case "unauthenticated":
    case "forbidden":
    case "not-found":
    case "invalid":
      return false;
  }
}
