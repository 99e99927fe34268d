import type { JsonObject } from "../json-value";
import { stableUuid } from "../stable-values";
import { hostOf } from "./instance-fields";
import type { InstanceRecord } from "./instance-record";

/** One of the machines that a RocketMQ instance runs on. */
export interface BrokerNode {
  readonly id: string;
  readonly brokerName: string;
  /** 0: the broker's master. */
  readonly brokerId: number;
  readonly address: string;
}

/** A master and two slaves. (Huawei Cloud RocketMQ user guide, "Restarting Brokers of a RocketMQ Instance", 2025-08.) */
const nodesPerBroker = 3;

/** Far more brokers than the service sells: a seed must not fill the memory. */
const maxBrokers = 100;

/** The nodes of an instance, broker by broker, the master first: of as many brokers as its field `broker_num` says. Pure. */
export function nodesOf({ id, fields }: InstanceRecord): readonly BrokerNode[] {
  const { broker_num: brokers } = fields;
  const count = typeof brokers === "number" ? Math.max(1, Math.min(brokers, maxBrokers)) : 1;
  return Array.from({ length: count * nodesPerBroker }, (_, index) => ({
    id: stableUuid(`node ${id} ${index}`),
    brokerName: `broker-${Math.floor(index / nodesPerBroker)}`,
    brokerId: index % nodesPerBroker,
    address: hostOf(id, index),
  }));
}

/** A node as the API answers it. Pure. */
export function viewNode({ id, brokerName, brokerId, address }: BrokerNode): JsonObject {
  return { id, broker_name: brokerName, broker_id: brokerId, address, public_address: "" };
}
