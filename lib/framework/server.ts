import type { Diagnostic } from "./diagnostic";
import type { Path } from "./path";
import type { PrivateData } from "./resource";
import type { Schema } from "./schema";
import type { ObjectValue, Value } from "./value";

/**
 * A provider as the wire layer sees it: one method per RPC, in framework values. Object arguments carry every attribute of
 * the schema; `undefined` stands for a null object. Created by `createProviderServer`; knows no gRPC.
 */
export interface ProviderServer {
  schemas(): ProviderSchemas;
  validateProviderConfig(config: ObjectValue): Promise<readonly Diagnostic[]>;
  configure(terraformVersion: string, config: ObjectValue): Promise<readonly Diagnostic[]>;
  validateResourceConfig(type: string, config: ObjectValue): Promise<readonly Diagnostic[]>;
  validateDataResourceConfig(type: string, config: ObjectValue): Promise<readonly Diagnostic[]>;
  upgradeResourceState(type: string, version: number, json: Uint8Array): Promise<UpgradeAnswer>;
  readResource(type: string, state: ObjectValue, priv: PrivateData | undefined): Promise<StateAnswer>;
  planResourceChange(type: string, request: PlanChange): Promise<PlanAnswer>;
  applyResourceChange(type: string, request: ApplyChange): Promise<StateAnswer>;
  importResourceState(type: string, id: string): Promise<ImportAnswer>;
  readDataSource(
    type: string,
    config: ObjectValue,
  ): Promise<{ readonly state: Value; readonly diagnostics: readonly Diagnostic[] }>;
  validateActionConfig(type: string, config: ObjectValue): Promise<readonly Diagnostic[]>;
  planAction(type: string, config: ObjectValue): Promise<readonly Diagnostic[]>;
  invokeAction(type: string, config: ObjectValue, caller: ActionCaller): Promise<readonly Diagnostic[]>;
  /** Aborts the signal that every running and later call is given. */
  stop(): void;
}

/** Who waits for the end of an action. */
export interface ActionCaller {
  /** Takes one line of progress. */
  readonly progress: (message: string) => void;
  /** Aborts when the caller has gone. */
  readonly abandoned: AbortSignal;
}

/** Every schema of a provider; those of types by full type name. */
export interface ProviderSchemas {
  readonly provider: Schema;
  readonly resources: Readonly<Record<string, Schema>>;
  readonly dataSources: Readonly<Record<string, Schema>>;
  readonly actions: Readonly<Record<string, Schema>>;
}

/** State that was written by this version of the schema or an older one. `upgraded` is absent beside errors. */
export interface UpgradeAnswer {
  /** `json`: the caller's own bytes, untouched (nothing to upgrade); `state`: a value of the current schema. */
  readonly upgraded: { readonly json: Uint8Array } | { readonly state: ObjectValue } | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** An object as it is after a read or an apply; with no `state` it is gone. Also true beside errors. */
export interface StateAnswer {
  readonly state: ObjectValue | undefined;
  readonly private: PrivateData | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Objects that were found, without one beside errors. */
export interface ImportAnswer {
  readonly imported: readonly { readonly state: ObjectValue; readonly private: PrivateData | undefined }[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A change to be planned. One of `prior` and `proposed` is there. */
export interface PlanChange {
  readonly prior: ObjectValue | undefined;
  /** `undefined` for a destroy. */
  readonly proposed: ObjectValue | undefined;
  readonly config: ObjectValue | undefined;
  readonly priorPrivate: PrivateData | undefined;
}

/** A planned change. Beside errors nothing of it counts. */
export interface PlanAnswer {
  readonly planned: ObjectValue | undefined;
  readonly private: PrivateData | undefined;
  readonly requiresReplace: readonly Path[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A planned change to be made. One of `prior` and `planned` is there. */
export interface ApplyChange {
  readonly prior: ObjectValue | undefined;
  /** `undefined` for a destroy. */
  readonly planned: ObjectValue | undefined;
  readonly config: ObjectValue | undefined;
  readonly plannedPrivate: PrivateData | undefined;
}
