import type { Engine } from "../domain/instance";
import type { Dialect, ListOptions } from "./dialect";
import { optionalPair } from "./query";
import type { QueryPair } from "./query";

/**
 * `allFailure` per engine; there is no v1.0 for RocketMQ. (OTC Kafka v1.0 batch page, 2022-08-12; Huawei RabbitMQ v1.0 batch
 * page, 2022-02-21.) RabbitMQ's word does not name the engine. Assumed: it spares the failed creations of other engines.
 */
const failureWords: Readonly<Record<Engine, string | undefined>> = {
  kafka: "kafka",
  rabbitmq: "true",
  rocketmq: undefined,
};

function listQuery(options: ListOptions): readonly QueryPair[] {
  return [
    ...optionalPair("engine", options.engine),
    ...optionalPair("name", options.name),
    ...optionalPair("exactMatchName", options.name === undefined ? undefined : String(options.exactName ?? false)),
    ...optionalPair("status", options.status),
    // The parameter is always sent, because the documents disagree about the default.
    ["includeFailure", String(options.includeFailed ?? true)],
    ...optionalPair("enterprise_project_id", options.enterpriseProjectId),
  ];
}

/**
 * API v1.0: camelCase names, no pages, no `force_delete`.
 * Assumed: a listing without an engine shows every engine, on one page (the tables name no paging parameters).
 */
export const dialectV1: Dialect = {
  version: "v1.0",
  pageSize: undefined,
  enginesToList: undefined,
  supportsForceDelete: false,
  listQuery,
  // The parameters of the sample request; the documents do not explain them. (OTC and Huawei v1.0 listing pages.)
  wideListQuery: (options, count) => [...listQuery(options), ["start", "1"], ["limit", String(count)]],
  batchBody: (action, ids) => ({ action, instances: ids }),
  purgeBody: (engine) => {
    const word = failureWords[engine];
    return word === undefined ? undefined : { action: "delete", allFailure: word };
  },
  purgeNamesEngine: (engine) => engine !== "rabbitmq",
  supports: (_action, engine) => engine !== "rocketmq",
};
