import type { ActionRecord } from "../action-record";
import { type Entry, type RanFor, sameDigests } from "./entry";

/** Whether two entries say the same. */
export function isSameEntry(a: Entry, b: Entry): boolean {
  return (
    isSameRanFor(a.ranFor, b.ranFor) &&
    a.restart?.forHealth === b.restart?.forHealth &&
    a.restart?.seenWell === b.restart?.seenWell &&
    isSameRecord(a.restart?.record, b.restart?.record) &&
    isSameRecord(a.deletion?.record, b.deletion?.record) &&
    isSameRanFor(a.deletion?.triggers ?? "nothing", b.deletion?.triggers ?? "nothing") &&
    isSameRecord(a.proven, b.proven)
  );
}

function isSameRanFor(a: RanFor, b: RanFor): boolean {
  if (typeof a === "string" || typeof b === "string") return a === b;
  return sameDigests(a, b);
}

function isSameRecord(a: ActionRecord | undefined, b: ActionRecord | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  const fields = Object.keys({ ...a, ...b }) as (keyof ActionRecord)[];
  // Only the run that made the record uses these two.
  return fields.every((field) => field === "why" || field === "endedBy" || a[field] === b[field]);
}
