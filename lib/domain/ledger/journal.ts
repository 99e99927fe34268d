import type { InstanceId } from "../instance";
import { type ActionRecord, newestRecord } from "../action-record";
import type { ProjectKey } from "../project";
import type { Entry, JournalRow } from "./entry";

/** What is remembered belongs to a service and a project; what is `undefined` may be any. */
export interface RememberedPlace {
  /** Base URL of the service. */
  readonly endpoint?: string | undefined;
  readonly project?: ProjectKey | undefined;
}

/** Rows of the journal, the newest of each instance. */
export type Rows = ReadonlyMap<InstanceId, JournalRow>;

/** The newest row of each instance, of rows in any order. */
export function newestRows(rows: Iterable<readonly [InstanceId, JournalRow]>): Rows {
  const newest = new Map<InstanceId, JournalRow>();
  for (const [id, row] of rows) {
    const known = newest.get(id);
    if (known === undefined || newestRecord(known.record, row.record) === row.record) newest.set(id, row);
  }
  return newest;
}

/**
 * Whose rows are meant: an object that Terraform's state knows by its `id`, a creation by the mark of what it declares, or the invocations
 * of an action by the digest of its configuration. The rows of a creation have both owners until the state that holds its `id` has been
 * read back. Rows of resources and of actions never answer for each other.
 */
export type Owner =
  | { readonly kind: "object"; readonly id: string }
  | { readonly kind: "creation"; readonly mark: string }
  | { readonly kind: "invocation"; readonly digest: string };

/**
 * What runs have sent that Terraform may not have saved, because it or the provider was killed. A store that is `isRequired` is written
 * before anything is sent, or nothing is sent; any other one is best effort. No method rejects.
 */
export interface Journal {
  /** Reads what the owners have left. A store for one folder has the rows of all resources there. */
  open(owners: readonly Owner[], signal: AbortSignal): Promise<RunRecords>;
}

/** The journal as one resource sees it in one call of Terraform's. */
export interface RunRecords {
  /** Nothing may be sent that is not in the journal. */
  readonly isRequired: boolean;
  /** Why nothing could be read, as sentences; `undefined` if it was. */
  readonly problem: string | undefined;
  /** Rows that are believed. */
  load(): Rows;
  /** Rows that may have been written by others: they say at most that a call may have been sent. */
  hearsay(): Rows;
  /** Starts the record of one run, and tries whether it can be written. */
  begin(): Promise<StartedRun>;
  /**
   * The state of the only owner has been read back. Drops every row that is settled by it (`isSettledBy`); what is left belongs to that
   * owner alone.
   */
  confirm(saved: Rows): Promise<void>;
  /** Drops every row of these instances. Resolves with why they may still be there, in a store that is `isRequired`. */
  drop(ids: ReadonlySet<InstanceId>): Promise<string | undefined>;
  /** The object of the creation has an `id`: its rows belong to that one too. */
  named(id: string): Promise<void>;
}

export interface StartedRun {
  /** Why nothing can be kept of it; `undefined` when it can. */
  readonly problem: string | undefined;
  /**
   * Durable when it resolves; replaces what the same run saved before. Resolves with why it is not durable, in a store that is
   * `isRequired`.
   */
  save(rows: Rows): Promise<string | undefined>;
  /** The run was not interrupted, and its results go to Terraform with its answer. */
  ended(): Promise<void>;
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
  /** Where it is; `undefined` where that was not known, or not kept. */
  readonly place?: RememberedPlace | undefined;
}

/** What is known of replaced objects until their successors are there. Best effort: no method throws. */
export interface ReplacedInstances {
  load(): ReadonlyMap<InstanceId, ReplacedInstance>;
  keep(instances: ReadonlyMap<InstanceId, ReplacedInstance>): void;
  forget(ids: readonly InstanceId[]): void;
}
