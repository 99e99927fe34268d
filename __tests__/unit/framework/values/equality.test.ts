import fc from "fast-check";
import { canonicalText, equalValues } from "../../../../lib/framework/values/equality";
import type { Type } from "../../../../lib/framework/values/schema";
import { Decimal, unknown, type Value } from "../../../../lib/framework/values/value";
import { randomRuns } from "../../../support/chaos/random-runs";
import { typedValue } from "../../../support/framework/arbitraries";

describe("equal values", () => {
  test.each<[string, Type, Value, Value]>([
    ["numbers of different forms", "number", 1, new Decimal("1.0")],
    ["numbers inside collections", { list: "number" }, [1n], [1]],
    ["sets in another order", { set: "number" }, [1, 2, 3], [3, 1, 2]],
    ["sets of sets", { set: { set: "string" } }, [["a", "b"], ["c"]], [["c"], ["b", "a"]]],
    ["sets with the same element twice", { set: "string" }, ["a", "a"], ["a"]],
    [
      "maps with their keys in another order",
      { map: "string" },
      new Map([
        ["a", "1"],
        ["b", "2"],
      ]),
      new Map([
        ["b", "2"],
        ["a", "1"],
      ]),
    ],
    [
      "maps with a key named __proto__",
      { map: "string" },
      new Map([["__proto__", "1"]]),
      new Map([["__proto__", "1"]]),
    ],
    [
      "objects with their attributes in another order",
      { object: { a: "bool", b: "bool" } },
      { a: true, b: false },
      { b: false, a: true },
    ],
    ["objects with the same numbers in other forms", { object: { a: { list: "number" } } }, { a: [1] }, { a: [1n] }],
    [
      "maps with keys composed and decomposed",
      { map: "bool" },
      new Map([
        ["\u00e9", true],
        ["b", false],
      ]),
      new Map([
        ["b", false],
        ["e\u0301", true],
      ]),
    ],
    [
      "an attribute that is null and one that is not there",
      { object: Object.fromEntries<Type>([["constructor", "string"]]) },
      {},
      { constructor: null },
    ],
    ["strings composed and decomposed", "string", "e\u0301", "\u00e9"],
    ["unknowns", "string", unknown, unknown],
  ])("are %s", (_name, type, a, b) => {
    expect(equalValues(type, a, b)).toBe(true);
  });

  test.each<[string, Type, Value, Value]>([
    ["null and an empty list", { list: "string" }, null, []],
    ["unknown and null", "string", unknown, null],
    ["the texts of null and unknown and these", "string", null, "null"],
    ["lists in another order", { list: "number" }, [1, 2], [2, 1]],
    ["a string and a number with the same digits", "string", "1", 1],
    ["a map and an object with the same keys", { map: "number" }, new Map([["a", 1]]), { a: 1 }],
    ["a record that looks like a number and that number", "number", { decimal: "1" }, 1],
    ["maps of the same size with other keys", { map: "number" }, new Map([["a", 1]]), new Map([["b", 1]])],
    ["sets of which one has more", { set: "number" }, [1, 2], [1, 2, 3]],
    ["a key and a value changing places", { map: "string" }, new Map([["a", "b"]]), new Map([["b", "a"]])],
    ["strings with a quote where another begins", { list: "string" }, ['a","b'], ["a", "b"]],
    [
      "an attribute named decimal and a number",
      { object: { decimal: "string" } },
      { decimal: "1.0" },
      { decimal: "1" },
    ],
  ])("are not %s", (_name, type, a, b) => {
    expect(equalValues(type, a, b)).toBe(false);
  });
});

describe("equality of any two values of one type", () => {
  test("is reflexive, symmetric and transitive", () => {
    fc.assert(
      fc.property(typedValue(3), ({ type, values: [a = null, b = null, c = null] }) => {
        expect(equalValues(type, a, a)).toBe(true);
        expect(equalValues(type, a, b)).toBe(equalValues(type, b, a));
        expect(equalValues(type, a, b)).toBe(canonicalText(type, a) === canonicalText(type, b));
        if (equalValues(type, a, b) && equalValues(type, b, c)) expect(equalValues(type, a, c)).toBe(true);
      }),
      randomRuns(200),
    );
  });

  test("holds for a deep copy, and for it with every set reversed", () => {
    fc.assert(
      fc.property(typedValue(1), ({ type, values: [value = null] }) => {
        expect(equalValues(type, value, reversed(type, value))).toBe(true);
        expect(canonicalText(type, value)).toBe(canonicalText(type, reversed(type, value)));
      }),
      randomRuns(200),
    );
  });
});

function reversed(type: Type, value: Value): Value {
  if (typeof type === "string" || value === null || value === unknown) return value;
  if (Array.isArray(value)) {
    const element = "list" in type ? type.list : "set" in type ? type.set : "string";
    const copy = (value as readonly Value[]).map((one) => reversed(element, one));
    return "set" in type ? copy.reverse() : copy;
  }
  if (value instanceof Map && "map" in type) {
    const entries = [...(value as ReadonlyMap<string, Value>)];
    return new Map(entries.reverse().map(([key, one]) => [key, reversed(type.map, one)]));
  }
  if (!("object" in type)) return value;
  const entries = Object.entries(value as Readonly<Record<string, Value>>);
  return Object.fromEntries(
    entries.reverse().map(([name, one]) => [name, reversed(type.object[name] ?? "string", one)]),
  );
}
