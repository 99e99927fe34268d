import type { ActionRecord } from "../../../lib/domain/action-record";

/** A record of a restart that succeeded, with a test's own fields. */
export function recordOf(more: Partial<ActionRecord> = {}): ActionRecord {
  return {
    instanceId: "i",
    action: "restart",
    result: "success",
    accepted: true,
    status: "RUNNING",
    reason: "left RUNNING and is RUNNING again",
    errorCode: "",
    message: "",
    requestId: "req-1",
    wave: 1,
    submittedAt: "2026-01-01T00:00:00.000Z",
    leftAt: "2026-01-01T00:00:02.000Z",
    finishedAt: "2026-01-01T00:04:00.000Z",
    ...more,
  };
}
