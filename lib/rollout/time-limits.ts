import type { Clock } from "./ports";

/** A signal that ends a call. Release it when the call has ended. */
export interface TimeLimit {
  readonly signal: AbortSignal;
  readonly release: () => void;
}

/** Aborts `graceMs` after `stop` does, so that a call on its way has that time to be answered. */
export function graceAfter(stop: AbortSignal, clock: Clock, graceMs: number): TimeLimit {
  const limit = new AbortController();
  const released = new AbortController();
  const begin = (): void => abortLater(limit, released.signal, clock, graceMs);
  if (stop.aborted) begin();
  else stop.addEventListener("abort", begin, { once: true });
  return { signal: limit.signal, release: releaser(stop, begin, released) };
}

/** Aborts after `limitMs`, or at once when `stop` does. */
export function limitedTo(stop: AbortSignal, clock: Clock, limitMs: number): TimeLimit {
  const limit = new AbortController();
  const released = new AbortController();
  const end = (): void => limit.abort();
  if (stop.aborted) end();
  else stop.addEventListener("abort", end, { once: true });
  abortLater(limit, released.signal, clock, limitMs);
  return { signal: limit.signal, release: releaser(stop, end, released) };
}

/** One reason for every release: a new reason each time would cost a stack trace, and the reason is never thrown. */
const isReleased = "released";

function abortLater(limit: AbortController, released: AbortSignal, clock: Clock, delayMs: number): void {
  void clock.sleep(delayMs, released).then(() => {
    if (!released.aborted) limit.abort();
  });
}

function releaser(stop: AbortSignal, listener: () => void, released: AbortController): () => void {
  return () => {
    stop.removeEventListener("abort", listener);
    released.abort(isReleased);
  };
}
