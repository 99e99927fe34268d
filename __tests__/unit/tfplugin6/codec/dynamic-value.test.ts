import type { Schema } from "../../../../lib/framework/values/schema";
import type { ObjectValue } from "../../../../lib/framework/values/value";
import { decodeObject, encodeObject } from "../../../../lib/tfplugin6/codec/dynamic-value";

const schemaOf = (type: "string" | "number"): Schema => ({
  version: 0,
  description: "For tests.",
  attributes: { told: { type, optional: true, description: "A value." } },
});
const texts = schemaOf("string");
const otherTexts = schemaOf("string");

/** The bytes that Terraform sends: always new ones, also for a value that it has sent before. */
const sent = (value: ObjectValue, schema = texts) => ({
  msgpack: Uint8Array.from(encodeObject(value, schema).msgpack!),
});

test("an object that comes again in the same bytes is the same object, and goes back in them", () => {
  const first = sent({ told: "once" });
  const object = decodeObject(first, texts)!;
  expect(object).toEqual({ told: "once" });
  expect(decodeObject(sent({ told: "twice" }), texts)).toEqual({ told: "twice" });
  expect(decodeObject(sent({ told: "once" }), texts)).toBe(object);
  expect(encodeObject(object, texts).msgpack).toBe(first.msgpack);
  expect(encodeObject({ ...object }, texts).msgpack).toEqual(first.msgpack);
});

test("the same bytes under another schema are another object, decoded by that schema", () => {
  const bytes = sent({ told: "12" });
  const object = decodeObject(bytes, texts)!;
  expect(decodeObject(bytes, otherTexts)).not.toBe(object);
  expect(decodeObject(bytes, schemaOf("number"))).toEqual({ told: 12 });
  expect(encodeObject(object, otherTexts).msgpack).not.toBe(bytes.msgpack);
});

test("only the last few objects are kept in memory", () => {
  const first = decodeObject(sent({ told: "first" }), texts);
  for (const told of ["a", "b"]) decodeObject(sent({ told }), texts);
  expect(decodeObject(sent({ told: "first" }), texts)).toBe(first);
  decodeObject(sent({ told: "c" }), texts);
  expect(decodeObject(sent({ told: "first" }), texts)).not.toBe(first);
});

test("null and no value at all are not remembered as an object", () => {
  for (const message of [undefined, {}, { msgpack: Uint8Array.of(0xc0) }, { msgpack: Uint8Array.of(0xc0) }]) {
    expect(decodeObject(message, texts)).toBeUndefined();
  }
  expect(encodeObject(undefined, texts).msgpack).toEqual(Uint8Array.of(0xc0));
});
