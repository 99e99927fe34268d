import type { Diagnostic } from "./diagnostic";
import type { Path } from "./path";
import type { Attributes, ConfigOf, Schema, StateOf } from "./schema";

/** What every call is given besides its values. `P` is what the provider's `configure` made. */
export interface CallContext<P> {
  /** Absent while the provider has not been configured: Terraform validates before it configures. */
  readonly provider: P | undefined;
  /** Aborts when Terraform asks the provider to stop (Ctrl-C, or the process has lost its parent). */
  readonly signal: AbortSignal;
  readonly log: Log;
}

/** Structured log lines; they reach the user through TF_LOG. */
export type Log = (
  level: "trace" | "debug" | "info" | "warn" | "error",
  message: string,
  fields?: Readonly<Record<string, string | number | boolean>>,
) => void;

/** Bytes that travel with the resource beside its state: plan → apply → read. Never shown to the user. */
export type PrivateData = Uint8Array;

export interface PlanRequest<S extends { readonly attributes: Attributes }> {
  readonly config: ConfigOf<S>;
  /** `undefined` when the object is to be created. */
  readonly prior: StateOf<S> | undefined;
  /**
   * The configuration with defaults filled in; computed attributes hold their prior value, or unknown where there is none.
   * A plan may change computed attributes that the configuration leaves null, and nothing else.
   */
  readonly proposed: ConfigOf<S>;
  readonly priorPrivate: PrivateData | undefined;
  /**
   * Every object of this resource type that this process has upgraded or read so far, newest value of each, oldest first.
   * Terraform plans the successor of a tainted or replaced object with a null prior; the object itself is always among these.
   */
  readonly seen: readonly StateOf<S>[];
}

export interface PlanResponse<S extends { readonly attributes: Attributes }> {
  readonly planned: ConfigOf<S>;
  readonly private?: PrivateData;
  readonly requiresReplace?: readonly Path[];
  readonly diagnostics?: readonly Diagnostic[];
}

export interface PlanDestroyRequest<S extends { readonly attributes: Attributes }> {
  readonly prior: StateOf<S>;
  readonly priorPrivate: PrivateData | undefined;
}

export interface ApplyRequest<S extends { readonly attributes: Attributes }> {
  readonly config: ConfigOf<S>;
  readonly prior: StateOf<S> | undefined;
  readonly planned: ConfigOf<S>;
  readonly plannedPrivate: PrivateData | undefined;
}

export interface ApplyResponse<S extends { readonly attributes: Attributes }> {
  /** Saved also when there are error diagnostics: whatever happened belongs in it. Nothing in it may be unknown. */
  readonly state: StateOf<S> | undefined;
  readonly private?: PrivateData;
  readonly diagnostics?: readonly Diagnostic[];
}

export interface ReadRequest<S extends { readonly attributes: Attributes }> {
  readonly state: StateOf<S>;
  readonly private: PrivateData | undefined;
}

export interface ReadResponse<S extends { readonly attributes: Attributes }> {
  /** `undefined` when the object is gone and should be planned anew. */
  readonly state: StateOf<S> | undefined;
  readonly private?: PrivateData;
  readonly diagnostics?: readonly Diagnostic[];
}

export interface ImportResponse<S extends { readonly attributes: Attributes }> {
  readonly state: StateOf<S> | undefined;
  readonly private?: PrivateData;
  readonly diagnostics?: readonly Diagnostic[];
}

/** JSON of a state as some older schema version wrote it. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** A managed resource. Methods may throw only for bugs; whatever a user can cause is a diagnostic. */
export interface Resource<S extends Schema = Schema, P = unknown> {
  readonly schema: S;
  /** Judges a configuration beyond its attributes' validators. Unknown values are judged when they are known. Pure. */
  validate?(config: ConfigOf<S>): readonly Diagnostic[];
  /** Deterministic: Terraform calls it again inside apply and compares. May read, never writes. */
  plan(request: PlanRequest<S>, context: CallContext<P>): Promise<PlanResponse<S>>;
  /** Warnings before a destroy; errors refuse it. */
  planDestroy?(request: PlanDestroyRequest<S>, context: CallContext<P>): Promise<readonly Diagnostic[]>;
  /** Creates (no prior) or updates. */
  apply(request: ApplyRequest<S>, context: CallContext<P>): Promise<ApplyResponse<S>>;
  /** A non-empty answer with an error keeps the object in state. */
  destroy(request: PlanDestroyRequest<S>, context: CallContext<P>): Promise<readonly Diagnostic[]>;
  read(request: ReadRequest<S>, context: CallContext<P>): Promise<ReadResponse<S>>;
  import?(id: string, context: CallContext<P>): Promise<ImportResponse<S>>;
  /** `upgraders[v]` turns state of version v into state of version v + 1. Pure. */
  readonly upgraders?: Readonly<Record<number, (state: JsonObject) => JsonObject>>;
}

export interface DataSource<S extends Schema = Schema, P = unknown> {
  readonly schema: S;
  validate?(config: ConfigOf<S>): readonly Diagnostic[];
  /** Called only when the configuration is wholly known. */
  read(
    config: ConfigOf<S>,
    context: CallContext<P>,
  ): Promise<{ readonly state: StateOf<S> | undefined; readonly diagnostics?: readonly Diagnostic[] }>;
}

/** A provider: its own configuration, its resources and data sources by full type name. */
export interface Provider<S extends Schema = Schema, P = unknown> {
  readonly schema: S;
  validate?(config: ConfigOf<S>): readonly Diagnostic[];
  /** Parts of the configuration may be unknown during plan; that must not be an error. */
  configure(
    config: ConfigOf<S>,
    context: { readonly terraformVersion: string; readonly signal: AbortSignal; readonly log: Log },
  ): Promise<{ readonly data: P | undefined; readonly diagnostics?: readonly Diagnostic[] }>;
  readonly resources: Readonly<Record<string, Resource<any, P>>>;
  readonly dataSources: Readonly<Record<string, DataSource<any, P>>>;
}
