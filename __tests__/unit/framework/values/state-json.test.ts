import fc from "fast-check";
import { equalValues } from "../../../../lib/framework/values/equality";
import { decodeJson, parseJson } from "../../../../lib/framework/values/state-json";
import type { Type } from "../../../../lib/framework/values/schema";
import { Decimal, type Value } from "../../../../lib/framework/values/value";
import { randomRuns } from "../../../support/chaos/random-runs";
import { types, valueOf } from "../../../support/framework/arbitraries";
import { stateText } from "../../../support/framework/state-json";

interface TypedValue {
  readonly type: Type;
  readonly value: Value;
}

function decodeText(type: Type, text: string) {
  return decodeJson(type, parseJson(text));
}

describe("state's JSON", () => {
  test.each<[string, Type, string, Value]>([
    ["numbers beyond 2^53 exactly", "number", "9007199254740993", 9007199254740993n],
    ["numbers beyond int64 exactly", "number", "92233720368547758080", new Decimal("92233720368547758080")],
    ["fractions exactly", "number", "0.1", new Decimal("0.1")],
    ["maps whose keys are the user's", { map: "number" }, '{"__proto__":1}', new Map([["__proto__", 1]])],
    ["sets as lists", { set: "string" }, '["b","a"]', ["b", "a"]],
    ["missing attributes as null", { object: { a: "string", b: "bool" } }, '{"b":true}', { a: null, b: true }],
    [
      "strings where numbers and bools belong",
      { object: { n: "number", b: "bool" } },
      '{"n":"12","b":"false"}',
      { n: 12, b: false },
    ],
    ["numbers and bools where strings belong", { list: "string" }, "[1,true]", ["1", "true"]],
  ])("gives %s", (_name, type, text, value) => {
    expect(decodeText(type, text)).toEqual({ value, problems: [], dropped: [] });
  });

  test("without an attribute named as a method of every object gives null for it", () => {
    expect(decodeText({ object: Object.fromEntries([["constructor", "string"]]) }, "{}").value).toEqual(
      Object.fromEntries([["constructor", null]]),
    );
  });

  test("names attributes that the schema no longer has, and leaves them out", () => {
    const type = { object: { a: { map: { object: { b: "string" } } } } } as const;
    expect(decodeText(type, '{"a":{"k":{"b":"x","old":1}},"gone":null}')).toEqual({
      value: { a: new Map([["k", { b: "x" }]]) },
      problems: [],
      dropped: [["gone"], ["a", { key: "k" }, "old"]],
    });
  });

  test.each<[string, Type, string, string]>([
    ["a list for a string", { object: { a: "string" } }, '{"a":[]}', "a must be a string, but is a JSON array."],
    ["a word for a number", { list: "number" }, '["many"]', "[0] must be a number, but is a JSON string."],
    [
      "a number for a map",
      { object: { a: { map: "string" } } },
      '{"a":1}',
      "a must be a map of strings, but is a JSON number.",
    ],
    ["an object for a list", { list: "bool" }, "{}", "The state must be a list of bools, but is a JSON object."],
  ])("says where it has the wrong kind: %s", (_name, type, text, problem) => {
    expect(decodeText(type, text).problems).toEqual([problem]);
  });

  test("gives back every value that was written to it", () => {
    const known = types.chain((type) => valueOf(type, [null]).map((value): TypedValue => ({ type, value })));
    fc.assert(
      fc.property(known, ({ type, value }) => {
        const decoded = decodeText(type, stateText(type, value));
        expect(decoded.problems).toEqual([]);
        expect(equalValues(type, decoded.value, value)).toBe(true);
      }),
      randomRuns(200),
    );
  });

  test("is decoded for any value", () => {
    fc.assert(
      fc.property(types, fc.jsonValue({ maxDepth: 6 }), (type, json) => {
        expect(Array.isArray(decodeJson(type, json).problems)).toBe(true);
      }),
      randomRuns(300),
    );
  });
});
