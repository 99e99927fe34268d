import type { InstanceId, Engine } from "../../domain/instance";
import type { JsonObject } from "../json-value";
import type { TaskRecords } from "./task-records";

/** The activity of an instance. Each value means one change only: two restarts of an instance differ by `===`, also with equal fields. */
export type Condition =
  /** The instance stays in this status until a call changes it. */
  | { readonly kind: "steady"; readonly status: string }
  /** The instance is on its way to another status. */
  | {
      readonly kind: "changing";
      /** The status shown meanwhile: CREATING, RESTARTING or DELETING. */
      readonly status: string;
      /** Simulated time of the end; `null` if it never ends. */
      readonly endsAtMs: number | null;
      /** The status at the end; `null` if the instance is gone then. */
      readonly end: string | null;
      /** True until a client has read this status once; the change does not end before that. */
      readonly unseen: boolean;
    };

/** A status that reads show instead of the true one. */
export interface Disguise {
  readonly status: string;
  readonly untilMs: number;
}

/** One instance of the store. */
export interface InstanceRecord {
  readonly id: InstanceId;
  readonly projectId: string;
  readonly name: string;
  /** The word that answers use: `kafka`, `rabbitmq`, `rocketmq`, or `reliability`, which is RocketMQ too. */
  readonly engine: string;
  /** Every documented field except the status, as answered. */
  readonly fields: JsonObject;
  readonly condition: Condition;
  /** The status that a fault rule makes reads show until a simulated time, regardless of the true one. */
  readonly disguise?: Disguise | undefined;
  /** The status before the last change of status. */
  readonly before?: string | undefined;
  /** The service's task records of the instance. */
  readonly tasks: TaskRecords;
}

/** An instance as seeded, complete. */
export interface SeededInstance {
  readonly id: string;
  readonly projectId: string;
  readonly name: string;
  /** The engine as spelled; `reliability` stays unchanged. */
  readonly engine: string;
  readonly status: string;
  readonly fields: JsonObject;
}

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
