import type { Action } from "./instance";

/**
 * The meaning of a status word.
 *
 * - `ready`: serves clients · `faulty`: ERROR · `stuck`: only an operator can change it
 * - `gone`: no longer exists (RECYCLE: kept in the recycle bin) · `transitional`: everything else, unknown words included
 *
 * Words: dms-api status tables of Open Telekom Cloud (2020–2026) and Huawei Cloud's SDK enums.
 */
type StatusClass = "ready" | "faulty" | "stuck" | "gone" | "transitional";

/** The status of an instance whose creation failed. */
export const failedCreationStatus = "CREATEFAILED";

const classes: ReadonlyMap<string, StatusClass> = new Map([
  ["RUNNING", "ready"],
  ["ERROR", "faulty"],
  ["FROZEN", "stuck"],
  [failedCreationStatus, "stuck"],
  ["EXTENDEDFAILED", "stuck"],
  ["UPGRADINGFAILED", "stuck"],
  ["ROLLBACKFAILED", "stuck"],
  ["DELETED", "gone"],
  ["RECYCLE", "gone"],
]);

/** Written to state for an instance that the service no longer knows. */
export const deletedStatus = "DELETED";

export function classifyStatus(status: string): StatusClass {
  return classes.get(status) ?? "transitional";
}

/**
 * Whether the word means a restart under way. The service documents one such word. STARTING belongs to the way from frozen to running, and
 * undocumented words may belong to any operation.
 */
export function isRestartWord(status: string): boolean {
  return status === "RESTARTING";
}

/** The move that is allowed for an instance in its present status. */
type Admission = "send" | "wait" | "refuse" | "done";

/**
 * Whether the service would accept `action` for an instance in `status`. Restart: RUNNING or ERROR. Delete: anything but EXTENDEDFAILED,
 * and not while it is being created, started, stopped or restarted (DMS.00400099). (OTC user guide, restarting and deleting an instance;
 * API reference, error codes.)
 */
export function admit(action: Action, status: string): Admission {
  const statusClass = classifyStatus(status);
  if (action === "restart") {
    if (statusClass === "ready" || statusClass === "faulty") return "send";
    return statusClass === "transitional" ? "wait" : "refuse";
  }
  if (statusClass === "gone") return "done";
  if (status === "EXTENDEDFAILED") return "refuse";
  return statusClass === "transitional" ? "wait" : "send";
}

/** Whether a restart does not leave this status for RUNNING by itself. */
export function isEnd(status: string): boolean {
  const statusClass = classifyStatus(status);
  return statusClass === "faulty" || statusClass === "stuck";
}
