import type { Action, Engine, InstanceId } from "../../domain/instance";
import type { QueryPair } from "../http/http-message";
import type { ApiVersion } from "../client-config";

/** Filters of a listing. An absent one does not filter. */
export interface ListOptions {
  readonly engine?: Engine | undefined;
  /** Part of the name; with `exactName`, the whole name. */
  readonly name?: string | undefined;
  /** @default false */
  readonly exactName?: boolean | undefined;
  /** The service's word, e.g. `RUNNING`. */
  readonly status?: string | undefined;
  /** Whether instances in CREATEFAILED are listed too. @default true */
  readonly includeFailed?: boolean | undefined;
  readonly enterpriseProjectId?: string | undefined;
}

/** A page of a listing, for API versions that answer in pages. */
interface Page {
  readonly offset: number;
  readonly limit: number;
}

/** The words and the abilities of one API version. All functions are pure. */
export interface Dialect {
  readonly version: ApiVersion;
  /** Instances of a page; `undefined`: every listing comes on one page. */
  readonly pageSize: number | undefined;
  /** The engines for which a listing needs one request each; `undefined`: one listing shows all. */
  readonly enginesToList: readonly Engine[] | undefined;
  /** Query of a listing, in order; `page` is ignored if there are no pages. */
  listQuery(options: ListOptions, page: Page): readonly QueryPair[];
  /** Query that asks for `count` instances at once, for a listing that showed fewer than it counts; absent if there are pages. */
  wideListQuery?(options: ListOptions, count: number): readonly QueryPair[];
  /** Body of the batch call. */
  batchBody(action: Action, ids: readonly InstanceId[], options: { readonly forceDelete: boolean }): object;
  /** Body of the call that deletes all failed creations; `undefined` if the engine has no such call. */
  purgeBody(engine: Engine): object | undefined;
  /** Whether that body names the engine. */
  purgeNamesEngine(engine: Engine): boolean;
  supports(action: Action, engine: Engine): boolean;
  readonly supportsForceDelete: boolean;
}
