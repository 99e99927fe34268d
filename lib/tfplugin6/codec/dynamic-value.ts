import { type Attributes, impliedType, type Schema } from "../../framework/values/schema";
import { isObject, type ObjectValue, type Value } from "../../framework/values/value";
import { valueFromJson, valueFromMsgpack } from "./decode-value";
import { valueToMsgpack } from "./encode-value";
import { ValueError } from "./value-error";

/** The message DynamicValue: one value in one of two notations. */
export interface DynamicValueMessage {
  readonly msgpack?: Uint8Array | undefined;
  readonly json?: Uint8Array | undefined;
}

/** An object of the schema; `undefined` for null and without a value. Throws ValueError. */
export function decodeObject(message: DynamicValueMessage | undefined, schema: Schema): ObjectValue | undefined {
  const value = decode(message, schema.attributes);
  if (value === null) return undefined;
  if (!isObject(value)) throw new ValueError([], "expected a known object");
  return value;
}

/** Like `decodeObject`, with an object of nulls in place of null, for calls that always concern an object. */
export function decodeConfig(message: DynamicValueMessage | undefined, schema: Schema): ObjectValue {
  return (
    decodeObject(message, schema) ?? Object.fromEntries(Object.keys(schema.attributes).map((name) => [name, null]))
  );
}

/** An object of the schema, or null for `undefined`. Throws ValueError. */
export function encodeObject(value: Value | undefined, schema: Schema): DynamicValueMessage {
  return { msgpack: valueToMsgpack(value ?? null, impliedType(schema.attributes)) };
}

function decode(message: DynamicValueMessage | undefined, attributes: Attributes): Value {
  const { msgpack, json } = message ?? {};
  if (msgpack !== undefined && msgpack.length > 0) return valueFromMsgpack(msgpack, impliedType(attributes));
  if (json !== undefined && json.length > 0) return valueFromJson(json, impliedType(attributes));
  return null;
}
