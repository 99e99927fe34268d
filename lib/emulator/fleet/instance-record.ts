import type { InstanceId } from "../../domain/instance";
import type { JsonObject } from "../json-value";
import type { TaskRecords } from "../tasks/task-records";

/**
 * What an instance is doing. Each value stands for one change and no other: two restarts of an instance are told apart by
 * `===`, however alike they are.
 */
export type Condition =
  /** It stays in this status until somebody acts on it. */
  | { readonly kind: "steady"; readonly status: string }
  /** It is on its way somewhere. */
  | {
      readonly kind: "changing";
      /** The status shown meanwhile: CREATING, RESTARTING or DELETING. */
      readonly status: string;
      /** Simulated time of the end; `null` when it never ends. */
      readonly endsAtMs: number | null;
      /** The status it ends in; `null` when the instance is gone then. */
      readonly end: string | null;
      /** True until a client has read this status once; the change does not end before that. */
      readonly unseen: boolean;
    };

/** A status that reads show in place of the true one. */
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
  /** Every documented field but the status, as answered. */
  readonly fields: JsonObject;
  readonly condition: Condition;
  /** What reads show in place of the status, whatever goes on, until a simulated time: the work of a fault rule. */
  readonly disguise?: Disguise | undefined;
  /** The status before the last change of status. */
  readonly before?: string | undefined;
  /** What the service recorded of it. */
  readonly tasks: TaskRecords;
}
