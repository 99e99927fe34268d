import type { Engine, Action, InstanceId } from "../../domain/instance";
import { type QueryPair, optionalPair } from "../http/http-message";
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

export function dialectOf(version: ApiVersion): Dialect {
  return version === "v1.0" ? dialectV1 : dialectV2;
}

/**
 * `allFailure` per engine; there is no v1.0 for RocketMQ. (OTC Kafka v1.0 batch page, 2022-08-12; Huawei RabbitMQ v1.0 batch
 * page, 2022-02-21.) RabbitMQ's word names no engine: Assumed: it spares the failed creations of other engines.
 */
const failureWordsV1: Readonly<Record<Engine, string | undefined>> = {
  kafka: "kafka",
  rabbitmq: "true",
  rocketmq: undefined,
};

function listQueryV1(options: ListOptions): readonly QueryPair[] {
  return [
    ...optionalPair("engine", options.engine),
    ...optionalPair("name", options.name),
    ...optionalPair("exactMatchName", options.name === undefined ? undefined : String(options.exactName ?? false)),
    ...optionalPair("status", options.status),
    // Always said: the documents disagree about the default.
    ["includeFailure", String(options.includeFailed ?? true)],
    ...optionalPair("enterprise_project_id", options.enterpriseProjectId),
  ];
}

/**
 * API v1.0: camelCase names, no pages, no `force_delete`.
 * Assumed: a listing without an engine shows every engine, on one page (the tables name no paging parameters).
 */
const dialectV1: Dialect = {
  version: "v1.0",
  pageSize: undefined,
  enginesToList: undefined,
  supportsForceDelete: false,
  listQuery: listQueryV1,
  // As the sample request has them; no table explains them. (OTC and Huawei v1.0 listing pages.)
  wideListQuery: (options, count) => [...listQueryV1(options), ["start", "1"], ["limit", String(count)]],
  batchBody: (action, ids) => ({ action, instances: ids }),
  purgeBody: (engine) => {
    const word = failureWordsV1[engine];
    return word === undefined ? undefined : { action: "delete", allFailure: word };
  },
  purgeNamesEngine: (engine) => engine !== "rabbitmq",
  supports: (_action, engine) => engine !== "rocketmq",
};

/** `all_failure` per engine. (Huawei and OTC v2 batch pages of Kafka, RabbitMQ and RocketMQ.) */
const failureWordsV2: Readonly<Record<Engine, string>> = {
  kafka: "kafka",
  rabbitmq: "rabbitmq",
  rocketmq: "reliability",
};

/** API v2: snake_case names, pages of at most 50, `force_delete`. */
const dialectV2: Dialect = {
  version: "v2",
  pageSize: 50,
  // Open Telekom Cloud demands the filter `engine` (v2 listing page); where it is optional, three listings show the same.
  enginesToList: ["kafka", "rabbitmq", "rocketmq"],
  supportsForceDelete: true,
  listQuery: (options, page) => [
    ...optionalPair("engine", options.engine),
    ...optionalPair("name", options.name),
    ...optionalPair("exact_match_name", options.name === undefined ? undefined : String(options.exactName ?? false)),
    ...optionalPair("status", options.status),
    ["include_failure", String(options.includeFailed ?? true)],
    ...optionalPair("enterprise_project_id", options.enterpriseProjectId),
    ["offset", String(page.offset)],
    ["limit", String(page.limit)],
  ],
  // Only said when true: Open Telekom Cloud's Kafka page does not know it.
  batchBody: (action, ids, options) => ({
    action,
    instances: ids,
    ...(options.forceDelete && action === "delete" ? { force_delete: true } : {}),
  }),
  purgeBody: (engine) => ({ action: "delete", all_failure: failureWordsV2[engine] }),
  purgeNamesEngine: () => true,
  // RabbitMQ's restart is on older v2 pages only: the service decides. RocketMQ restarts nodes, by another call.
  supports: (action, engine) => action === "delete" || engine !== "rocketmq",
};
