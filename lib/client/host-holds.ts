import { describeDuration } from "../domain/duration";
import { jsonOf } from "./answer-json";
import { DmsError } from "./dms-error";
import { decodeErrorBody } from "./error-body";
import { meaningOf } from "./error-codes";
import { describeRequest } from "./http-message";
import type { HttpAnswer, HttpRequest, Send } from "./http-message";
import { longestRequestedWaitMs, realPacing } from "./read-retry";
import type { Pacing } from "./read-retry";
import { parseRetryAfter } from "./retry-after";

/** Gets the end of each hold of calls to a host, in epoch milliseconds. */
export type HoldListener = (untilMs: number) => void;

/**
 * Holds that the calls of one process share, for hosts that ask for fewer calls.
 *
 *  H1  An answer with 429, or with a flow-control code, and a Retry-After holds every call of the process to that host for that time, so
 *      that each does not meet its own refusal. A later answer may make a hold longer, never shorter.
 *  H2  A read waits until the hold is over and a random time longer, so that not all of them come back at once. The wait is not a try: it
 *      does not count towards `max_retries`. Its signal ends the wait, and no read waits longer for holds than for one Retry-After.
 *  H3  A write does not wait here: it fails as `throttled`, not sent, with the time that is left. A run looks again before it sends.
 *  H4  An answer without Retry-After does not cause a hold.
 */
export interface HostHolds {
  /** Wraps `send`: learns from answers (H1), and fails requests during a hold (H3). */
  heeding(send: Send): Send;
  /** Waits before a read (H2). Returns early when `signal` aborts; never rejects. */
  pass(host: string, signal: AbortSignal): Promise<void>;
  /** Calls `listener` for each hold of a host, at once for one that is on. Answers a function that ends this. */
  listen(host: string, listener: HoldListener): () => void;
}

interface Hold {
  readonly untilMs: number;
  /** The host's words: a status, and a code if there is one. */
  readonly words: string;
}

/** A hold is reported again if it is this much longer than before. */
const worthTellingMs = 1_000;
const shortestJitterMs = 250;
const longestJitterMs = 4_000;

/** Creates the holds of one process, empty at first. */
export function createHostHolds(pacing: Pacing = realPacing): HostHolds {
  const holds = new Map<string, Hold>();
  const listeners = new Map<string, Set<HoldListener>>();
  const leftMs = (host: string): number => Math.max(0, (holds.get(host)?.untilMs ?? 0) - pacing.now());

  const learn = ({ url }: HttpRequest, answer: HttpAnswer): void => {
    const words = wordsOfThrottling(answer);
    const askedMs = words === undefined ? undefined : parseRetryAfter(answer.headers["retry-after"], pacing.now());
    if (words === undefined || askedMs === undefined || askedMs <= leftMs(url.host)) return;
    const isWorthTelling = askedMs > leftMs(url.host) + (leftMs(url.host) === 0 ? 0 : worthTellingMs);
    const untilMs = pacing.now() + askedMs;
    holds.set(url.host, { untilMs, words });
    if (isWorthTelling) for (const tell of listeners.get(url.host) ?? []) tell(untilMs);
  };

  return {
    heeding: (send) => async (request, signal) => {
      const hold = holds.get(request.url.host);
      const left = leftMs(request.url.host);
      // An interrupted request fails as interrupted.
      if (hold !== undefined && left > 0 && !signal.aborted) throw heldBack(request, hold.words, left);
      const exchanged = await send(request, signal);
      learn(request, exchanged.answer);
      return exchanged;
    },
    pass: async (host, signal) => {
      const giveUpMs = pacing.now() + longestRequestedWaitMs;
      for (let left = leftMs(host); left > 0 && !signal.aborted; left = leftMs(host)) {
        if (pacing.now() + left > giveUpMs) return;
        await pacing.sleep(left + jitterMs(left, pacing.random()), signal);
      }
    },
    listen: (host, listener) => {
      const told = listeners.get(host) ?? new Set();
      listeners.set(host, told.add(listener));
      if (leftMs(host) > 0) listener(pacing.now() + leftMs(host));
      return () => void told.delete(listener);
    },
  };
}

/** The words of an answer about too many calls; `undefined` for other answers. */
function wordsOfThrottling(answer: HttpAnswer): string | undefined {
  if (answer.status < 400) return undefined;
  const { errorCode } = decodeErrorBody(jsonOf(answer));
  if (answer.status !== 429 && meaningOf(errorCode) !== "throttled") return undefined;
  const status = `HTTP ${String(answer.status)}`;
  return meaningOf(errorCode) === "throttled" && errorCode !== undefined ? `${status}, ${errorCode}` : status;
}

function heldBack(request: HttpRequest, words: string, leftMs: number): DmsError {
  const left = describeDuration(Math.ceil(leftMs / 1_000) * 1_000);
  const message =
    `${describeRequest(request)}: not sent, because ${request.url.host} asked for fewer calls (${words}, Retry-After), and ${left} of ` +
    "that wait are left.";
  return new DmsError({ code: "throttled", fate: "not-sent", message, retryAfterMs: leftMs });
}

/** A quarter of the wait, within bounds. */
function jitterMs(leftMs: number, random: number): number {
  return Math.floor(random * Math.min(Math.max(leftMs / 4, shortestJitterMs), longestJitterMs));
}
