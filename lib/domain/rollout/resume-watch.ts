import type { Action } from "../instance";
import type { ActionRecord } from "../action-record";
import { classifyStatus, isRestartWord } from "../status";
import type { Watch } from "./watch";

/**
 * Continues the watch of an earlier run. The observations of that run count, and those of the looks since: an instance that it saw leave
 * need not leave again, and one that showed another word may have restarted behind it. The time between the runs is a break in watching (P5).
 */
export function resumeWatch(action: Action, record: ActionRecord | undefined): Watch {
  const status = record?.status ?? "";
  const watchedUntilMs = parseTime(record?.watchedUntil ?? record?.finishedAt) ?? 0;
  const isOnItsWay = action === "restart" ? isRestartWord(status) : isInBetween(status);
  const submittedAtMs = parseTime(record?.submittedAt) ?? 0;
  // P6
  const leftAtMs =
    submittedAtMs === 0 ? undefined : (parseTime(record?.leftAt) ?? (isOnItsWay ? watchedUntilMs : undefined));
  // An action begins only on an instance that rests.
  const before = leftAtMs === undefined && status !== "" && !isInBetween(status) ? status : "RUNNING";
  return {
    action,
    acceptance: record?.accepted === true ? "accepted" : "unknown",
    submittedAtMs,
    calledAtMs: parseTime(record?.calledAt) ?? 0,
    before,
    wasFaulty: record?.wasFaulty === true,
    status,
    seenAtMs: 0,
    watchedUntilMs,
    looks: "earlier",
    leftAtMs,
    otherWords: (record?.wordsSeen ?? []).filter((word) => word !== before),
    readySinceMs: undefined,
    relapses: 0,
    evidence: undefined,
  };
}

/** How far two clocks may differ that agree: the service tells its time to the second, and an answer takes time. */
const agreeingMs = 5_000;

/**
 * The watch at the first look of this run. The earlier run may have had another machine's clock, or one that has been put right since: its
 * times tell the length of the break only if it was as far from the service's clock as this one is. `aheadMs`: how far the service's clock
 * is ahead of this one; `undefined` if not known.
 */
export function continuedWatch({ looks, ...watch }: Watch, aheadMs: number | undefined): Watch {
  if (looks !== "earlier") return looks === undefined ? watch : { ...watch, looks };
  const { calledAtMs, submittedAtMs } = watch;
  const isComparable = aheadMs !== undefined && calledAtMs !== 0 && submittedAtMs !== 0;
  const agrees = isComparable && Math.abs(calledAtMs - submittedAtMs - aheadMs) <= agreeingMs;
  return agrees ? watch : { ...watch, looks: "broken" };
}

function isInBetween(status: string): boolean {
  return status !== "" && classifyStatus(status) === "transitional";
}

function parseTime(text: string | undefined): number | undefined {
  const epochMs = Date.parse(text ?? "");
  return Number.isNaN(epochMs) ? undefined : epochMs;
}
