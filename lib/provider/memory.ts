import type { Instance, InstanceId } from "../domain/instance";
import type { ActionRecord } from "../domain/record";

/** One-way digests of trigger values, by trigger name: enough to tell whether one has changed, and no more. */
export type TriggerDigests = ReadonlyMap<string, string>;

/** What a run did with one instance, and the triggers it did it for. */
export interface RunRecord {
  readonly record: ActionRecord;
  readonly triggers: TriggerDigests;
}

/**
 * What runs on this machine did that Terraform may not have saved, because it or the provider was killed.
 * Best effort: no method throws.
 */
export interface RunRecords {
  /** The newest record of each instance that this user's provider wrote on this machine. */
  load(): ReadonlyMap<InstanceId, RunRecord>;
  /** The same of what is there and may have been written by others: it says at most that a call may have been sent. */
  hearsay(): ReadonlyMap<InstanceId, RunRecord>;
  /** Starts the record of one run. */
  begin(): StartedRun;
  /** Drops every record that Terraform's state holds too: one of the same time or newer, with the same triggers. */
  confirm(saved: ReadonlyMap<InstanceId, RunRecord>): void;
  /** Drops every record of these instances. */
  drop(ids: ReadonlySet<InstanceId>): void;
}

export interface StartedRun {
  /** Why nothing can be kept of it; `undefined` when it can. */
  readonly problem: string | undefined;
  /** Durable when it returns; replaces what the same run saved before. */
  save(records: ReadonlyMap<InstanceId, RunRecord>): void;
}

/** What is known of an instance whose object Terraform replaces. */
export interface ReplacedInstance {
  readonly triggers: TriggerDigests;
  readonly last: ActionRecord | undefined;
  /** Name, engine and status as last read; `undefined` when never read. */
  readonly observed: Pick<Instance, "name" | "engine" | "status"> | undefined;
  /** By what its successor is known; `undefined` while that is not decided. */
  readonly successor: string | undefined;
  /** The command of Terraform that has destroyed its object; `undefined` while that is only planned. */
  readonly destroyedBy: string | undefined;
}

/** What is known of replaced objects until their successors are there. Best effort: no method throws. */
export interface ReplacedInstances {
  load(): ReadonlyMap<InstanceId, ReplacedInstance>;
  keep(instances: ReadonlyMap<InstanceId, ReplacedInstance>): void;
  forget(ids: readonly InstanceId[]): void;
}

/** What the provider remembers on this machine, beside Terraform's state. */
export interface LocalMemory {
  readonly runRecords: RunRecords;
  readonly replacedInstances: ReplacedInstances;
  readonly digest: (text: string) => string;
  /** Why nothing that lies there is read or written, as a sentence without its end; `undefined` if it is. */
  readonly refusal: string | undefined;
  /** By what the command of Terraform is known that this process serves: its plan and its apply walk have the same. */
  readonly command: string;
}
