import type { Action } from "../instance";
import { classifyStatus, isRestartWord, isEnd } from "../status";
import type { Evidence } from "./task-evidence";

/**
 * Watching one instance after a call until its end is proven.
 *
 *  P1  A restart is proven when the instance was seen RESTARTING after the call, is RUNNING, and stayed so for minReadyMs. RUNNING alone is
 *      not a proof: the service may not have acted on the call yet. Any other word is not a proof either: it may mean another
 *      operation, an instance that broke or came back by itself, or something undocumented.
 *  P2  A restart has failed if the instance is gone, or in a status that only an operator can change, or left its status and is in ERROR;
 *      also if that was seen between two runs and is over, because a user brought the instance back.
 *  P3  A deletion is proven if the instance no longer exists or lies in the recycle bin. ERROR on the way is not a failure; RUNNING again
 *      at the end of the time is one.
 *  P4  Any other status, unknown words included, means: keep watching.
 *  P5  A RUNNING instance is known never to have left that status only on two conditions: since its call there was no break between looks
 *      longer than blindAfterMs (from the beginning of a look, whose pages may be that old, to the end of the next one), and every look,
 *      also one after its time was over, showed RUNNING. Otherwise the restart may have come and gone unseen, also behind another
 *      operation's word, or may have begun just now. Its end then stays unknown.
 *      The looks of an earlier run count only if its clock and this one agree, as the service's clock tells.
 *  P6  Without a known call, a change of status is not evidence: a restart that only a foreign record shows is never proven.
 *  P7  The service's own records (rules T1–T7) count as well: they may prove or disprove a restart that looks alone did not.
 */
export interface Watch {
  readonly action: Action;
  /** `unknown`: the answer was lost or did not name this instance. */
  readonly acceptance: "accepted" | "unknown";
  /** 0 without a known call. */
  readonly submittedAtMs: number;
  /** Time of the call by the service's own clock; 0 if not known. */
  readonly calledAtMs: number;
  /** Status before the call. */
  readonly before: string;
  /** The instance is known to have been in ERROR before the call. */
  readonly wasFaulty: boolean;
  /** Last status seen. */
  readonly status: string;
  readonly seenAtMs: number;
  /** End of the unbroken looks since the call; see P5. */
  readonly watchedUntilMs: number;
  /** Duration of the last look: its answer may be so much older than its end. @default 0 */
  readonly lookTookMs?: number;
  /**
   * The watch began in an earlier run. `earlier`: no look of this run has seen the instance; `broken`: one has, and how long the break
   * between the runs was cannot be told. @default it began in this run, or both runs have the same time
   */
  readonly looks?: "earlier" | "broken";
  /** Time at which a look first saw RESTARTING; for a deletion, another status than `before`. */
  readonly leftAtMs: number | undefined;
  /** Other words than `before` that a restart has shown before it was seen RESTARTING, each once. */
  readonly otherWords: readonly string[];
  /** Time since which the instance is RUNNING again without a break. */
  readonly readySinceMs: number | undefined;
  /** Number of times that the instance was RUNNING again and left once more. */
  readonly relapses: number;
  /** Evidence of the service's own records; `undefined` before they are asked for. */
  readonly evidence: Evidence | undefined;
}

export interface WatchRules {
  readonly minReadyMs: number;
  /** Longest time between two looks in which a restart cannot come and go unseen. */
  readonly blindAfterMs: number;
  /** Longest time between two looks at a RUNNING instance in which it counts as having stayed so. */
  readonly unbrokenMs: number;
}

export interface WatchStart {
  readonly action: Action;
  readonly acceptance: "accepted" | "unknown";
  readonly before: string;
  readonly submittedAtMs: number;
  /** Time by the service's clock; 0 if not known. */
  readonly calledAtMs: number;
}

export function startWatch(start: WatchStart): Watch {
  return {
    ...start,
    wasFaulty: classifyStatus(start.before) === "faulty",
    status: start.before,
    seenAtMs: start.submittedAtMs,
    watchedUntilMs: start.submittedAtMs,
    leftAtMs: undefined,
    otherWords: [],
    readySinceMs: undefined,
    relapses: 0,
    evidence: undefined,
  };
}

export type Verdict =
  | { readonly kind: "watching"; readonly watch: Watch }
  | { readonly kind: "proven"; readonly watch: Watch; readonly reason: string }
  | { readonly kind: "failed"; readonly watch: Watch; readonly reason: string };

