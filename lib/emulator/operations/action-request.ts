import type { Action, Engine } from "../../domain/instance";
import type { Dialect } from "../fleet/instance-view";
import { decodeJson, isJsonObject, type JsonObject, type JsonValue } from "../json-value";
import { refuse } from "../refusal";

/** The request in a valid body of `POST …/instances/action`. The existence of the instances is not checked yet. */
export type ActionRequest =
  | { readonly kind: "batch"; readonly action: Action; readonly ids: readonly string[]; readonly forceDelete: boolean }
  | { readonly kind: "purge"; readonly engine: Engine };

const maxIds = 50;

/** The spelling of a body. */
interface Spelling {
  readonly keys: readonly string[];
  /** The key for "all failed creations", and its words for the engines. */
  readonly allFailure: string;
  readonly engines: Readonly<Record<string, Engine>>;
}

const spellings: Readonly<Record<Dialect, Spelling>> = {
  "v1.0": {
    keys: ["action", "instances", "allFailure"],
    allFailure: "allFailure",
    engines: { kafka: "kafka", true: "rabbitmq" },
  },
  v2: {
    keys: ["action", "instances", "all_failure", "force_delete"],
    allFailure: "all_failure",
    engines: { kafka: "kafka", rabbitmq: "rabbitmq", true: "rabbitmq", reliability: "rocketmq" },
  },
};

/**
 * Reads the body of a batch call. Pure. Throws the first refusal that applies, in this order (Assumed: the documents name
 * the codes, not their order): empty, not JSON, action, unknown key, force_delete, all-failure, instances missing or empty,
 * too many, repeated.
 */
export function parseActionRequest(body: Uint8Array, dialect: Dialect): ActionRequest {
  const fields = parseBody(body);
  const { action } = fields;
  if (action !== "restart" && action !== "delete") throw refuse("DMS.00400064");
  const spelling = spellings[dialect];
  const unknownKey = Object.keys(fields).find((key) => !spelling.keys.includes(key));
  if (unknownKey !== undefined) throw refuse("DMS.00400062", `${dialect} knows no ${unknownKey}.`);
  const forceDelete = fields.force_delete ?? false;
  if (typeof forceDelete !== "boolean") throw wrongKey("force_delete");
  const allFailure = fields[spelling.allFailure] ?? null;
  if (allFailure !== null) return parsePurge(fields, allFailure, spelling);
  return { kind: "batch", action, ids: parseIds(fields.instances ?? null), forceDelete };
}

function parseBody(body: Uint8Array): JsonObject {
  if (body.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d)) {
    throw refuse("DMS.00400004");
  }
  const fields = decodeJson(body);
  if (!isJsonObject(fields)) throw refuse("DMS.00400005");
  return fields;
}

function parsePurge(fields: JsonObject, word: JsonValue, { allFailure: key, engines }: Spelling): ActionRequest {
  if (typeof word !== "string") throw wrongKey(key);
  if (fields.action !== "delete") throw refuse("DMS.00400062", `${key} goes with action delete only.`);
  const engine = Object.hasOwn(engines, word) ? engines[word] : undefined;
  if (engine === undefined) throw refuse("DMS.00400062", `${key} must be one of ${Object.keys(engines).join(", ")}.`);
  const instances = fields.instances ?? [];
  if (!Array.isArray(instances)) throw wrongKey("instances");
  if (instances.length > 0) throw refuse("DMS.00400062", `Send either instances or ${key}.`);
  return { kind: "purge", engine };
}

function parseIds(instances: JsonValue): readonly string[] {
  if (instances === null) throw refuse("DMS.00400065");
  if (!Array.isArray(instances)) throw wrongKey("instances");
  if (instances.length === 0) throw refuse("DMS.00400065");
  if (instances.length > maxIds) throw refuse("DMS.00400100");
  const ids: string[] = [];
  for (const id of instances as readonly JsonValue[]) {
    if (typeof id !== "string") throw refuse("DMS.00400061");
    if (ids.includes(id)) throw refuse("DMS.00400082");
    ids.push(id);
  }
  return ids;
}

function wrongKey(key: string): Error {
  return refuse("DMS.00400085", `The error key is ${key}.`);
}
