import type { ExplicitClientConfig } from "../client/config/sources/settings";
import type { Action, Engine, InstanceId } from "../domain/instance";
import type { DeclaredRollout } from "../domain/rollout/rollout";

export interface NamedInstance {
  readonly name: string;
  readonly id: InstanceId;
}

/** A restart or a deletion of instances. */
export interface ActRequest extends DeclaredRollout {
  readonly kind: "act";
  readonly action: Action;
  /** At least one; each name and each id once. */
  readonly instances: readonly NamedInstance[];
  readonly forceDelete: boolean;
  readonly readyTimeoutMs: number;
  readonly timeoutMs: number;
}

/** The deletion of every failed creation of an engine. */
export interface PurgeRequest {
  readonly kind: "purge";
  readonly engine: Engine;
  readonly maxDeletions: number | undefined;
  readonly timeoutMs: number;
}

export type BatchRequest = ActRequest | PurgeRequest;

/** A valid command line of `dms-lifecycle batch`; it has consent to its deletions. */
export interface BatchCommandLine {
  readonly request: BatchRequest;
  readonly connection: ExplicitClientConfig;
  readonly resultsFile: string | undefined;
  readonly unfinishedFile: string | undefined;
  readonly json: boolean;
  /** `report`: a run that ended by itself and wrote its results to the file exits with 0, also with failures. */
  readonly onFailure: "error" | "report";
}
