import type { InstanceId } from "../instance";
import { type ActionRecord, newestRecord } from "../action-record";
import type { ProjectKey } from "../connection/project";
import type { Entry, JournalRow } from "./entry";

/** The service and the project that a remembered row belongs to; `undefined` stands for any. */
export interface RememberedPlace {
  /** Base URL of the service. */
  readonly endpoint?: string | undefined;
  readonly project?: ProjectKey | undefined;
}

/** Rows of the journal, the newest of each instance. */
export type Rows = ReadonlyMap<InstanceId, JournalRow>;

/** The newest row of each instance. `rows` come in any order. */
export function newestRows(rows: Iterable<readonly [InstanceId, JournalRow]>): Rows {
  const newest = new Map<InstanceId, JournalRow>();
  for (const [id, row] of rows) {
    const known = newest.get(id);
    if (known === undefined || newestRecord(known.record, row.record) === row.record) newest.set(id, row);
  }
  return newest;
}

/**
 * The owner of rows: an object that Terraform's state knows by its `id`, the creations that declare an instance, or the invocations of an
 * action by the digest of its configuration. The row of a creation has two owners, its instance and the `id`, until the state that holds
 * the `id` has been read back: a creation whose other instances were edited meanwhile still finds it. Rows of resources and of actions never
 * answer for each other.
 */
export type Owner =
  | { readonly kind: "object"; readonly id: string }
  | { readonly kind: "creation"; readonly instance: InstanceId }
  | { readonly kind: "invocation"; readonly digest: string };

/**
 * The actions that runs have sent and Terraform may not have saved, because it or the provider was killed. A store with `isRequired` is
 * written before anything is sent; if that fails, nothing is sent. Any other store is best effort. No method rejects.
 */
export interface Journal {
  /** Reads the owners' rows. A store for one folder has the rows of all resources there. */
  open(owners: readonly Owner[], signal: AbortSignal): Promise<RunRecords>;
}

/** The journal as one resource sees it in one call of Terraform's. */
export interface RunRecords {
  /** A call may be sent only if the journal has it. */
  readonly isRequired: boolean;
  /** Why the rows could not be read, as sentences; `undefined` if they were. */
  readonly problem: string | undefined;
  /** Rows that this user's provider wrote. They are believed. */
  load(): Rows;
  /** Rows that others may have written: they say at most that a call may have been sent. */
  hearsay(): Rows;
  /** Starts the record of one run, after a trial that it can be written. */
  begin(): Promise<StartedRun>;
  /** Drops every row that the saved state of the only owner settles (`isSettledBy`); the other rows belong to that owner alone. */
  confirm(saved: Rows): Promise<void>;
  /** Drops every row of these instances. Resolves with why some may still be there, as sentences. */
  drop(ids: ReadonlySet<InstanceId>): Promise<string | undefined>;
  /** The object of the creation has an `id`: its rows belong to that one too. */
  named(id: string): Promise<void>;
}

export interface StartedRun {
  /** Why the run cannot be recorded; `undefined` if it can. */
  readonly problem: string | undefined;
  /**
   * Replaces the rows that the same run saved before. They are durable when it resolves with `undefined`. In a store with `isRequired` it
   * resolves with the reason if they are not durable.
   */
  save(rows: Rows): Promise<string | undefined>;
  /** Ends the record of a run that was not interrupted: its results go to Terraform with its answer. */
  ended(): Promise<void>;
}

/** An instance as last read; name and engine are null if it never existed. */
export interface SeenInstance {
  readonly name: string | null;
  readonly engine: string | null;
  readonly status: string;
}

/** The knowledge of an instance whose object Terraform replaces. */
export interface ReplacedInstance {
  readonly entry: Entry;
  readonly last: ActionRecord | undefined;
  /** `undefined` when never read. */
  readonly observed: SeenInstance | undefined;
  /** The mark of the object's successor; `undefined` while the successor is not decided. */
  readonly successor: string | undefined;
  /** The object is destroyed; `false`: its destruction is planned. */
  readonly destroyed: boolean;
  /** The service and project of the instance; `undefined` if not known or not kept. */
  readonly place?: RememberedPlace | undefined;
}

/**
 * The instances of replaced objects, kept until the successors exist: one of each id, however it is spelled; `load` answers them by `idKey`.
 * Best effort: no method throws.
 */
export interface ReplacedInstances {
  load(): ReadonlyMap<InstanceId, ReplacedInstance>;
  keep(instances: ReadonlyMap<InstanceId, ReplacedInstance>): void;
  forget(ids: readonly InstanceId[]): void;
}
