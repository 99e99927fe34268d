import type { Clock } from "./ports";

/** A signal that aborts `graceMs` after `signal` does: a call on its way is given that long to be answered. */
export function graceSignal(
  signal: AbortSignal,
  clock: Clock,
  graceMs: number,
): { readonly signal: AbortSignal; readonly release: () => void } {
  const late = new AbortController();
  const released = new AbortController();
  const start = (): void => {
    void clock.sleep(graceMs, released.signal).then(() => late.abort());
  };
  if (signal.aborted) start();
  else signal.addEventListener("abort", start, { once: true });
  return {
    signal: late.signal,
    release: () => {
      signal.removeEventListener("abort", start);
      released.abort();
    },
  };
}
