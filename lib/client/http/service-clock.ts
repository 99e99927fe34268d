import type { Send } from "./http-message";

/** The service's clock, computed from the last header `Date` and this machine's clock. */
interface ServiceClock {
  /** Wraps `send` so that answers from `origin` set this clock. */
  listening(send: Send): Send;
  /**
   * Milliseconds since the epoch, to the second and never ahead of the service. `undefined` before the first `Date`, and once one has told a
   * much earlier time than those before it: then the servers behind the address have several clocks, or this machine's was put right.
   */
  now(): number | undefined;
}

/** How much earlier a `Date` may be than expected. A clock that stands still in tests must not exceed it, nor a slow answer. */
const toleratedMs = 60_000;

/** Creates a clock that is not set. `now` answers this machine's milliseconds since the epoch. */
export function createServiceClock(origin: string, now: () => number): ServiceClock {
  let heard: { readonly dateMs: number; readonly atMs: number } | undefined;
  let isOne = true;
  const expected = (): number | undefined => (heard === undefined ? undefined : heard.dateMs + now() - heard.atMs);
  return {
    listening: (send) => async (request, signal) => {
      const exchanged = await send(request, signal);
      const dateMs = dateOf(exchanged.answer.headers);
      // A login goes to Keystone, which has its own clock.
      if (dateMs !== undefined && request.url.origin === origin) {
        isOne &&= dateMs >= (expected() ?? dateMs) - toleratedMs;
        heard = { dateMs, atMs: now() };
      }
      return exchanged;
    },
    now: () => {
      const nowMs = expected();
      return nowMs === undefined || !isOne ? undefined : wholeSeconds(nowMs);
    },
  };
}

function wholeSeconds(ms: number): number {
  return Math.floor(ms / 1_000) * 1_000;
}

/** A weekday and a zone. `Date.parse` alone takes "1" for a year, and a time without a zone for one of this machine's zone. */
const httpDate = /^[A-Za-z]{3,9},? .+ (?:GMT|UTC|[+-]\d{4})$/;

/** The time of an answer by the clock of its sender, to the second; `undefined` if it does not say. Pure. */
export function dateOf(headers: Readonly<Record<string, string>>): number | undefined {
  const date = headers["date"] ?? "";
  const dateMs = httpDate.test(date) ? Date.parse(date) : NaN;
  return Number.isNaN(dateMs) ? undefined : dateMs;
}
