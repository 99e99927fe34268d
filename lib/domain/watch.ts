import type { Action } from "./instance";
import { classifyStatus } from "./status";

/**
 * Watching one instance after a call until its end is proven.
 *
 *  P1  A restart is proven when the instance was seen outside the status it had before the call, is RUNNING, and stayed so
 *      for minReadyMs. RUNNING alone proves nothing: the call may not have been acted on yet.
 *  P2  A restart has failed when the instance, having left, is in ERROR, in a status only an operator can change, or gone.
 *  P3  A deletion is proven when the instance no longer exists or lies in the recycle bin. ERROR on the way is no failure.
 *  P4  Any other status, unknown words included, means: keep watching.
 */
export interface Watch {
  readonly action: Action;
  /** `unknown`: the answer was lost or did not name this instance. */
  readonly acceptance: "accepted" | "unknown";
  readonly submittedAtMs: number;
  /** Status before the call. */
  readonly before: string;
  /** Last status seen. */
  readonly status: string;
  /** When it was first seen in another status than `before`. */
  readonly leftAtMs: number | undefined;
  /** Since when it has been RUNNING again without a break. */
  readonly readySinceMs: number | undefined;
  /** How often it was RUNNING again and left once more. */
  readonly relapses: number;
}

export interface WatchStart {
  readonly action: Action;
  readonly acceptance: "accepted" | "unknown";
  readonly before: string;
  readonly submittedAtMs: number;
}

export function startWatch(start: WatchStart): Watch {
  return { ...start, status: start.before, leftAtMs: undefined, readySinceMs: undefined, relapses: 0 };
}

export type Verdict =
  | { readonly kind: "watching"; readonly watch: Watch }
  | { readonly kind: "proven"; readonly watch: Watch; readonly reason: string }
  | { readonly kind: "failed"; readonly watch: Watch; readonly reason: string };

/** Takes in one look at the instance. Pure. */
export function observeWatch(watch: Watch, status: string, nowMs: number, minReadyMs: number): Verdict {
  const leftAtMs = watch.leftAtMs ?? (status === watch.before ? undefined : nowMs);
  const next = { ...watch, status, leftAtMs };
  return watch.action === "delete" ? judgeDeletion(next) : judgeRestart(next, nowMs, minReadyMs);
}

function judgeDeletion(watch: Watch): Verdict {
  if (classifyStatus(watch.status) !== "gone") return { kind: "watching", watch };
  const reason = watch.status === "RECYCLE" ? "moved to the recycle bin" : "no longer exists";
  return { kind: "proven", watch, reason };
}

function judgeRestart(watch: Watch, nowMs: number, minReadyMs: number): Verdict {
  if (watch.leftAtMs === undefined) return { kind: "watching", watch };
  const statusClass = classifyStatus(watch.status);
  switch (statusClass) {
    case "gone":
      return { kind: "failed", watch, reason: "it no longer exists" };
    case "faulty":
    case "stuck":
      return { kind: "failed", watch, reason: `it ended in ${watch.status}` };
    case "ready": {
      const readySinceMs = watch.readySinceMs ?? nowMs;
      const ready = { ...watch, readySinceMs };
      if (nowMs - readySinceMs < minReadyMs) return { kind: "watching", watch: ready };
      return { kind: "proven", watch: ready, reason: `left ${watch.before} and is RUNNING again` };
    }
    case "transitional": {
      const relapses = watch.relapses + (watch.readySinceMs === undefined ? 0 : 1);
      return { kind: "watching", watch: { ...watch, relapses, readySinceMs: undefined } };
    }
  }
}

/** What is known when watching has to end before a proof: `timeout` after the full ready_timeout, `cut` earlier. Pure. */
export function concludeWatch(
  watch: Watch,
  end: "timeout" | "cut",
): { readonly result: "failed" | "unknown"; readonly reason: string } {
  if (end === "timeout" && watch.leftAtMs === undefined) return { result: "failed", reason: neverLeft(watch) };
  if (end === "timeout" && watch.relapses > 0) {
    return {
      result: "failed",
      reason: `it keeps leaving RUNNING: came back and left again ${watch.relapses} times, last status ${watch.status}`,
    };
  }
  if (watch.readySinceMs !== undefined) {
    return { result: "unknown", reason: "RUNNING again, but not yet for min_ready_time" };
  }
  if (watch.leftAtMs === undefined) return { result: "unknown", reason: `not yet seen to leave ${watch.before}` };
  return { result: "unknown", reason: `still ${watch.status}` };
}

function neverLeft(watch: Watch): string {
  return watch.acceptance === "accepted"
    ? `the service answered success, but it never left ${watch.before}`
    : `whether the service received the call is not known, and it never left ${watch.before}`;
}
