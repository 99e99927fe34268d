import type { Desired } from "../../domain/due";
import type { Instance, InstanceId } from "../../domain/instance";
import { type ActionRecord, timestamp } from "../../domain/action-record";
import { classifyStatus, deletedStatus } from "../../domain/status";
import { isEnd } from "../../domain/rollout/watch";
import type { ObservedEntry, ObservedState } from "./model";
import { encodeObserved } from "./model";

export type Found = ReadonlyMap<InstanceId, Instance | undefined>;
type EntriesById = ReadonlyMap<InstanceId, NonNullable<ObservedEntry>>;

/** The observation of the declared instances after a look; what was not looked at keeps its last value. Pure. */
export function observedAfter(
  declared: readonly Pick<Desired, "name" | "id">[],
  found: Found,
  earlier: EntriesById,
): ObservedState {
  return new Map(
    declared.map(({ name, id }) => {
      const last = earlier.get(id);
      const entry = found.has(id) || last === undefined ? encodeObserved(id, found.get(id), last) : last;
      return [name, entry] as const;
    }),
  );
}

/** Ids worth a look: an instance known to be gone stays gone unless the list shows it again. Pure. */
export function idsToRead(
  declared: readonly Pick<Desired, "id">[],
  statuses: ReadonlyMap<InstanceId, string>,
): readonly InstanceId[] {
  return declared.map(({ id }) => id).filter((id) => statuses.get(id) !== deletedStatus);
}

/**
 * What a look adds to open records: that an instance has left its status is evidence that a later `verify` needs, and by
 * then it may be RUNNING again. Records that are closed, or whose instance was not looked at, stay as they are. Pure.
 */
export function recordsAfter(
  records: ReadonlyMap<InstanceId, ActionRecord>,
  statuses: ReadonlyMap<InstanceId, string>,
  nowMs: number,
): ReadonlyMap<InstanceId, ActionRecord> {
  return new Map(
    [...records].map(([id, record]) => {
      const status = statuses.get(id);
      return [id, status === undefined || record.result !== "unknown" ? record : recordAfter(record, status, nowMs)];
    }),
  );
}

function recordAfter(record: ActionRecord, status: string, nowMs: number): ActionRecord {
  if (record.action === "restart" && isKept(record, status)) return record;
  const left = record.leftAt === "" && record.action === "restart" && isElsewhere(record, status);
  return { ...record, status, leftAt: left ? timestamp(nowMs) : record.leftAt };
}

/** Of an instance that is gone nothing is learned about its restart, and one that has ended in ERROR has (P2 of the domain's watch). */
function isKept({ status: before, leftAt }: ActionRecord, status: string): boolean {
  return classifyStatus(status) === "gone" || (leftAt !== "" && isEnd(before));
}

/** The status of a record whose instance was not seen to leave is the one before the call (P1). */
function isElsewhere({ status: before }: ActionRecord, status: string): boolean {
  return classifyStatus(status) === "transitional" || (before !== "" && status !== before);
}
