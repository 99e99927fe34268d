import * as fc from "fast-check";
import { anyText } from "../../../support/chaos/any-text";
import type { Type } from "../../../../lib/framework/values/schema";
import { Decimal, unknown, type Value } from "../../../../lib/framework/values/value";
import { valueFromJson, valueFromMsgpack, valueToMsgpack } from "../../../../lib/tfplugin6/codec/value";
import { randomRuns } from "../../../support/chaos/random-runs";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const fromHex = (text: string, type: Type): Value => valueFromMsgpack(new Uint8Array(Buffer.from(text, "hex")), type);
const toHex = (value: Value, type: Type): string => hex(valueToMsgpack(value, type));
const json = (text: string, type: Type): Value => valueFromJson(new Uint8Array(Buffer.from(text)), type);

describe("msgpack", () => {
  const cases: readonly (readonly [string, Type, Value, string])[] = [
    ["null", "string", null, "c0"],
    ["unknown", "string", unknown, "d40000"],
    ["an unknown object", { object: { a: "string" } }, unknown, "d40000"],
    ["true", "bool", true, "c3"],
    ["text", "string", "ü", "a2c3bc"],
    ["a small number", "number", 5, "05"],
    ["an int64", "number", 9007199254740993n, "cf0020000000000001"],
    ["a negative int64", "number", -9223372036854775808n, "d38000000000000000"],
    ["a number beyond int32", "number", 5_000_000_000, "cf000000012a05f200"],
    ["an exact float", "number", 0.5, "cb3fe0000000000000"],
    ["a decimal", "number", new Decimal("0.1"), "a3302e31"],
    ["text that looks like a number", "string", "0.1", "a3302e31"],
    ["a list", { list: "number" }, [1, null, unknown], "9301c0d40000"],
    ["a set", { set: "string" }, ["b", "a"], "92a162a161"],
    ["an empty map", { map: "string" }, new Map(), "80"],
    ["a map", { map: "bool" }, new Map([["k", true]]), "81a16bc3"],
    ["a map with the key __proto__", { map: "bool" }, new Map([["__proto__", true]]), "81a95f5f70726f746f5f5fc3"],
    ["an object with its nulls", { object: { a: "string", b: "bool" } }, { a: null, b: true }, "82a161c0a162c3"],
  ];

  test.each(cases)("%s", (_name, type, value, bytes) => {
    expect(toHex(value, type)).toBe(bytes);
    expect(fromHex(bytes, type)).toEqual(value);
  });

  test.each([
    ["fixext 1", "d40000"],
    ["refined, of type 12", "c7030c8101c2"],
    ["fixext 4 of another type", "d60500000000"],
    ["with a length of 16 bits", "c800010c80"],
  ])("an extension is unknown: %s", (_name, bytes) => {
    expect(fromHex(bytes, "string")).toBe(unknown);
    expect(fromHex(`91${bytes}`, { list: "number" })).toEqual([unknown]);
  });

  test("numbers arrive in any of their forms", () => {
    expect(fromHex("a131", "number")).toBe(1);
    expect(fromHex("ccff", "number")).toBe(255);
    expect(fromHex("cf0000000000000001", "number")).toBe(1);
    expect(fromHex("d3ffffffffffffffff", "number")).toBe(-1);
    expect(fromHex("ca3f000000", "number")).toBe(0.5);
  });

  test("keys keep their order and spelling, though they look like positions", () => {
    const map = new Map([["b", "1"], ["2", "2"], ["1", "3"], ["constructor", "4"], [".", "5"], ["", "6"]]); // prettier-ignore
    const bytes = "86" + "a162a131" + "a132a132" + "a131a133" + "ab636f6e7374727563746f72a134" + "a12ea135" + "a0a136";
    const read = fromHex(bytes, { map: "string" }) as ReadonlyMap<string, Value>;
    expect([...read]).toEqual([...map]);
  });

  test("long text keeps its byte order mark", () => {
    const text = `\uFEFF${"x".repeat(300)}\uFEFF`;
    expect(valueFromMsgpack(valueToMsgpack(text, "string"), "string")).toBe(text);
  });

  test("half a surrogate pair is replaced, in keys too, and a whole one is not", () => {
    expect(toHex("\uD83Da", "string")).toBe("a4efbfbd61");
    expect(toHex("😀", "string")).toBe("a4f09f9880");
    expect(toHex(new Map([["\uDE00", "v"]]), { map: "string" })).toBe("81a3efbfbda176");
  });

  test("missing attributes are null in both directions", () => {
    const type: Type = { object: { a: "string", b: { list: "string" } } };
    expect(fromHex("81a161a178", type)).toEqual({ a: "x", b: null });
    expect(toHex({ a: "x" }, type)).toBe("82a161a178a162c0");
  });

  test.each([
    ["a number for a string", { object: { a: { map: "string" } } }, "81a16181a16b01", 'a["k"]: expected a string'],
    ["text for a bool", { list: "bool" }, "92c3a178", "[1]: expected a bool"],
    ["text for a number", { object: { a: "number" } }, "81a161a178", 'a: "x" is not a number'],
    ["a bool for a number", "number", "c3", "expected a number"],
    ["a map for a list", { list: "bool" }, "80", "expected a sequence"],
    ["a list for a map", { map: "bool" }, "90", "expected a map"],
    ["a list for an object", { object: {} }, "90", "expected an object"],
    ["an attribute too many", { object: { a: "bool" } }, "82a161c0a162c0", "b: the schema has no such attribute"],
    ["bytes that end early", "string", "a5", "Insufficient data"],
    ["bytes too many", "bool", "c3c3", "Extra 1 of 2 byte(s)"],
  ] as readonly (readonly [string, Type, string, string])[])("refuses %s", (_name, type, bytes, message) => {
    expect(() => fromHex(bytes, type)).toThrow(message);
  });

  test.each([
    ["a number for a string", { object: { a: { list: "string" } } }, { a: ["x", 1] }, "a[1]: expected a string"],
    ["text for a bool", "bool", "true", "expected a boolean"],
    ["text for a number", "number", "1", "expected a number"],
    ["NaN", { map: "number" }, new Map([["k", NaN]]), '["k"]: NaN'],
    ["a record for a map", { map: "bool" }, { a: true }, "expected a Map"],
    ["a record for a list", { list: "bool" }, {}, "expected an array"],
    ["a list for an object", { object: {} }, [], "expected an object"],
    ["an attribute the schema lacks", { object: {} }, { oops: 1 }, "oops: the schema has no such attribute"],
  ] as readonly (readonly [string, Type, Value, string])[])("does not send %s", (_name, type, value, message) => {
    expect(() => valueToMsgpack(value, type)).toThrow(message);
  });

  test("values of any type come back as they were", () => {
    fc.assert(
      fc.property(typeAndValue, ({ type, value }) => {
        expect(valueFromMsgpack(valueToMsgpack(value, type), type)).toEqual(value);
      }),
      randomRuns(150),
    );
  });
});