/** Takes in one look at the instance, which took `lookTookMs` up to `nowMs`. */
export function observeWatch(watch: Watch, status: string, nowMs: number, rules: WatchRules, lookTookMs = 0): Verdict {
  const leftAtMs = watch.leftAtMs ?? (hasLeft(watch, status) ? nowMs : undefined);
  const otherWords = leftAtMs === undefined ? withWord(watch, status) : watch.otherWords;
  const breakMs = nowMs - watch.watchedUntilMs + (watch.lookTookMs ?? 0);
  const isUnbroken = watch.looks !== "broken" && otherWords.length === 0 && breakMs <= rules.blindAfterMs;
  const watchedUntilMs = isUnbroken ? nowMs : watch.watchedUntilMs;
  const next: Watch = { ...watch, status, seenAtMs: nowMs, watchedUntilMs, leftAtMs, otherWords, lookTookMs };
  if (watch.action === "delete") return judgeDeletion(next);
  if (watch.leftAtMs !== undefined && isEnd(watch.status) && status !== watch.status) {
    return { kind: "failed", watch: next, reason: `it ended in ${watch.status}, and is ${status} now` };
  }
  const unbroken = nowMs - watch.seenAtMs <= rules.unbrokenMs;
  return judgeRestart(next, unbroken ? watch.readySinceMs : undefined, rules.minReadyMs);
}

/** Takes in the service's own records (P7). `aheadMs`: how far the service's clock is ahead of the clock that dates the looks. */
export function heedEvidence(watch: Watch, evidence: Evidence, aheadMs: number, { minReadyMs }: WatchRules): Verdict {
  const next: Watch = { ...watch, evidence };
  switch (evidence.kind) {
    case "none":
    case "unclear":
    case "under-way":
      return { kind: "watching", watch: next };
    case "failed":
      return { kind: "failed", watch: next, reason: evidence.text };
    case "restarted": {
      const accepted: Watch = { ...next, acceptance: "accepted" };
      if (classifyStatus(watch.status) !== "ready") return { kind: "watching", watch: accepted };
      return judgeRestart(accepted, readySince(watch, Date.parse(evidence.task.updatedAt) - aheadMs), minReadyMs);
    }
  }
}

/** Time since which looks have shown RUNNING after a restart that ended at `endedAtMs`; `undefined` if they did not. */
function readySince(watch: Watch, endedAtMs: number): number | undefined {
  const wasSeenReady = classifyStatus(watch.before) === "ready" && isWatchedThroughout(watch);
  return wasSeenReady && endedAtMs <= watch.seenAtMs ? endedAtMs : undefined;
}

/** Whether looks have followed one another without a break since the call (P5). */
export function isWatchedThroughout({ looks, watchedUntilMs, seenAtMs }: Watch): boolean {
  return looks === undefined && watchedUntilMs === seenAtMs;
}

/** Whether the service records a task as under way, perhaps the restart, that looks have not shown. */
export function isYetToLeave({ evidence, leftAtMs }: Watch): boolean {
  if (leftAtMs !== undefined) return false;
  return evidence?.kind === "under-way" || (evidence?.kind === "unclear" && evidence.isUnderWay);
}

/** Whether the service's own records prove the restart, once RUNNING stands. */
export function isRecorded({ evidence }: Watch): boolean {
  return evidence?.kind === "restarted";
}

/** P1, P6 */
function hasLeft({ action, before, submittedAtMs }: Watch, status: string): boolean {
  if (submittedAtMs === 0) return false;
  return action === "delete" ? status !== before : isRestartWord(status);
}

function withWord({ before, otherWords }: Watch, status: string): readonly string[] {
  return status === before || otherWords.includes(status) ? otherWords : [...otherWords, status];
}

function judgeDeletion(watch: Watch): Verdict {
  if (classifyStatus(watch.status) !== "gone") return { kind: "watching", watch };
  const reason = watch.status === "RECYCLE" ? "moved to the recycle bin" : "no longer exists";
  return { kind: "proven", watch, reason };
}

function judgeRestart(watch: Watch, readySinceMs: number | undefined, minReadyMs: number): Verdict {
  const statusClass = classifyStatus(watch.status);
  switch (statusClass) {
    case "gone":
      return { kind: "failed", watch, reason: "it no longer exists" };
    case "stuck":
      return { kind: "failed", watch, reason: `it ended in ${watch.status}, which it does not leave by itself` };
    case "faulty":
      if (watch.leftAtMs === undefined && !isRecorded(watch)) return { kind: "watching", watch };
      return { kind: "failed", watch, reason: `it ended in ${watch.status}` };
    case "ready": {
      if (watch.leftAtMs === undefined && !isRecorded(watch)) return { kind: "watching", watch };
      const ready = { ...watch, readySinceMs: readySinceMs ?? watch.seenAtMs };
      if (ready.seenAtMs - ready.readySinceMs < minReadyMs) return { kind: "watching", watch: ready };
      return { kind: "proven", watch: ready, reason: proofOf(watch) };
    }
    case "transitional": {
      const relapses = watch.relapses + (watch.readySinceMs === undefined ? 0 : 1);
      return { kind: "watching", watch: { ...watch, relapses, readySinceMs: undefined } };
    }
  }
}

