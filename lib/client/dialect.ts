import type { Action, Engine, InstanceId } from "../domain/instance";
import type { QueryPair } from "./query";

export type ApiVersion = "v1.0" | "v2";

/** What a listing is narrowed to. Absent filters do not narrow. */
export interface ListOptions {
  readonly engine?: Engine | undefined;
  /** Part of the name, or all of it with `exactName`. */
  readonly name?: string | undefined;
  /** @default false */
  readonly exactName?: boolean | undefined;
  /** The service's word, e.g. `RUNNING`. */
  readonly status?: string | undefined;
  /** Instances in CREATEFAILED too. @default true */
  readonly includeFailed?: boolean | undefined;
  readonly enterpriseProjectId?: string | undefined;
}

/** A part of a listing, for API versions that answer in pages. */
interface Page {
  readonly offset: number;
  readonly limit: number;
}

/** What one API version calls things and what it can do. All functions are pure. */
export interface Dialect {
  readonly version: ApiVersion;
  /** `undefined`: every listing comes on one page. */
  readonly pageSize: number | undefined;
  /** The engines a listing must be asked for one by one; `undefined`: one listing shows all. */
  readonly enginesToList: readonly Engine[] | undefined;
  /** Query of a listing, in order; `page` is ignored where there are no pages. */
  listQuery(options: ListOptions, page: Page): readonly QueryPair[];
  /** Query that asks for `count` instances at once, for a listing that showed fewer than it counts; absent where there are pages. */
  wideListQuery?(options: ListOptions, count: number): readonly QueryPair[];
  /** Body of the batch call. */
  batchBody(action: Action, ids: readonly InstanceId[], options: { readonly forceDelete: boolean }): object;
  /** Body of the call that deletes all failed creations; `undefined` where the engine has none. */
  purgeBody(engine: Engine): object | undefined;
  /** Whether that body says whose failed creations are meant. */
  purgeNamesEngine(engine: Engine): boolean;
  supports(action: Action, engine: Engine): boolean;
  readonly supportsForceDelete: boolean;
}
