import type { Engine } from "../domain/instance";
import type { Dialect } from "./dialect";
import { optionalPair } from "./query";

/** `all_failure` per engine. (Huawei and OTC v2 batch pages of Kafka, RabbitMQ and RocketMQ.) */
const failureWords: Readonly<Record<Engine, string>> = {
  kafka: "kafka",
  rabbitmq: "rabbitmq",
  rocketmq: "reliability",
};

/** API v2: snake_case names, pages of at most 50, `force_delete`. */
export const dialectV2: Dialect = {
  version: "v2",
  pageSize: 50,
  // Open Telekom Cloud demands the filter `engine` (v2 listing page); where it is optional, three requests show the same.
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
  // `force_delete` is sent only if true: Open Telekom Cloud's Kafka page does not know it.
  batchBody: (action, ids, options) => ({
    action,
    instances: ids,
    ...(options.forceDelete && action === "delete" ? { force_delete: true } : {}),
  }),
  purgeBody: (engine) => ({ action: "delete", all_failure: failureWords[engine] }),
  purgeNamesEngine: () => true,
  // Only older v2 pages have RabbitMQ's restart, so the service decides. RocketMQ restarts nodes, by another call.
  supports: (action, engine) => action === "delete" || engine !== "rocketmq",
};
