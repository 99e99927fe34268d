import type { ActionRecord } from "../action-record";
import { isSent } from "./entry";
import type { Due, Hold } from "./judge";

/* What the records of calls say that are due and not made. */

/** Whether a record tells of the very call that is held, and of why. */
export function isOfHold(record: ActionRecord, { action }: Due, hold: Hold): boolean {
  if (record.action !== action || record.result === "success") return false;
  return hold.kind === "tried" || (!isSent(record) && record.status === hold.status);
}

/** The record with what makes its call due again, where one is held. */
export function withWayBack(record: ActionRecord, hold: Hold | undefined): ActionRecord {
  const clause = hold === undefined ? "" : waysBack[hold.kind];
  if (clause === "" || record.reason.endsWith(clause)) return record;
  return { ...record, reason: `${record.reason}; ${clause}` };
}

const waysBack: Readonly<Record<Hold["kind"], string>> = {
  status: "it is due again once a refresh shows another status",
  tried: "it was in ERROR before, and is restarted again only for new restart_triggers",
};
