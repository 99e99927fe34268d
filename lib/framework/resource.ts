import type { Diagnostic } from "./diagnostic";
import type { Path } from "./path";
import type { ConfigOf, Schema, StateOf } from "./schema";

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

type WithAttributes = Pick<Schema, "attributes">;

/** Bytes that travel with the resource beside its state: plan → apply → read. Never shown to the user. */
export type PrivateData = Uint8Array;

/** An object that this process has upgraded or read. */
export interface SeenObject<State> {
  /** Its newest value. */
  readonly state: State;
  /**
   * The private data that a refresh left with it; `undefined` where this process has only upgraded it. Terraform shows it of
   * tainted objects too, whose successors it plans without.
   */
  readonly private: PrivateData | undefined;
}

/* The messages are written over the values they carry; the names with `S` after them are the same for a schema. So
   TypeScript sees that a resource of any schema also is a `Resource<Schema, P>`, the form that the framework calls. */
interface PlanRequestWith<Config, State> {
  readonly config: Config;
  /** `undefined` when the object is to be created. */
  readonly prior: State | undefined;
  /**
   * The configuration with defaults filled in; computed attributes hold their prior value, or unknown where there is none.
   * A plan may change computed attributes that the configuration leaves null, and nothing else.
   */
  readonly proposed: Config;
  /**
   * Beside a null prior: the private data of an object that the user wants replaced (`-replace`, replace_triggered_by).
   * Of a tainted object Terraform gives none.
   */
  readonly priorPrivate: PrivateData | undefined;
  /**
   * Every object of this resource type that this process has upgraded or read so far, oldest first. Terraform plans the
   * successor of a tainted or replaced object with a null prior; in the plan walk the object itself is always among these.
   */
  readonly seen: readonly SeenObject<State>[];
}
/** What a plan is made of, in values of the schema `S`. */
export type PlanRequest<S extends WithAttributes> = PlanRequestWith<ConfigOf<S>, StateOf<S>>;

interface PlanResponseWith<Config> {
  readonly planned: Config;
  /** What travels to apply; without it the prior private data travels on. */
  readonly private?: PrivateData;
  readonly requiresReplace?: readonly Path[];
  readonly diagnostics?: readonly Diagnostic[];
}
/** What a resource plans. */
export type PlanResponse<S extends WithAttributes> = PlanResponseWith<ConfigOf<S>>;

interface PlanDestroyRequestWith<State> {
  readonly prior: State;
  readonly priorPrivate: PrivateData | undefined;
}

interface DestroyRequestWith<State> {
  readonly prior: State;
  /** Of an object that is replaced: what the plan of its successor answered. Otherwise the object's own. */
  readonly plannedPrivate: PrivateData | undefined;
}

interface ApplyRequestWith<Config, State> {
  readonly config: Config;
  readonly prior: State | undefined;
  readonly planned: Config;
  readonly plannedPrivate: PrivateData | undefined;
  /** As in `PlanRequest`. */
  readonly seen: readonly SeenObject<State>[];
}
/** What is to be done: the plan, and what it was made of. */
export type ApplyRequest<S extends WithAttributes> = ApplyRequestWith<ConfigOf<S>, StateOf<S>>;

interface ApplyResponseWith<State> {
  /** Saved also when there are error diagnostics: whatever happened belongs in it. Nothing in it may be unknown. */
  readonly state: State | undefined;
  /** Without it the planned private data is kept. */
  readonly private?: PrivateData;
  readonly diagnostics?: readonly Diagnostic[];
}
/** What was done. */
export type ApplyResponse<S extends WithAttributes> = ApplyResponseWith<StateOf<S>>;

interface ReadRequestWith<State> {
  readonly state: State;
  readonly private: PrivateData | undefined;
}
/** An object as state holds it. */
export type ReadRequest<S extends WithAttributes> = ReadRequestWith<StateOf<S>>;

interface ReadResponseWith<State> {
  /** `undefined` when the object is gone and should be planned anew. */
  readonly state: State | undefined;
  /** Without it the private data stays as it was. */
  readonly private?: PrivateData;
  readonly diagnostics?: readonly Diagnostic[];
}
/** An object as it is now. */
export type ReadResponse<S extends WithAttributes> = ReadResponseWith<StateOf<S>>;

interface ImportResponseWith<State> {
  readonly state: State | undefined;
  readonly private?: PrivateData;
  readonly diagnostics?: readonly Diagnostic[];
}
/** An object that was there before Terraform knew of it; `undefined` state when there is none. */
export type ImportResponse<S extends WithAttributes> = ImportResponseWith<StateOf<S>>;

