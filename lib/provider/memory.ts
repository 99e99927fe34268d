import type { ActionRecord } from "../domain/action-record";
import type { InstanceId } from "../domain/instance";
import type { Entry, JournalRow } from "../domain/ledger/entry";

/**
 * What runs on this machine did that Terraform may not have saved, because it or the provider was killed.
 * Best effort: no method throws.
 */
export interface RunRecords {
  /** The newest row of each instance that this user's provider wrote on this machine. */
  load(): ReadonlyMap<InstanceId, JournalRow>;
  /** The same of what is there and may have been written by others: it says at most that a call may have been sent. */
  hearsay(): ReadonlyMap<InstanceId, JournalRow>;
  /** Starts the record of one run. */
  begin(): StartedRun;
  /** Drops every row that is settled by what Terraform's state holds (`isSettledBy`). */
  confirm(saved: ReadonlyMap<InstanceId, JournalRow>): void;
  /** Drops every row of these instances. */
  drop(ids: ReadonlySet<InstanceId>): void;
}

export interface StartedRun {
  /** Why nothing can be kept of it; `undefined` when it can. */
  readonly problem: string | undefined;
  /** Durable when it returns; replaces what the same run saved before. */
  save(rows: ReadonlyMap<InstanceId, JournalRow>): void;
}

/** An instance as last read; name and engine are null of one that was never there. */
export interface SeenInstance {
  readonly name: string | null;
  readonly engine: string | null;
  readonly status: string;
}

/** What is known of an instance whose object Terraform replaces. */
export interface ReplacedInstance {
  readonly entry: Entry;
  readonly last: ActionRecord | undefined;
  /** `undefined` when never read. */
  readonly observed: SeenInstance | undefined;
  /** The mark of its successor; `undefined` while that is not decided. */
  readonly successor: string | undefined;
  /** Its object is destroyed; otherwise that is only planned. */
  readonly destroyed: boolean;
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
  /**
   * The same as `runRecords` for the invocations of one action with one configuration, and for nothing else: rows of actions and of
   * resources never answer for each other. `invocation`: a digest.
   */
  readonly actionRecords: (invocation: string) => RunRecords;
  readonly digest: (text: string) => string;
  /** Why nothing that lies there is read or written, as a sentence without its end; `undefined` if it is. */
  readonly refusal: string | undefined;
}
