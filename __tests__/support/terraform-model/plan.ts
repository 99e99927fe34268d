import type { PrivateData } from "../../../lib/framework/resource";
import type { ObjectValue } from "../../../lib/framework/values/value";
import type { Address, Place, State } from "./state";
import type { Ways } from "./ways";

/** A `resource` block. */
export interface DeclaredResource {
  /** Every attribute of the schema, null where nothing is configured. */
  readonly config: ObjectValue;
  readonly createBeforeDestroy?: boolean;
}

/** A root module. */
export interface Configuration {
  readonly resources: Readonly<Record<Address, DeclaredResource>>;
  /** `import` blocks: ids by address. */
  readonly imports?: Readonly<Record<Address, string>>;
  /** `removed` blocks with `destroy = false`. */
  readonly forgotten?: readonly Address[];
}

export interface PlanOptions {
  /** @default "normal" */
  readonly mode?: "normal" | "destroy" | "refresh-only";
  /** `-refresh=false` when false. */
  readonly refresh?: boolean;
  /** `-replace`. */
  readonly replace?: readonly Address[];
}

export type Action =
  "no-op" | "create" | "update" | "delete" | "delete, then create" | "create, then delete" | "forget";

/** The change of one object. */
export interface Change extends Place {
  readonly action: Action;
  /** `undefined` for an object that goes. */
  readonly planned: ObjectValue | undefined;
  /** The answer of the last plan call about it; for a replacement, that of the creation. */
  readonly private: PrivateData | undefined;
}

/** A plan, as a file or in the memory of `apply`. */
export interface Plan {
  readonly configuration: Configuration;
  readonly mode: NonNullable<PlanOptions["mode"]>;
  /** The serial of the state it was made from: with another state it is stale. */
  readonly serial: number;
  /** The state after the refresh. */
  readonly prior: State;
  readonly changes: readonly Change[];
}

/** Whether an apply of it starts the provider: not where there is no object, and with some programs only for a change. */
export function needsProvider({ configuration, mode, prior, changes }: Plan, { startsForNoChange }: Ways): boolean {
  if (!startsForNoChange) return changes.some(({ action }) => action !== "no-op");
  const declares = mode !== "destroy" && Object.keys(configuration.resources).length > 0;
  return declares || prior.size > 0 || changes.length > 0;
}