/** JSON of a state as some older schema version wrote it. */
export type JsonObject = Readonly<Record<string, unknown>>;

interface ResourceWith<S extends Schema, Config, State, P> {
  readonly schema: S;
  /** Judges a configuration beyond its attributes' validators. Unknown values are judged when they are known. */
  validate?(config: Config): readonly Diagnostic[];
  /** Deterministic: Terraform calls it again inside apply and compares. May read, never writes. */
  plan(request: PlanRequestWith<Config, State>, context: CallContext<P>): Promise<PlanResponseWith<Config>>;
  /** Warnings before a destroy; errors refuse it. */
  planDestroy?(request: PlanDestroyRequestWith<State>, context: CallContext<P>): Promise<readonly Diagnostic[]>;
  /** Creates (no prior) or updates. */
  apply(request: ApplyRequestWith<Config, State>, context: CallContext<P>): Promise<ApplyResponseWith<State>>;
  /** An answer with an error keeps the object in state. */
  destroy(request: DestroyRequestWith<State>, context: CallContext<P>): Promise<readonly Diagnostic[]>;
  read(request: ReadRequestWith<State>, context: CallContext<P>): Promise<ReadResponseWith<State>>;
  import?(id: string, context: CallContext<P>): Promise<ImportResponseWith<State>>;
  /** `upgraders[v]` turns state of version v into state of version v + 1. */
  readonly upgraders?: Readonly<Record<number, (state: JsonObject) => JsonObject>>;
}
/** A managed resource. Methods may throw only for bugs; whatever a user can cause is a diagnostic. */
export type Resource<S extends Schema = Schema, P = unknown> = ResourceWith<S, ConfigOf<S>, StateOf<S>, P>;

interface DataSourceWith<S extends Schema, Config, State, P> {
  readonly schema: S;
  validate?(config: Config): readonly Diagnostic[];
  /** Called only when the configuration is wholly known; defaults are filled in. */
  read(
    config: Config,
    context: CallContext<P>,
  ): Promise<{ readonly state: State | undefined; readonly diagnostics?: readonly Diagnostic[] }>;
}
/** A data source. Methods may throw only for bugs, as those of a resource. */
export type DataSource<S extends Schema = Schema, P = unknown> = DataSourceWith<S, ConfigOf<S>, StateOf<S>, P>;

/** What an invocation is given beside its configuration. */
export interface InvokeContext<P> extends CallContext<P> {
  /** Tells the user how it goes on, one line at a time; nothing any more once `signal` has aborted. Never throws. */
  readonly progress: (message: string) => void;
  /** Aborts when the caller has gone: the answer reaches nobody. */
  readonly abandoned: AbortSignal;
}

interface ActionWith<S extends Schema, Config, P> {
  readonly schema: S;
  validate?(config: Config): readonly Diagnostic[];
  /**
   * Warnings and errors before an invocation; errors refuse it. May read, never writes. Of an action that a resource triggers,
   * parts of the configuration may be unknown; that must not be an error.
   */
  plan?(config: Config, context: CallContext<P>): Promise<readonly Diagnostic[]>;
  /** Carries the action out. Called only when the configuration is wholly known. An action has no state. */
  invoke(config: Config, context: InvokeContext<P>): Promise<readonly Diagnostic[]>;
}
/** An action (Terraform 1.14 and later). Methods may throw only for bugs, as those of a resource. */
export type Action<S extends Schema = Schema, P = unknown> = ActionWith<S, ConfigOf<S>, P>;

interface ProviderWith<S extends Schema, Config, P> {
  readonly schema: S;
  validate?(config: Config): readonly Diagnostic[];
  /** Parts of the configuration may be unknown during plan; that must not be an error. */
  configure(
    config: Config,
    context: { readonly terraformVersion: string; readonly signal: AbortSignal; readonly log: Log },
  ): Promise<{ readonly data: P | undefined; readonly diagnostics?: readonly Diagnostic[] }>;
  readonly resources: Readonly<Record<string, Resource<Schema, P>>>;
  readonly dataSources: Readonly<Record<string, DataSource<Schema, P>>>;
  /** @default none */
  readonly actions?: Readonly<Record<string, Action<Schema, P>>>;
}
/** A provider: its own configuration, its resources, data sources and actions by full type name. */
export type Provider<S extends Schema = Schema, P = unknown> = ProviderWith<S, ConfigOf<S>, P>;
