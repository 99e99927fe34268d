import type { InstanceId } from "../../domain/instance";
import type { Condition } from "./instance-record";
import { stableInteger } from "../stable-values";

const secondMs = 1_000;
const minuteMs = 60 * secondMs;

/** The course of an accepted action; any other than `normal` comes from a fault rule. */
export type Course =
  { readonly kind: "normal" } | { readonly kind: "stuck" } | { readonly kind: "ends"; readonly status: string };

/** The beginning of a change, and its speed compared to the service. */
export interface Pace {
  readonly nowMs: number;
  /** Divides every simulated duration. */
  readonly speed: number;
}

/** Durations of the service in simulated milliseconds; the same instance always takes the same time. Pure. */
export const durations = {
  /** 3–15 minutes. (OTC user manual, "Restarting an Instance", 2026-04.) */
  restartMs: (id: InstanceId): number => stableInteger(`restart ${id}`, 3 * minuteMs, 15 * minuteMs),
  /** 1–60 seconds. (OTC user manual, "Deleting an Instance", 2026-04.) */
  deleteMs: (id: InstanceId): number => stableInteger(`delete ${id}`, secondMs, 60 * secondMs),
  /** 3–15 minutes. (OTC user manual, "Creating a Kafka Instance", 2026-04.) */
  createMs: (id: InstanceId): number => stableInteger(`create ${id}`, 3 * minuteMs, 15 * minuteMs),
};

/** RUNNING or ERROR → RESTARTING → RUNNING; does not end before a client has read RESTARTING. Pure. */
export function startRestart(id: InstanceId, pace: Pace, course: Course): Condition {
  return change("RESTARTING", durations.restartMs(id), "RUNNING", pace, course);
}

/** → DELETING → gone, or → `RECYCLE` with a recycle bin. Pure. */
export function startDeletion(id: InstanceId, pace: Pace, course: Course, end: "RECYCLE" | null): Condition {
  return change("DELETING", durations.deleteMs(id), end, pace, course);
}

/** The condition of a seeded instance: one in a status of transition starts it now, all others stay. Pure. */
export function seededCondition(id: InstanceId, status: string, pace: Pace): Condition {
  const normal: Course = { kind: "normal" };
  switch (status) {
    case "CREATING":
      return change("CREATING", durations.createMs(id), "RUNNING", pace, normal);
    case "RESTARTING":
      return startRestart(id, pace, normal);
    case "DELETING":
      return startDeletion(id, pace, normal, null);
    default:
      return { kind: "steady", status };
  }
}

/** The condition at `nowMs`; `undefined` if the instance is gone by then. Pure. */
export function settle(condition: Condition, nowMs: number): Condition | undefined {
  if (condition.kind === "steady" || condition.unseen) return condition;
  if (condition.endsAtMs === null || nowMs < condition.endsAtMs) return condition;
  return condition.end === null ? undefined : { kind: "steady", status: condition.end };
}

/** The end of a change that is over by now. */
export function endOf(condition: Condition, nowMs: number): number {
  return condition.kind === "changing" ? (condition.endsAtMs ?? nowMs) : nowMs;
}

/** True while a change waits to be read by a client. Pure. */
export function isUnseen(condition: Condition): condition is Condition & { kind: "changing" } {
  return condition.kind === "changing" && condition.unseen;
}

/** The condition after the first client has read it. It does not end before `shownUntilMs`, so that other watchers see it too. Pure. */
export function markSeen(condition: Condition, shownUntilMs: number): Condition {
  if (!isUnseen(condition)) return condition;
  const { endsAtMs } = condition;
  return { ...condition, unseen: false, endsAtMs: endsAtMs === null ? null : Math.max(endsAtMs, shownUntilMs) };
}

function change(status: string, durationMs: number, end: string | null, pace: Pace, course: Course): Condition {
  const unseen = status === "RESTARTING";
  const endsAtMs = pace.nowMs + Math.round(durationMs / pace.speed);
  switch (course.kind) {
    case "normal":
      return { kind: "changing", status, endsAtMs, end, unseen };
    case "stuck":
      return { kind: "changing", status, endsAtMs: null, end, unseen };
    case "ends":
      return { kind: "changing", status, endsAtMs, end: course.status, unseen };
  }
}
