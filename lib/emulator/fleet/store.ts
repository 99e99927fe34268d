import type { InstanceId } from "../../domain/instance";
import type { InstanceRecord, SeededInstance } from "./instance-record";
import { keptTasks, seededTasks } from "./seeded-tasks";
import { endTasks } from "./task-records";
import { endOf, isUnseen, markSeen, seededCondition, settle, type Pace } from "./transitions";

/** An instance at one moment. */
export interface InstanceNow {
  readonly record: InstanceRecord;
  /** The status that reads show. The record's condition has the true one. */
  readonly status: string;
}

/** The instances of a read whose change no client has read yet. Pure. */
export function unseenOf(instances: readonly InstanceNow[]): readonly InstanceRecord[] {
  return instances
    .filter(({ record, status }) => isUnseen(record.condition) && record.condition.status === status)
    .map(({ record }) => record);
}

function statusBefore({ condition }: Pick<InstanceRecord, "condition">, replaced: InstanceRecord): string | undefined {
  const { status } = replaced.condition;
  return status === condition.status ? replaced.before : status;
}

/** The instances of every project, in the order of the seed. Time is a parameter; the store never waits. */
export class Store {
  private byId = new Map<InstanceId, InstanceRecord>();
  private currentVersion = 0;

  /** A number that changes with every change. */
  get version(): number {
    return this.currentVersion;
  }

  /** Every record, in order. */
  records(): readonly InstanceRecord[] {
    return [...this.byId.values()];
  }

  /** Replaces all instances by those of a seed. Instances that existed before keep the records of their tasks. */
  seed(instances: readonly SeededInstance[], pace: Pace): void {
    this.restore(
      instances.map(({ status, ...instance }) => {
        const seeded = { ...instance, condition: seededCondition(instance.id, status, pace) };
        const before = this.byId.get(instance.id);
        if (before?.projectId !== instance.projectId) return { ...seeded, tasks: seededTasks(seeded, pace) };
        return { ...seeded, before: statusBefore(seeded, before), tasks: keptTasks(seeded, before.tasks, pace) };
      }),
    );
  }

  /** Forgets everything. */
  clear(): void {
    this.restore([]);
  }

  /** Replaces everything. */
  restore(records: readonly InstanceRecord[]): void {
    this.byId = new Map(records.map((record) => [record.id, record]));
    this.currentVersion += 1;
  }

  /** Brings every instance to its condition at `nowMs`. */
  settleAll(nowMs: number): void {
    for (const record of this.byId.values()) this.settled(record, nowMs);
  }

  /** Every instance that is not gone at `nowMs`. */
  all(nowMs: number): readonly InstanceNow[] {
    const present: InstanceNow[] = [];
    // A Map's iterator allows the current entry to be replaced or removed.
    for (const record of this.byId.values()) {
      const current = this.settled(record, nowMs);
      if (current !== undefined) present.push(current);
    }
    return present;
  }

  /** The instances of one project that are not gone at `nowMs`. */
  ofProject(projectId: string, nowMs: number): readonly InstanceNow[] {
    const present: InstanceNow[] = [];
    for (const record of this.byId.values()) {
      const current = record.projectId === projectId ? this.settled(record, nowMs) : undefined;
      if (current !== undefined) present.push(current);
    }
    return present;
  }

  /** One instance; `undefined` if it is gone, never existed or belongs to another project. */
  find(projectId: string, id: InstanceId, nowMs: number): InstanceNow | undefined {
    const record = this.byId.get(id);
    return record?.projectId === projectId ? this.settled(record, nowMs) : undefined;
  }

  /** Puts an instance into another condition. Returns the new record. */
  change(record: InstanceRecord, condition: InstanceRecord["condition"]): InstanceRecord {
    return this.replace({ ...record, condition });
  }

  /** Replaces the instance with the same id. Returns the new one. */
  replace(record: InstanceRecord): InstanceRecord {
    const replaced = this.byId.get(record.id);
    const changed = { ...record, before: replaced === undefined ? undefined : statusBefore(record, replaced) };
    this.byId.set(record.id, changed);
    this.currentVersion += 1;
    return changed;
  }

  /**
   * Records that a client has read these instances as they were then, and shows them so at least until `shownUntilMs`. An answer may arrive
   * after the change that it shows.
   */
  markSeen(read: readonly InstanceRecord[], shownUntilMs: number): void {
    for (const { id, condition } of read) {
      const record = this.byId.get(id);
      if (record?.condition === condition) this.change(record, markSeen(condition, shownUntilMs));
    }
  }

  private settled(record: InstanceRecord, nowMs: number): InstanceNow | undefined {
    const condition = settle(record.condition, nowMs);
    if (condition === undefined) {
      this.byId.delete(record.id);
      this.currentVersion += 1;
      return undefined;
    }
    const { disguise } = record;
    const isOver = disguise !== undefined && nowMs >= disguise.untilMs;
    const status = disguise === undefined || isOver ? condition.status : disguise.status;
    if (condition === record.condition && !isOver) return { record, status };
    const tasks =
      condition === record.condition
        ? record.tasks
        : endTasks(record.tasks, endOf(record.condition, nowMs), condition.status);
    return { record: this.replace({ ...record, condition, tasks, disguise: isOver ? undefined : disguise }), status };
  }
}
