import type { Engine } from "../../domain/instance";
import type { Dialect, ListOptions } from "./dialect";
import { type QueryPair, optionalPair } from "../http/http-message";
import type { ApiVersion } from "../client-config";

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
