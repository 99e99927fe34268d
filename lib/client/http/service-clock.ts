import type { Send } from "./http-message";

/** The service's clock, computed from the last header `Date` and this machine's clock. */
interface ServiceClock {
  /** Wraps `send` so that answers from `origin` set this clock. */
  listening(send: Send): Send;
  /** Milliseconds since the epoch, to the second and never ahead of the service; `undefined` before the first `Date`. */
  now(): number | undefined;
}

/** Creates a clock that is not set. `now` answers this machine's milliseconds since the epoch. */
export function createServiceClock(origin: string, now: () => number): ServiceClock {
  let heard: { readonly dateMs: number; readonly atMs: number } | undefined;
  return {
    listening: (send) => async (request, signal) => {
      const exchanged = await send(request, signal);
      const dateMs = dateOf(exchanged.answer.headers);
      // A login goes to Keystone, which has its own clock.
      if (dateMs !== undefined && request.url.origin === origin) heard = { dateMs, atMs: now() };
      return exchanged;
    },
    now: () => (heard === undefined ? undefined : wholeSeconds(heard.dateMs + now() - heard.atMs)),
  };
}

function wholeSeconds(ms: number): number {
  return Math.floor(ms / 1_000) * 1_000;
}

/** The time of an answer by the clock of its sender, to the second; `undefined` if it does not say. Pure. */
export function dateOf(headers: Readonly<Record<string, string>>): number | undefined {
  const dateMs = Date.parse(headers["date"] ?? "");
  return Number.isNaN(dateMs) ? undefined : dateMs;
}
