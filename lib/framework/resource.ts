import type { Diagnostic } from "./values/diagnostic";
import type { Path } from "./values/path";
import type { ConfigOf, Schema, StateOf } from "./values/schema";

/** The context of every call. `P` is the result of the provider's `configure`. */
export interface CallContext<P> {
  /** Absent before the provider is configured: Terraform validates before it configures. */
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
   * The private data after a refresh; `undefined` if this process has only upgraded the object. Terraform shows it also for tainted
   * objects, but not in the plan of their successors.
   */
  readonly private: PrivateData | undefined;
}

// The messages are generic over their values; the names with `S` are the same messages for a schema. So TypeScript sees that a resource of
// any schema is also a `Resource<Schema, P>`, the form that the framework calls.
interface PlanRequestWith<Config, State> {
  readonly config: Config;
  /** `undefined` for a creation. */
  readonly prior: State | undefined;
  /**
   * The configuration with defaults; computed attributes have their prior value, or are unknown without one. A plan may change only
   * computed attributes without a configured value.
   */
  readonly proposed: Config;
  /**
   * With a null prior: the private data of an object that the user wants replaced (`-replace`, replace_triggered_by). For a tainted object
   * Terraform sends none.
   */
  readonly priorPrivate: PrivateData | undefined;
  /**
   * Every object of this resource type that this process has upgraded or read so far, oldest first. Terraform plans the
   * successor of a tainted or replaced object with a null prior; in the plan walk the object itself is always among these.
   */
  readonly seen: readonly SeenObject<State>[];
}
/** The input of a plan, in values of the schema `S`. */
export type PlanRequest<S extends WithAttributes> = PlanRequestWith<ConfigOf<S>, StateOf<S>>;

interface PlanResponseWith<Config> {
  readonly planned: Config;
  /** The private data for apply; without it, apply gets the prior data. */
  readonly private?: PrivateData;
  readonly requiresReplace?: readonly Path[];
  readonly diagnostics?: readonly Diagnostic[];
}
/** The result of a plan. */
export type PlanResponse<S extends WithAttributes> = PlanResponseWith<ConfigOf<S>>;

interface PlanDestroyRequestWith<State> {
  readonly prior: State;
  readonly priorPrivate: PrivateData | undefined;
}

interface DestroyRequestWith<State> {
  readonly prior: State;
  /** For a replaced object, the private data in the plan of its successor; otherwise the object's own. */
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
/** The input of an apply: the plan and the plan's own input. */
export type ApplyRequest<S extends WithAttributes> = ApplyRequestWith<ConfigOf<S>, StateOf<S>>;

interface ApplyResponseWith<State> {
  /** The new state. Terraform saves it also with error diagnostics, so it must contain every event. It must not contain unknown values. */
  readonly state: State | undefined;
  /** Without it the planned private data is kept. */
  readonly private?: PrivateData;
  readonly diagnostics?: readonly Diagnostic[];
}
/** The result of an apply. */
export type ApplyResponse<S extends WithAttributes> = ApplyResponseWith<StateOf<S>>;

interface ReadRequestWith<State> {
  readonly state: State;
  readonly private: PrivateData | undefined;
}
/** An object in state. */
export type ReadRequest<S extends WithAttributes> = ReadRequestWith<StateOf<S>>;

interface ReadResponseWith<State> {
  /** `undefined` if the object is gone and has to be planned again. */
  readonly state: State | undefined;
  /** Without it the private data stays unchanged. */
  readonly private?: PrivateData;
  readonly diagnostics?: readonly Diagnostic[];
}
/** The result of a read. */
export type ReadResponse<S extends WithAttributes> = ReadResponseWith<StateOf<S>>;

interface ImportResponseWith<State> {
  readonly state: State | undefined;
  readonly private?: PrivateData;
  readonly diagnostics?: readonly Diagnostic[];
}
/** An existing object that Terraform imports; the state is `undefined` if it does not exist. */
export type ImportResponse<S extends WithAttributes> = ImportResponseWith<StateOf<S>>;

/** JSON of a state of an older schema version. */
export type JsonObject = Readonly<Record<string, unknown>>;

interface ResourceWith<S extends Schema, Config, State, P> {
  readonly schema: S;
  /** Judges a configuration beyond its attributes' validators. Unknown values are judged once they are known. */
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
/** A managed resource. Methods may throw only for bugs; a fault that a user can cause is a diagnostic. */
export type Resource<S extends Schema = Schema, P = unknown> = ResourceWith<S, ConfigOf<S>, StateOf<S>, P>;

interface DataSourceWith<S extends Schema, Config, State, P> {
  readonly schema: S;
  validate?(config: Config): readonly Diagnostic[];
  /** Called only with a wholly known configuration, with its defaults. */
  read(
    config: Config,
    context: CallContext<P>,
  ): Promise<{ readonly state: State | undefined; readonly diagnostics?: readonly Diagnostic[] }>;
}
/** A data source. Methods may throw only for bugs, like those of a resource. */
export type DataSource<S extends Schema = Schema, P = unknown> = DataSourceWith<S, ConfigOf<S>, StateOf<S>, P>;

/** The context of an invocation. */
export interface InvokeContext<P> extends CallContext<P> {
  /** Shows the progress to the user, one line at a time. It has no effect once `signal` has aborted. Never throws. */
  readonly progress: (message: string) => void;
  /** Aborts when the caller has gone and cannot receive the answer. */
  readonly abandoned: AbortSignal;
}

interface ActionWith<S extends Schema, Config, P> {
  readonly schema: S;
  validate?(config: Config): readonly Diagnostic[];
  /**
   * Warnings and errors before an invocation; errors refuse it. May read, never writes. For an action that a resource triggers, parts of
   * the configuration may be unknown; that must not be an error.
   */
  plan?(config: Config, context: CallContext<P>): Promise<readonly Diagnostic[]>;
  /** Carries the action out. Called only with a wholly known configuration. An action has no state. */
  invoke(config: Config, context: InvokeContext<P>): Promise<readonly Diagnostic[]>;
}
/** An action (Terraform 1.14 and later). Methods may throw only for bugs, like those of a resource. */
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
