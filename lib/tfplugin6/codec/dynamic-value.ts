import { type Attributes, impliedType, type Schema } from "../../framework/values/schema";
import { isObject, type ObjectValue, type Value } from "../../framework/values/value";
import { valueFromJson, valueFromMsgpack, valueToMsgpack } from "./value";
import { ValueError } from "./value-error";

/** The message DynamicValue: one value in one of two notations. */
export interface DynamicValueMessage {
  readonly msgpack?: Uint8Array | undefined;
  readonly json?: Uint8Array | undefined;
}

/** An object with the bytes that Terraform sent for it. */
interface Received {
  readonly attributes: Attributes;
  readonly msgpack: Uint8Array;
  readonly value: ObjectValue;
}

/**
 * The objects that came last. Terraform sends one object several times: to be read and as the prior state of a plan, and in a plan without
 * changes once more as the proposed state; the configuration to be validated and to be planned. Decoding is most of what such a plan costs.
 */
const lastReceived: Received[] = [];
const maxReceived = 3;

/** An object of the schema; `undefined` for null and without a value. The same bytes give the same object. Throws ValueError. */
export function decodeObject(message: DynamicValueMessage | undefined, schema: Schema): ObjectValue | undefined {
  const { attributes } = schema;
  const { msgpack } = message ?? {};
  const known = lastReceived.find((each) => each.attributes === attributes && isSame(each.msgpack, msgpack));
  if (known !== undefined) return known.value;
  const value = decode(message, attributes);
  if (value === null) return undefined;
  if (!isObject(value)) throw new ValueError([], "expected a known object");
  if (msgpack !== undefined) {
    if (lastReceived.length === maxReceived) lastReceived.shift();
    lastReceived.push({ attributes, msgpack, value });
  }
  return value;
}

function isSame(bytes: Uint8Array, other: Uint8Array | undefined): boolean {
  return other !== undefined && Buffer.compare(bytes, other) === 0;
}

/** Like `decodeObject`, with an object of nulls instead of null, for calls that always concern an object. */
export function decodeConfig(message: DynamicValueMessage | undefined, schema: Schema): ObjectValue {
  return (
    decodeObject(message, schema) ?? Object.fromEntries(Object.keys(schema.attributes).map((name) => [name, null]))
  );
}

/** An object of the schema, or null for `undefined`. An object that Terraform sent goes back in its bytes. Throws ValueError. */
export function encodeObject(value: Value | undefined, schema: Schema): DynamicValueMessage {
  const received = lastReceived.find((each) => each.value === value && each.attributes === schema.attributes);
  if (received !== undefined) return { msgpack: received.msgpack };
  return { msgpack: valueToMsgpack(value ?? null, impliedType(schema.attributes)) };
}

function decode(message: DynamicValueMessage | undefined, attributes: Attributes): Value {
  const { msgpack, json } = message ?? {};
  if (msgpack !== undefined && msgpack.length > 0) return valueFromMsgpack(msgpack, impliedType(attributes));
  if (json !== undefined && json.length > 0) return valueFromJson(json, impliedType(attributes));
  return null;
}
