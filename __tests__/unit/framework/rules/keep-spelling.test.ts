import fc from "fast-check";
import { equalValues } from "../../../../lib/framework/values/equality";
import { keepSpelling } from "../../../../lib/framework/rules/keep-spelling";
import type { Type } from "../../../../lib/framework/values/schema";
import { Decimal, type Value } from "../../../../lib/framework/values/value";
import { randomRuns } from "../../../support/chaos/random-runs";
import { typedValue } from "../../../support/framework/arbitraries";

test.each<[string, Type, Value, Value, Value]>([
  ["a number's form", "number", 0.1, new Decimal("0.1"), new Decimal("0.1")],
  ["a set's order", { set: "string" }, ["a", "b"], ["b", "a"], ["b", "a"]],
  [
    "what is equal inside what has changed",
    { map: "number" },
    new Map([
      ["a", 1],
      ["b", 2],
    ]),
    new Map([
      ["a", new Decimal("1.0")],
      ["b", new Decimal("3.0")],
    ]),
    new Map<string, Value>([
      ["a", new Decimal("1.0")],
      ["b", 2],
    ]),
  ],
  [
    "an object's attributes",
    { object: { a: "number", b: "string" } },
    { a: 1, b: "new" },
    { a: 1n, b: "old" },
    { a: 1n, b: "new" },
  ],
  [
    "a set's elements, equal ones and those in the same position",
    { set: { object: { n: "number", s: "string" } } },
    [
      { n: 1, s: "changed" },
      { n: 2, s: "same" },
    ],
    [
      { n: 1n, s: "before" },
      { n: 3n, s: "gone" },
      { n: 2n, s: "same" },
    ],
    [
      { n: 1n, s: "changed" },
      { n: 2n, s: "same" },
    ],
  ],
  ["a list's elements", { list: "number" }, [1, 2], [1n], [1n, 2]],
])("a reference decides on %s", (_name, type, value, reference, kept) => {
  expect(keepSpelling(type, value, reference)).toEqual(kept);
});

test("a changed value is still the changed value", () => {
  fc.assert(
    fc.property(typedValue(2), ({ type, values: [value = null, reference = null] }) => {
      expect(equalValues(type, keepSpelling(type, value, reference), value)).toBe(true);
    }),
    randomRuns(200),
  );
});

test("without a reference a value stays as it is", () => {
  expect(keepSpelling("number", 0.1, undefined)).toBe(0.1);
});