describe("JSON", () => {
  test("is read by type, without losing a digit", () => {
    const type = { object: { n: { list: "number" }, s: "string", m: { map: "string" } } } as const;
    const text = '{"n":[1,0.1,9007199254740993,1e400],"s":"1.0","m":{"__proto__":"x"}}';
    const read = json(text, type) as { readonly n: readonly Value[] };
    expect(read).toMatchObject({ s: "1.0", m: new Map([["__proto__", "x"]]) });
    expect([read.n[0], read.n[2], read.n[3]]).toEqual([1, 9007199254740993n, new Decimal("1e400")]);
    // However 0.1 is held, it goes out as 0.1.
    expect(toHex(read.n[1]!, "number")).toBe("a3302e31");
  });

  test.each([
    ['{"a":', "JSON"],
    ['{"a":[1]}', "a must be a string"],
    ['{"b":1}', "b: the schema has no such attribute"],
  ])("%s is refused", (text, message) => {
    expect(() => json(text, { object: { a: "string" } })).toThrow(message);
  });
});

// A type, and a value of it with nulls and unknowns anywhere.
const key = fc.oneof(anyText({ maxLength: 6 }), fc.constantFrom("__proto__", "constructor", "0", "."));
const attributeName = fc.stringMatching(/^[a-z_][a-z0-9_]{0,6}$/).filter((name) => name !== "__proto__");

const typeArbitrary: fc.Arbitrary<Type> = fc.letrec<{ type: Type }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3, depthIdentifier: "type" },
    fc.constantFrom<Type>("string", "bool", "number"),
    tie("type").map((list) => ({ list })),
    tie("type").map((set) => ({ set })),
    tie("type").map((map) => ({ map })),
    fc.dictionary(attributeName, tie("type"), { maxKeys: 4, noNullPrototype: true }).map((object) => ({ object })),
  ),
})).type;

const numberArbitrary: fc.Arbitrary<Value> = fc.oneof(
  fc.maxSafeInteger(),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n }),
  fc.integer({ min: -1000, max: 1000 }).map((eighths) => eighths / 8),
  fc.constantFrom<Value>(new Decimal("0.1"), new Decimal("18446744073709551616")),
);

function valueArbitrary(type: Type): fc.Arbitrary<Value> {
  return fc.oneof(
    { weight: 6, arbitrary: knownArbitrary(type) },
    { weight: 1, arbitrary: fc.constantFrom<Value>(null, unknown) },
  );
}

function knownArbitrary(type: Type): fc.Arbitrary<Value> {
  if (type === "string") return anyText({ maxLength: 300 });
  if (type === "bool") return fc.boolean();
  if (type === "number") return numberArbitrary;
  if ("list" in type) return fc.array(valueArbitrary(type.list), { maxLength: 4 });
  if ("set" in type) return fc.array(valueArbitrary(type.set), { maxLength: 4 });
  if ("map" in type) {
    return fc.array(fc.tuple(key, valueArbitrary(type.map)), { maxLength: 4 }).map((entries) => new Map(entries));
  }
  const attributes = Object.entries(type.object).map(([name, own]) => [name, valueArbitrary(own)] as const);
  return fc.record(Object.fromEntries(attributes), { noNullPrototype: true });
}

const typeAndValue = typeArbitrary.chain((type) =>
  fc.record<{ readonly type: Type; readonly value: Value }>({ type: fc.constant(type), value: valueArbitrary(type) }),
);
