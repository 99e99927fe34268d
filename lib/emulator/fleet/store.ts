import type { InstanceId } from "../../domain/instance";
import type { InstanceRecord } from "./instance-record";
import type { Seed } from "../seed";
import { keptTasks, seededTasks } from "../tasks/seeded-tasks";
import { endTasks } from "../tasks/task-records";
import { endOf, isUnseen, markSeen, seededCondition, settle, type Pace } from "./transitions";

/** An instance as it is at one moment. */
export interface InstanceNow {
  readonly record: InstanceRecord;
  /** What reads show. The true one is that of the record's condition. */
  readonly status: string;
}

/** Those whose change no client has read yet, of instances that a read shows. Pure. */
export function unseenOf(instances: readonly InstanceNow[]): readonly InstanceRecord[] {
  return instances
    .filter(({ record, status }) => isUnseen(record.condition) && record.condition.status === status)
    .map(({ record }) => record);
}

function statusBefore({ condition }: Pick<InstanceRecord, "condition">, replaced: InstanceRecord): string | undefined {
  const { status } = replaced.condition;
  return status === condition.status ? replaced.before : status;
}

/** The instances of every project, in the order they were seeded. Time is handed in; nothing here waits. */
export class Store {
  #records = new Map<InstanceId, InstanceRecord>();
  #version = 0;

  /** Another number after every change. */
  get version(): number {
    return this.#version;
  }

  /** Everything that is kept, in order. */
  records(): readonly InstanceRecord[] {
    return [...this.#records.values()];
  }

  /** Replaces everything by what a seed says. Instances that were there before keep the records of their tasks. */
  seed(instances: Seed["instances"], pace: Pace): void {
    this.restore(
      instances.map(({ status, ...instance }) => {
        const seeded = { ...instance, condition: seededCondition(instance.id, status, pace) };
        const before = this.#records.get(instance.id);
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
    this.#records = new Map(records.map((record) => [record.id, record]));
    this.#version += 1;
  }

  /** Lets everything be as it is at `nowMs`. */
  settleAll(nowMs: number): void {
    for (const record of this.#records.values()) this.#settled(record, nowMs);
  }

  /** Every instance that is not gone at `nowMs`. */
  all(nowMs: number): readonly InstanceNow[] {
    const present: InstanceNow[] = [];
    // Replacing or removing the entry that a Map's iterator stands on does not disturb it.
    for (const record of this.#records.values()) {
      const current = this.#settled(record, nowMs);
      if (current !== undefined) present.push(current);
    }
    return present;
  }

  /** The instances of one project that are not gone at `nowMs`. */
  ofProject(projectId: string, nowMs: number): readonly InstanceNow[] {
    const present: InstanceNow[] = [];
    for (const record of this.#records.values()) {
      const current = record.projectId === projectId ? this.#settled(record, nowMs) : undefined;
      if (current !== undefined) present.push(current);
    }
    return present;
  }

  /** One instance; `undefined` when it is gone or never was, or is another project's. */
  find(projectId: string, id: InstanceId, nowMs: number): InstanceNow | undefined {
    const record = this.#records.get(id);
    return record?.projectId === projectId ? this.#settled(record, nowMs) : undefined;
  }

  /** Puts an instance into another condition. Returns it as it is then. */
  change(record: InstanceRecord, condition: InstanceRecord["condition"]): InstanceRecord {
    return this.replace({ ...record, condition });
  }

  /** Puts an instance in place of the one with its id. Returns it. */
  replace(record: InstanceRecord): InstanceRecord {
    const replaced = this.#records.get(record.id);
    const changed = { ...record, before: replaced === undefined ? undefined : statusBefore(record, replaced) };
    this.#records.set(record.id, changed);
    this.#version += 1;
    return changed;
  }

  /**
   * Notes that a client has read these instances as they were then, and shows them so until `shownUntilMs` at least. An answer
   * may arrive after the change it tells of.
   */
  markSeen(read: readonly InstanceRecord[], shownUntilMs: number): void {
    for (const { id, condition } of read) {
      const record = this.#records.get(id);
      if (record?.condition === condition) this.change(record, markSeen(condition, shownUntilMs));
    }
  }

  #settled(record: InstanceRecord, nowMs: number): InstanceNow | undefined {
    const condition = settle(record.condition, nowMs);
    if (condition === undefined) {
      this.#records.delete(record.id);
      this.#version += 1;
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
