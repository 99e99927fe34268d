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
  const watchedUntilMs = parseTime(record?.finishedAt) ?? 0;
  const isOnItsWay = action === "restart" ? isRestartWord(status) : isInBetween(status);
  const leftAtMs = parseTime(record?.leftAt) ?? (isOnItsWay ? watchedUntilMs : undefined);
  // An action begins only on an instance that rests.
  const before = leftAtMs === undefined && status !== "" && !isInBetween(status) ? status : "RUNNING";
  return {
    action,
    acceptance: record?.accepted === true ? "accepted" : "unknown",
    submittedAtMs: parseTime(record?.submittedAt) ?? 0,
    calledAtMs: parseTime(record?.calledAt) ?? 0,
    before,
    wasFaulty: record?.wasFaulty === true,
    status,
    seenAtMs: watchedUntilMs,
    watchedUntilMs,
    leftAtMs,
    otherWords: (record?.wordsSeen ?? []).filter((word) => word !== before),
    readySinceMs: undefined,
    relapses: 0,
    evidence: undefined,
  };
}

function isInBetween(status: string): boolean {
  return status !== "" && classifyStatus(status) === "transitional";
}

function parseTime(text: string | undefined): number | undefined {
  const epochMs = Date.parse(text ?? "");
  return Number.isNaN(epochMs) ? undefined : epochMs;
}
