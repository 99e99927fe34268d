import { findLostValues } from "../../../../lib/framework/rules/result-rules";
import { Decimal, unknown, type ObjectValue } from "../../../../lib/framework/values/value";
import { counterConfig, counterEntry, counterSchema } from "../../../support/framework/counter";

const { attributes } = counterSchema;
const planned = counterConfig({
  id: unknown,
  step: 1,
  secret: "hunter22",
  zones: ["a", "b"],
  extra: ["a"],
  totals: unknown,
  counters: new Map([["a", counterEntry({ value: unknown })]]),
  stages: [{ name: "one", position: unknown }],
});
const state: ObjectValue = {
  ...planned,
  id: "counter-1",
  totals: new Map(),
  zones: ["b", "a"],
  step: new Decimal("1.0"),
  counters: new Map([["a", counterEntry({ value: 1 })]]),
  stages: [{ name: "one", position: 1 }],
};

test("unknown values may become anything, known ones come back in any form", () => {
  expect(findLostValues(attributes, planned, state)).toEqual([]);
  expect(findLostValues(attributes, planned, { ...state, id: null, totals: null })).toEqual([]);
});

test.each<[string, ObjectValue, unknown]>([
  ["a value that changed", { label: "x" }, { path: ["label"], problem: 'was planned as "orders", but is "x"' }],
  [
    "a value that should have stayed null",
    { region: "eu" },
    { path: ["region"], problem: 'was planned as null, but is "eu"' },
  ],
  [
    "a value inside a map",
    { counters: new Map([["a", counterEntry({ start: 2, value: 1 })]]) },
    { path: ["counters", { key: "a" }, "start"], problem: "was planned as 1, but is 2" },
  ],
  [
    "a value inside a list",
    { stages: [{ name: "two", position: 1 }] },
    { path: ["stages", { index: 0 }, "name"], problem: 'was planned as "one", but is "two"' },
  ],
  [
    "a list of another length",
    { stages: [] },
    { path: ["stages"], problem: "was planned as a list of 1 element, but is a list of 0 elements" },
  ],
  [
    "a set with other elements",
    { zones: ["a", "c"] },
    { path: ["zones"], problem: "was planned as a list of 2 elements, but is a list of 2 elements" },
  ],
  [
    "a sensitive value, which is not shown",
    { secret: "other" },
    { path: ["secret"], problem: "was planned as (sensitive value), but is (sensitive value)" },
  ],
])("a known planned value that does not come back is named: %s", (_name, changes, loss) => {
  expect(findLostValues(attributes, planned, { ...state, ...changes })).toEqual([loss]);
});

test("map elements that are missing or were not planned are named", () => {
  const counters = new Map([["b", counterEntry({ value: 1 })]]);
  expect(findLostValues(attributes, planned, { ...state, counters })).toEqual([
    { path: ["counters", { key: "a" }], problem: "was planned as an object, but is absent" },
    { path: ["counters", { key: "b" }], problem: "was planned as absent, but is an object" },
  ]);
});

test("a set with unknown elements may end smaller, but not without its known ones", () => {
  const open: ObjectValue = { ...planned, zones: ["a", unknown, unknown] };
  expect(findLostValues(attributes, open, { ...state, zones: ["a", "z"] })).toEqual([]);
  expect(findLostValues(attributes, open, { ...state, zones: ["y", "z"] })).toMatchObject([{ path: ["zones"] }]);
  expect(findLostValues(attributes, open, { ...state, zones: ["a", "x", "y", "z"] })).toMatchObject([
    { path: ["zones"] },
  ]);
});
