import type { CallKind, HeldCalls } from "../../domain/call-failure";
import { describeDuration } from "../../domain/duration";
import { jsonOf } from "../answers/json-reader";
import { DmsError } from "../dms-error";
import { decodeErrorBody, meaningOf } from "../answers/error-body";
import { describeRequest, type HttpAnswer, type HttpRequest, type Send } from "../http/http-message";
import { retryAfterOf } from "../http/retry-after";
import { createLongWaits, type LongWaits } from "./long-waits";
import { longestRequestedWaitMs, type Pacing, realPacing } from "./read-retry";

/** Told when calls to a host are held, until when in epoch milliseconds, and which. */
export type HoldListener = (untilMs: number, calls: HeldCalls) => void;

/**
 * Holds that the calls of one process share, for hosts that ask for fewer calls.
 *
 *  H1  An answer with 429, or with a flow-control code, and a Retry-After holds every call of the process to that host for that time, but
 *      for a minute at most, instead of each learning it by a refusal of its own. A later answer may make a hold longer, never shorter.
 *  H2  A read waits until the hold is over, and some chance time more, so that not all of them come back at once. That is not a try:
 *      it costs nothing of `max_retries`. Its signal ends the wait, and no read waits longer for all its holds, and all that it is asked
 *      to wait itself, than for one Retry-After.
 *  H3  A write does not wait here: it fails as `throttled`, not sent, with the time that is left. A run looks again before it sends.
 *  H4  An answer without Retry-After holds no call.
 *  H5  A longer time than that minute holds calls of its own kind alone. Gateways count per second and per minute for a client, and over
 *      longer times for one of their APIs: a process whose task records are over a quota of the day can still look and send. A wrong
 *      guess costs one refusal for each kind and minute.
 *  H6  The first read that has waited for holds for more than half a minute is reported once, because otherwise only the log says why the
 *      command took so long.
 *      A read waits for logins too: a hold of Keystone's host counts, is told to the same listeners, and fails a login as it fails a write.
 */
export interface HostHolds extends LongWaits {
  /** Wraps `send`: learns from answers (H1), and fails requests during a hold (H3). */
  heeding(send: Send): Send;
  /** Waits before a read of a kind (H2). Returns early when `signal` aborts, or if the hold is longer; never rejects. */
  pass(host: string, kind: CallKind, signal: AbortSignal, wait?: Wait): Promise<void>;
  /** Calls the listener for each hold of a host, at once for an active one. Answers a function that ends this. */
  listen(host: string, listener: HoldListener): () => void;
}

interface Wait {
  /** The clock of `counting`. */
  readonly pacing?: Pacing;
  /** Time that no wait of the read passes. @default as if the read began now */
  readonly giveUpMs?: number;
}

interface Hold {
  readonly untilMs: number;
  /** The host's words: a status, and a code if there is one. */
  readonly words: string;
}

/** H5: a hold of all calls to a host is not longer. */
const longestSharedMs = 60_000;
/** A hold that is this much longer than the one before is reported again. */
const worthTellingMs = 1_000;
const shortestJitterMs = 250;
const longestJitterMs = 4_000;

/** Creates the holds of one process, empty at first. */
export function createHostHolds(pacing: Pacing = realPacing): HostHolds {
  const holds = new Map<string, Hold>();
  const listeners = new Map<string, Set<HoldListener>>();
  const leftOf = (host: string, calls: HeldCalls): number =>
    Math.max(0, (holds.get(keyOf(host, calls))?.untilMs ?? 0) - pacing.now());
  /** The longer of the holds that a call meets. */
  const holdOf = (host: string, kind: CallKind): { readonly leftMs: number; readonly hold: Hold | undefined } => {
    const [all, own] = [leftOf(host, "all"), leftOf(host, kind)];
    return { leftMs: Math.max(all, own), hold: holds.get(keyOf(host, own > all ? kind : "all")) };
  };
  const hold = (host: string, calls: HeldCalls, askedMs: number, words: string): void => {
    const left = leftOf(host, calls);
    if (askedMs <= left) return;
    const untilMs = pacing.now() + askedMs;
    holds.set(keyOf(host, calls), { untilMs, words });
    if (askedMs <= left + (left === 0 ? 0 : worthTellingMs)) return;
    for (const tell of listeners.get(host) ?? []) tell(untilMs, calls);
  };
  const learn = (request: HttpRequest, answer: HttpAnswer): void => {
    const { host } = request.url;
    const words = wordsOfThrottling(answer);
    const askedMs = words === undefined ? undefined : retryAfterOf(answer, pacing.now());
    if (words === undefined || askedMs === undefined) return;
    hold(host, "all", Math.min(askedMs, longestSharedMs), words);
    if (askedMs > longestSharedMs) hold(host, kindOf(request), askedMs, words);
  };

  return {
    heeding: (send) => async (request, signal) => {
      const { leftMs, hold: met } = holdOf(request.url.host, kindOf(request));
      // An interrupted request fails as interrupted.
      if (met !== undefined && leftMs > 0 && !signal.aborted) throw heldBack(request, met.words, leftMs);
      const exchanged = await send(request, signal);
      learn(request, exchanged.answer);
      return exchanged;
    },
    pass: async (host, kind, signal, wait = {}) => {
      const { pacing: paced = pacing, giveUpMs = pacing.now() + longestRequestedWaitMs } = wait;
      const leftMs = (): number => holdOf(host, kind).leftMs;
      for (let left = leftMs(); left > 0 && !signal.aborted; left = leftMs()) {
        if (pacing.now() + left > giveUpMs) return;
        await paced.sleep(left + jitterMs(left, pacing.random()), signal);
      }
    },
    listen: (host, listener) => {
      const told = listeners.get(host) ?? new Set();
      listeners.set(host, told.add(listener));
      for (const calls of allHeld) {
        const left = leftOf(host, calls);
        if (left > 0) listener(pacing.now() + left, calls);
      }
      return () => void told.delete(listener);
    },
    ...createLongWaits({
      pacing,
      isHeld: ({ host, kind }) => holdOf(host, kind).leftMs > 0,
      wordsOf: ({ host, kind }) => (holds.get(keyOf(host, kind)) ?? holds.get(keyOf(host, "all")))?.words ?? "",
    }),
  };
}

const allHeld: readonly HeldCalls[] = ["all", "listings", "single reads", "task records", "actions", "logins"];

function keyOf(host: string, calls: HeldCalls): string {
  return `${host} ${calls}`;
}

/** The kind of a call to the service; every other one is a part of a login. */
function kindOf({ url }: HttpRequest): CallKind {
  const below = /\/instances(?:\/([^/]+))?(\/tasks)?$/.exec(url.pathname);
  if (below === null) return "logins";
  const [, one, tasks] = below;
  if (tasks !== undefined) return "task records";
  if (one === undefined) return "listings";
  return one === "action" ? "actions" : "single reads";
}

/** How an answer says that there are too many calls; `undefined` if it does not. */
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
