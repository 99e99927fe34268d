import { InvalidInput } from "../invalid-input";
import { isDeeperThan, type JsonObject, type JsonValue } from "../json-value";
import { stableHex, stableInteger, stableUuid } from "../stable-values";

/** Types of documented fields. */
type FieldType = "string" | "integer" | "boolean" | "array";

/** The calls that answer a field: every call, v2 only, get only, or all except the list of v1.0. */
export type FieldPlace = "everywhere" | "v2" | "get" | "v2-or-get";

/** Fields that the store owns: `instance_id`, `name`, `engine` and `status`. */
export const ownedFields: readonly string[] = ["instance_id", "name", "engine", "status"];

/**
 * The documented fields of an instance, with their types and the calls that answer them. Sources: OTC DMS API reference, "Querying an
 * Instance" and "Querying All Instances" (v1.0), "Listing All Instances" (v2), all 2026-04; RocketMQ's "Querying the Instance List".
 * `public_boundwidth` is spelled as in the documents' samples.
 */
export const instanceFields: Readonly<Record<string, readonly [FieldType, FieldPlace]>> = {
  engine_version: ["string", "everywhere"],
  description: ["string", "v2"],
  specification: ["string", "everywhere"],
  storage_space: ["integer", "everywhere"],
  total_storage_space: ["integer", "everywhere"],
  used_storage_space: ["integer", "everywhere"],
  partition_num: ["string", "everywhere"],
  connect_address: ["string", "everywhere"],
  port: ["integer", "everywhere"],
  resource_spec_code: ["string", "everywhere"],
  type: ["string", "everywhere"],
  charging_mode: ["integer", "everywhere"],
  vpc_id: ["string", "everywhere"],
  vpc_name: ["string", "everywhere"],
  created_at: ["string", "everywhere"],
  product_id: ["string", "everywhere"],
  security_group_id: ["string", "everywhere"],
  security_group_name: ["string", "everywhere"],
  subnet_id: ["string", "everywhere"],
  subnet_name: ["string", "get"],
  subnet_cidr: ["string", "v2-or-get"],
  available_zones: ["array", "everywhere"],
  available_zone_names: ["array", "v2"],
  user_id: ["string", "everywhere"],
  user_name: ["string", "everywhere"],
  access_user: ["string", "everywhere"],
  maintain_begin: ["string", "everywhere"],
  maintain_end: ["string", "everywhere"],
  enable_publicip: ["boolean", "everywhere"],
  public_boundwidth: ["integer", "everywhere"],
  public_connect_address: ["string", "everywhere"],
  public_access_enabled: ["string", "v2"],
  ssl_enable: ["boolean", "everywhere"],
  ssl_two_way_enable: ["boolean", "v2"],
  broker_ssl_enable: ["boolean", "v2"],
  cert_replaced: ["boolean", "v2"],
  kafka_security_protocol: ["string", "v2"],
  sasl_enabled_mechanisms: ["array", "v2"],
  enterprise_project_id: ["string", "everywhere"],
  storage_resource_id: ["string", "everywhere"],
  storage_spec_code: ["string", "everywhere"],
  storage_type: ["string", "everywhere"],
  service_type: ["string", "everywhere"],
  retention_policy: ["string", "everywhere"],
  kafka_public_status: ["string", "everywhere"],
  kafka_manager_user: ["string", "v2"],
  kafka_private_connect_address: ["string", "everywhere"],
  management_connect_address: ["string", "everywhere"],
  namesrv_address: ["string", "everywhere"],
  broker_address: ["string", "everywhere"],
  cross_vpc_info: ["string", "everywhere"],
  pod_connect_address: ["string", "everywhere"],
  rest_connect_address: ["string", "everywhere"],
  rest_enable: ["boolean", "everywhere"],
  ces_version: ["string", "everywhere"],
  enable_log_collection: ["boolean", "everywhere"],
  enable_auto_topic: ["boolean", "v2"],
  enable_acl: ["boolean", "v2"],
  ipv6_enable: ["boolean", "everywhere"],
  ipv6_connect_addresses: ["array", "everywhere"],
  trace_enable: ["boolean", "everywhere"],
  disk_encrypted: ["boolean", "everywhere"],
  disk_encrypted_key: ["string", "everywhere"],
  dr_enable: ["boolean", "v2"],
  connector_enable: ["boolean", "v2"],
  connector_id: ["string", "v2"],
  new_spec_billing_enable: ["boolean", "v2"],
  support_features: ["string", "v2"],
  is_logical_volume: ["boolean", "v2"],
  extend_times: ["integer", "v2"],
  broker_num: ["integer", "v2"],
  node_num: ["integer", "v2"],
  tags: ["array", "everywhere"],
};

