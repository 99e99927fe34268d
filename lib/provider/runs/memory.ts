import type { Journal, ReplacedInstances } from "../../domain/ledger/journal";

export type {
  Owner,
  RememberedPlace,
  ReplacedInstance,
  ReplacedInstances,
  RunRecords,
  SeenInstance,
  StartedRun,
} from "../../domain/ledger/journal";

/** The store of the journal, once the configuration is known. */
export interface JournalStore {
  readonly kind: "file" | "pg";
  /** Looks the project id up if it is not configured; rejects with a `CallFailure`. */
  readonly projectId: (signal: AbortSignal) => Promise<string>;
}

/** The provider's memory outside Terraform's state. */
export interface Memory {
  readonly journal: Journal;
  readonly replacedInstances: ReplacedInstances;
  readonly digest: (text: string) => string;
  /** Why files of this machine are neither read nor written, as a sentence without its end; `undefined` if they are. */
  readonly refusal: string | undefined;
}