function proofOf({ before, evidence }: Watch): string {
  return evidence?.kind === "restarted" ? `${evidence.text}; it is RUNNING` : `left ${before} and is RUNNING again`;
}

/** The reason why a watch ends before a proof. */
export type WatchEnd =
  /** The instance's time was over at `overAtMs`; its status from then on counts as its end. */
  | { readonly kind: "timeout"; readonly overAtMs: number }
  /** The watch ended earlier, at `nowMs`, which says nothing about the instance. */
  | { readonly kind: "cut"; readonly nowMs: number };

interface Conclusion {
  readonly result: "failed" | "unknown";
  readonly reason: string;
}

/** The result of a watch that ends before a proof (P2–P7). */
export function concludeWatch(watch: Watch, end: WatchEnd, rules: WatchRules): Conclusion {
  const { evidence, leftAtMs, status } = watch;
  const { result, reason } = concludeLooks(watch, end, rules);
  if (evidence === undefined || evidence.text === "") return { result, reason };
  // Looks have shown the same.
  if (evidence.kind === "under-way" && leftAtMs !== undefined) return { result, reason };
  // T5: the instance may have restarted without being seen to leave. ERROR is enough to say that the restart failed.
  const mayHaveRestarted = leftAtMs === undefined && saysActed(evidence) && classifyStatus(status) !== "faulty";
  return { result: mayHaveRestarted ? "unknown" : result, reason: `${reason}; ${evidence.text}` };
}

/** Whether the service seems to have acted on the call. */
function saysActed(evidence: Evidence): boolean {
  return evidence.kind !== "none" && evidence.kind !== "failed";
}

function concludeLooks(watch: Watch, end: WatchEnd, { blindAfterMs }: WatchRules): Conclusion {
  if (end.kind === "cut") {
    const seenLately = end.nowMs - watch.seenAtMs <= blindAfterMs;
    return {
      result: "unknown",
      reason: seenLately ? openEnd(watch, notYetLeft(watch)) : unseen(watch),
    };
  }
  if (watch.seenAtMs < end.overAtMs) return { result: "unknown", reason: unseen(watch) };
  const failure = failureAtTimeout(watch);
  if (failure !== undefined) return { result: "failed", reason: failure };
  return { result: "unknown", reason: openEnd(watch, missedRestart(watch)) };
}

/** The failure that the end of the time proves; `undefined` if it does not prove one. */
function failureAtTimeout(watch: Watch): string | undefined {
  const statusClass = classifyStatus(watch.status);
  if (watch.leftAtMs === undefined && isRecorded(watch)) return undefined;
  if (watch.leftAtMs === undefined) {
    const isUncalled = watch.action === "delete" && watch.submittedAtMs === 0;
    if (isUncalled || isWatchedThroughout(watch)) return neverLeft(watch);
    // A deletion cannot be undone, and a restart that worked does not end in ERROR: for these, the present status is enough.
    return watch.action === "delete" || statusClass === "faulty" ? `it is ${watch.status}` : undefined;
  }
  if (watch.action === "delete") {
    return statusClass === "ready" ? `it is ${watch.status} again and was not deleted` : undefined;
  }
  if (watch.relapses === 0) return undefined;
  const times = watch.relapses === 1 ? "once" : `${watch.relapses} times`;
  return `it keeps leaving RUNNING: came back and left again ${times}, last status ${watch.status}`;
}

function neverLeft(watch: Watch): string {
  if (watch.submittedAtMs === 0) return `it is ${watch.status}, and no call was made for it`;
  return watch.acceptance === "accepted"
    ? `the service answered success, but it never left ${watch.before}`
    : `the service may not have received the call, and it never left ${watch.before}`;
}

function unseen({ status }: Watch): string {
  return `its status could not be read lately, last status ${status === "" ? "unknown" : status}`;
}

/** `notLeft`: the reason for an instance that was not seen to leave its status. */
function openEnd(watch: Watch, notLeft: string): string {
  if (watch.readySinceMs !== undefined) return "RUNNING again, but not yet for min_ready_time";
  return watch.leftAtMs === undefined && !isRecorded(watch) ? notLeft : `still ${watch.status}`;
}

function notYetLeft(watch: Watch): string {
  const { before, otherWords } = watch;
  if (otherWords.length === 0) return `not yet seen to leave ${before}`;
  return `${wordsSeen(watch)}, and not yet RESTARTING`;
}

function missedRestart(watch: Watch): string {
  const cause =
    watch.otherWords.length === 0
      ? `it is ${watch.status}, but was not watched all the time since the call`
      : `${wordsSeen(watch)}, and never RESTARTING, but other operations may hide a restart`;
  return `${cause}, so it is not known whether it restarted; it is not sent again unless restart_triggers change`;
}

/** The words that looks have shown, at least one of them other than `before`. */
function wordsSeen({ before, otherWords, status }: Watch): string {
  return `it was seen ${[before, ...otherWords].join(", ")} and is ${status}`;
}