const seedingEpochMs = Date.UTC(2025, 0, 1);
const halfYearMinutes = 180 * 24 * 60;

/** The parts of an instance's fields: those that its project and engine share, and its own. */
interface Composition {
  /** The same object for all instances of a project and an engine. */
  readonly shared: JsonObject;
  readonly own: JsonObject;
}

const compositions = new WeakMap<JsonObject, Composition>();

/** Every field of an instance: the given ones, and plausible values for the others. */
export function completeFields(id: string, projectId: string, engine: string, given: JsonObject): JsonObject {
  const shared = sharedFields(projectId, engine);
  const own = { ...ownFields(id, engine), ...given };
  const fields = { ...shared, ...own };
  compositions.set(fields, { shared, own });
  return fields;
}

/** The parts of such fields; `undefined` for fields that were not made here. */
export function compositionOf(fields: JsonObject): Composition | undefined {
  return compositions.get(fields);
}

const known = new Map<string, JsonObject>();

function sharedFields(projectId: string, engine: string): JsonObject {
  const kind = `${projectId} ${engine}`;
  let shared = known.get(kind);
  if (shared === undefined) known.set(kind, (shared = { ...fieldsOfEngine(engine), ...fieldsOfPlace(projectId) }));
  return shared;
}

function ownFields(id: string, engine: string): JsonObject {
  const createdAtMs = seedingEpochMs + stableInteger(`created ${id}`, 0, halfYearMinutes) * 60_000;
  return {
    ...addressesOf(id, engine),
    storage_resource_id: stableUuid(`storage ${id}`),
    created_at: String(createdAtMs),
  };
}

/** The address of one of an instance's hosts, counted from 0. */
export function hostOf(id: string, host: number): string {
  return `192.168.0.${stableInteger(`host ${id} ${host}`, 2, 250)}`;
}

function addressesOf(id: string, engine: string): JsonObject {
  const hosts = [0, 1, 2].map((node) => hostOf(id, node));
  const atPort = (port: number): string => hosts.map((host) => `${host}:${port}`).join(",");
  const connect_address = hosts.join(",");
  switch (engine) {
    case "rabbitmq":
      return { connect_address, management_connect_address: `http://${String(hosts[0])}:15672` };
    case "rocketmq":
      return { connect_address, namesrv_address: atPort(8100), broker_address: atPort(10100) };
    default:
      return { connect_address, kafka_private_connect_address: atPort(9092) };
  }
}

