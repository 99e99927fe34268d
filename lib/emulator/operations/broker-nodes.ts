import type { InstanceId } from "../../domain/instance";
import { answer, type ApiAnswer, wholeNumber } from "../api-call";
import { restartOf } from "./fault-subject";
import type { InstanceNow } from "../fleet/store";
import { decodeJson, isJsonObject, type JsonObject, type JsonValue } from "../json-value";
import { refuse } from "../refusal";
import type { Actor } from "../fleet/task-records";
import { changeInstance } from "./change-instance";
import { requireInstance } from "./preconditions";
import type { ServiceState } from "./service-state";
import { stableUuid } from "../stable-values";
import { hostOf } from "../fleet/instance-fields";
import { type InstanceRecord, engineOf } from "../fleet/instance-record";

const defaultLimit = 10;

/**
 * `GET /v2/{project}/rocketmq/instances/{id}/nodes`: one page of the nodes. `limit` (10) and `offset` (0) are those of the
 * vendor's SDKs; an offset at the end or beyond it gives an empty page (Assumed).
 */
export function listNodes(state: ServiceState, projectId: string, id: InstanceId, query: URLSearchParams): ApiAnswer {
  const { record } = requireRocketmq(state, projectId, id);
  const nodes = nodesOf(record);
  const offset = atLeast(0, query, "offset", 0);
  const page = nodes.slice(offset, offset + atLeast(1, query, "limit", defaultLimit));
  return answer(200, { total: nodes.length, nodes: page.map(viewNode) });
}

/**
 * `POST /v2/{project}/rocketmq/instances/{id}/restart`: restarts the nodes that the body names, all of them without a body. The
 * instance shows RESTARTING meanwhile and has the record of a restart. Throws the refusals; then nothing is done.
 */
export function restartNodes(
  state: ServiceState,
  projectId: string,
  id: InstanceId,
  body: Uint8Array,
  actor: Actor,
): ApiAnswer {
  const instance = requireRocketmq(state, projectId, id);
  const nodes = readNodes(body, nodesOf(instance.record));
  requireRestartable(instance);
  const fault = state.faults.forInstance(restartOf(id), id);
  const result = changeInstance(state, instance, "restart", fault, { actor, toRecycleBin: false });
  return answer(200, { instance_id: id, nodes, result });
}

/** Assumed: the code for an instance of another engine, whose address says rocketmq all the same. */
function requireRocketmq(state: ServiceState, projectId: string, id: InstanceId): InstanceNow {
  const instance = requireInstance(state.store, projectId, id, state.pace().nowMs);
  const { engine } = instance.record;
  if (engineOf(engine) !== "rocketmq") throw refuse("DMS.00400007", `${id} is an instance of ${engine}.`);
  return instance;
}

/**
 * Only version 4.8.0, and only while it is RUNNING. (Huawei Cloud RocketMQ user guide, "Restarting Brokers of a RocketMQ
 * Instance", 2025-08; the code for another version is Assumed.)
 */
function requireRestartable({ record, status }: InstanceNow): void {
  const { engine_version: version } = record.fields;
  if (typeof version === "string" && version.startsWith("5")) {
    throw refuse("DMS.00400007", `Nodes of RocketMQ ${version} cannot be restarted.`);
  }
  // If a rule shows another status, the service checks both.
  const wrong = [status, record.condition.status].find((each) => each !== "RUNNING");
  if (wrong !== undefined) throw refuse("DMS.00400026", `${record.id} is ${wrong}.`);
}

/** The ids that the body names, or those of all nodes. Pages of 2024 to 2026 know a body with `nodes`, or none. */
function readNodes(body: Uint8Array, known: readonly BrokerNode[]): readonly string[] {
  const ids = known.map((node) => node.id);
  if (body.length === 0) return ids;
  const fields = decodeJson(body);
  if (!isJsonObject(fields)) throw refuse("DMS.00400005");
  const unknownKey = Object.keys(fields).find((key) => key !== "nodes");
  if (unknownKey !== undefined) throw refuse("DMS.00400062", `The call knows no ${unknownKey}.`);
  if (fields.nodes === undefined || fields.nodes === null) return ids;
  return requireNodes(fields.nodes, ids);
}

function requireNodes(nodes: JsonValue, known: readonly string[]): readonly string[] {
  if (!Array.isArray(nodes)) throw refuse("DMS.00400085", "The error key is nodes.");
  const named = nodes as readonly JsonValue[];
  if (named.length === 0) throw refuse("DMS.00400062", "nodes is empty.");
  if (new Set(named).size !== named.length) throw refuse("DMS.00400062", "nodes names a node twice.");
  const chosen = named.filter((id): id is string => typeof id === "string" && known.includes(id));
  if (chosen.length !== named.length) throw refuse("DMS.00400062", "nodes must be ids of nodes of this instance.");
  return chosen;
}

function atLeast(least: number, query: URLSearchParams, name: string, absent: number): number {
  const value = wholeNumber(query.get(name), absent);
  if (value === undefined || value < least) {
    throw refuse("DMS.00400062", `${name} must be a whole number, ${least} or more.`);
  }
  return value;
}

/** One of the machines that a RocketMQ instance runs on. */
interface BrokerNode {
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

/** The nodes of an instance, broker by broker, the master first: for the number of brokers in its field `broker_num`. Pure. */
function nodesOf({ id, fields }: InstanceRecord): readonly BrokerNode[] {
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
function viewNode({ id, brokerName, brokerId, address }: BrokerNode): JsonObject {
  return { id, broker_name: brokerName, broker_id: brokerId, address, public_address: "" };
}
