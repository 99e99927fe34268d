import type { Journal, ReplacedInstances } from "../domain/ledger/journal";

export type {
  Owner,
  ReplacedInstance,
  ReplacedInstances,
  RunRecords,
  SeenInstance,
  StartedRun,
} from "../domain/ledger/journal";

/** What is remembered, and where. */
export interface Remembered {
  /** Base URL of the service: an instance's id means nothing anywhere else. */
  readonly endpoint: string;
  /** Rejects with a `CallFailure` where it has to be looked up. */
  readonly projectId: (signal: AbortSignal) => Promise<string>;
  readonly journal: "file" | "pg";
}

/** What the provider remembers beside Terraform's state. */
export interface Memory {
  readonly journal: Journal;
  readonly replacedInstances: ReplacedInstances;
  readonly digest: (text: string) => string;
  /** Why nothing that lies on this machine is read or written, as a sentence without its end; `undefined` if it is. */
  readonly refusal: string | undefined;
}
