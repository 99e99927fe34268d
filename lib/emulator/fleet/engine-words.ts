import type { Engine } from "../../domain/instance";

/** The service's words for engines. (OTC RocketMQ API reference, "Querying the Instance List", 2026-04: rocketmq has an alias.) */
const engines: Readonly<Record<string, Engine>> = {
  kafka: "kafka",
  rabbitmq: "rabbitmq",
  rocketmq: "rocketmq",
  reliability: "rocketmq",
};

/** The engine that a word means; `undefined` for any other word. Pure. */
export function engineOf(word: string): Engine | undefined {
  return Object.hasOwn(engines, word) ? engines[word] : undefined;
}