function fieldsOfPlace(projectId: string): JsonObject {
  return {
    description: "",
    type: "cluster",
    charging_mode: 1,
    vpc_id: stableUuid(`vpc ${projectId}`),
    vpc_name: `vpc-${stableHex(`vpc ${projectId}`, 4)}`,
    security_group_id: stableUuid(`security group ${projectId}`),
    security_group_name: "default",
    subnet_id: stableUuid(`subnet ${projectId}`),
    subnet_name: `subnet-${stableHex(`subnet ${projectId}`, 4)}`,
    subnet_cidr: "192.168.0.0/24",
    available_zones: [stableHex("zone 1", 32)],
    available_zone_names: ["eu-de-01"],
    user_id: stableHex(`user ${projectId}`, 32),
    user_name: "emulator",
    access_user: "",
    maintain_begin: "22:00:00",
    maintain_end: "02:00:00",
    enable_publicip: false,
    public_boundwidth: 0,
    ssl_enable: false,
    ssl_two_way_enable: false,
    cert_replaced: false,
    enterprise_project_id: "0",
    storage_spec_code: "dms.physical.storage.ultra",
    storage_type: "hec",
    service_type: "advanced",
    ces_version: "linux",
    enable_log_collection: false,
    ipv6_enable: false,
    ipv6_connect_addresses: [],
    disk_encrypted: false,
    dr_enable: false,
    is_logical_volume: true,
    extend_times: 0,
    broker_num: 3,
    node_num: 3,
    tags: [],
  };
}

function fieldsOfEngine(engine: string): JsonObject {
  switch (engine) {
    case "rabbitmq":
      return { ...size("rabbitmq", "3.8.35", "2u4g.cluster", 5672), enable_acl: false };
    case "rocketmq":
      return { ...size("rocketmq", "4.8.0", "4u8g.cluster.small", 8100), enable_acl: false };
    default:
      return { ...size("kafka", "2.7", "100MB", 9092), ...kafkaOnly };
  }
}

const kafkaOnly: JsonObject = {
  partition_num: "300",
  resource_spec_code: "dms.instance.kafka.cluster.c3.mini",
  product_id: "00300-30308-0--0",
  retention_policy: "produce_reject",
  kafka_public_status: "closed",
  kafka_manager_user: "root",
  kafka_security_protocol: "PLAINTEXT",
  public_access_enabled: "closed",
  broker_ssl_enable: false,
  enable_auto_topic: false,
  rest_enable: false,
  rest_connect_address: "",
  trace_enable: false,
  connector_enable: false,
  connector_id: "",
  cross_vpc_info: "{}",
  pod_connect_address: "",
};

function size(engine: string, version: string, specification: string, port: number): JsonObject {
  return {
    engine_version: version,
    specification,
    resource_spec_code: `dms.instance.${engine}.cluster`,
    product_id: `${engine}.${specification}`,
    port,
    storage_space: 492,
    total_storage_space: 600,
    used_storage_space: 25,
  };
}

/** Deepest nesting of fields: far more than any document has, far less than JSON can express. */
const maxFieldLevels = 32;

/** Throws `InvalidInput` for a field that could be read but not answered. Pure. */
export function requireShallow(value: unknown, place: string): void {
  if (!isDeeperThan(maxFieldLevels, value)) return;
  throw new InvalidInput(place, `is nested too deeply: ${maxFieldLevels} levels of arrays and objects are allowed`);
}

/** A seeded value converted to the documented type; `undefined` if this is impossible. Pure. */
export function toDocumentedType(name: string, value: JsonValue): JsonValue | undefined {
  if (name === "created_at") return toEpochMs(value);
  const type = instanceFields[name]?.[0];
  switch (type) {
    case undefined:
      return value;
    case "string":
      return typeof value === "string" ? value : typeof value === "number" ? String(value) : undefined;
    case "integer":
      return typeof value === "number" && Number.isInteger(value) ? value : undefined;
    case "boolean":
      return typeof value === "boolean" ? value : undefined;
    case "array":
      return Array.isArray(value) ? value : undefined;
  }
}

/** `created_at` is a text of epoch milliseconds; seeds may write a date instead. */
function toEpochMs(value: JsonValue): string | undefined {
  if (typeof value === "number" || (typeof value === "string" && /^\d+$/.test(value))) return String(value);
  const parsed = typeof value === "string" ? Date.parse(value) : NaN;
  return Number.isNaN(parsed) ? undefined : String(parsed);
}
