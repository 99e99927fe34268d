import type { Journal, ReplacedInstances } from "../domain/ledger/journal";

export type {
  Owner,
  RememberedPlace,
  ReplacedInstance,
  ReplacedInstances,
  RunRecords,
  SeenInstance,
  StartedRun,
} from "../domain/ledger/journal";

/** Which store the journal is kept in, once the configuration is known. */
export interface JournalStore {
  readonly kind: "file" | "pg";
  /** Rejects with a `CallFailure` where it has to be looked up. */
  readonly projectId: (signal: AbortSignal) => Promise<string>;
}

/** What the provider remembers beside Terraform's state. */
export interface Memory {
  readonly journal: Journal;
  readonly replacedInstances: ReplacedInstances;
  readonly digest: (text: string) => string;
  /** Why nothing that lies on this machine is read or written, as a sentence without its end; `undefined` if it is. */
  readonly refusal: string | undefined;
}
