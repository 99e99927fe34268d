import type { Diagnostic } from "./values/diagnostic";
import type { Path } from "./values/path";
import type { PrivateData } from "./resource";
import type { Schema } from "./values/schema";
import type { ObjectValue, Value } from "./values/value";

/**
 * A provider for the wire layer: one method per RPC, in framework values. Object arguments have every attribute of the schema; `undefined`
 * means a null object. `createProviderServer` creates it; it does not know gRPC.
 */
export interface ProviderServer {
  schemas(): ProviderSchemas;
  validateProviderConfig(config: ObjectValue): Promise<readonly Diagnostic[]>;
  configure(terraformVersion: string, config: ObjectValue): Promise<readonly Diagnostic[]>;
  validateResourceConfig(type: string, config: ObjectValue): Promise<readonly Diagnostic[]>;
  validateDataResourceConfig(type: string, config: ObjectValue): Promise<readonly Diagnostic[]>;
  upgradeResourceState(type: string, version: number, json: Uint8Array): Promise<UpgradeAnswer>;
  readResource(type: string, state: ObjectValue, kept: PrivateData | undefined): Promise<StateAnswer>;
  planResourceChange(type: string, request: PlanChange): Promise<PlanAnswer>;
  applyResourceChange(type: string, request: ApplyChange): Promise<StateAnswer>;
  importResourceState(type: string, id: string): Promise<ImportAnswer>;
  readDataSource(type: string, config: ObjectValue): Promise<DataAnswer>;
  validateActionConfig(type: string, config: ObjectValue): Promise<readonly Diagnostic[]>;
  planAction(type: string, config: ObjectValue): Promise<readonly Diagnostic[]>;
  invokeAction(type: string, config: ObjectValue, caller: ActionCaller): Promise<readonly Diagnostic[]>;
  /** Aborts the signal of every running and later call. */
  stop(): void;
}

/** The caller that waits for the end of an action. */
export interface ActionCaller {
  /** Takes one line of progress. */
  readonly progress: (message: string) => void;
  /** Aborts when the caller has gone. */
  readonly abandoned: AbortSignal;
}

/** Every schema of a provider; for types by full type name. */
export interface ProviderSchemas {
  readonly provider: Schema;
  readonly resources: Readonly<Record<string, Schema>>;
  readonly dataSources: Readonly<Record<string, Schema>>;
  readonly actions: Readonly<Record<string, Schema>>;
}

/** State that was written by this version of the schema or an older one. `upgraded` is absent with errors. */
export interface UpgradeAnswer {
  /** `json`: the caller's own bytes, unchanged (without an upgrade); `state`: a value of the current schema. */
  readonly upgraded: { readonly json: Uint8Array } | { readonly state: ObjectValue } | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** An object after a read or an apply; without `state` it is gone. This is also true with errors. */
export interface StateAnswer {
  readonly state: ObjectValue | undefined;
  readonly private: PrivateData | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** The found objects; empty with errors. */
export interface ImportAnswer {
  readonly imported: readonly { readonly state: ObjectValue; readonly private: PrivateData | undefined }[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The object of a data source; `null` if it could not be read. */
export interface DataAnswer {
  readonly state: Value;
  readonly diagnostics: readonly Diagnostic[];
}

/** A change to be planned, with `prior`, `proposed` or both. */
export interface PlanChange {
  readonly prior: ObjectValue | undefined;
  /** `undefined` for a destroy. */
  readonly proposed: ObjectValue | undefined;
  readonly config: ObjectValue | undefined;
  readonly priorPrivate: PrivateData | undefined;
}

/** A planned change. With errors it does not count. */
export interface PlanAnswer {
  readonly planned: ObjectValue | undefined;
  readonly private: PrivateData | undefined;
  readonly requiresReplace: readonly Path[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A planned change to be made, with `prior`, `planned` or both. */
export interface ApplyChange {
  readonly prior: ObjectValue | undefined;
  /** `undefined` for a destroy. */
  readonly planned: ObjectValue | undefined;
  readonly config: ObjectValue | undefined;
  readonly plannedPrivate: PrivateData | undefined;
}
