import { findPlanViolations } from "../../../../lib/framework/rules/plan-rules";
import { unknown, type ObjectValue } from "../../../../lib/framework/values/value";
import { counterConfig, counterEntry, counterSchema, emptyState } from "../../../support/framework/counter";

const { attributes } = counterSchema;

function judge(config: ObjectValue, planned: ObjectValue, prior?: ObjectValue) {
  return findPlanViolations(attributes, { prior, config, planned });
}

describe("a plan may", () => {
  const entry = counterEntry({ limits: { max: null, reached: null } });
  const config = counterConfig({
    nickname: unknown,
    counters: new Map([["a", entry]]),
    ports: [
      { port: 1, handle: null },
      { port: 2, handle: null },
    ],
    stages: [{ name: "one", position: null }],
    extra: ["anything"],
  });

  test("keep everything as configured", () => {
    expect(judge(config, config)).toEqual([]);
  });

  test("choose computed values that are not configured, at every depth", () => {
    const planned: ObjectValue = {
      ...config,
      id: unknown,
      step: 9,
      totals: new Map([["x", { total: unknown }]]),
      counters: new Map([["a", { ...entry, color: "red", value: unknown, limits: { max: 3, reached: false } }]]),
      ports: [
        { port: 2, handle: unknown },
        { port: 1, handle: "h1" },
      ],
      stages: [{ name: "one", position: 1 }],
    };
    expect(judge(config, planned)).toEqual([]);
  });

  test("keep the prior value of a configured attribute", () => {
    const prior = { ...emptyState(), label: "ORDERS", counters: new Map([["z", counterEntry()]]) };
    expect(judge(config, { ...config, label: "ORDERS", counters: prior.counters }, prior)).toEqual([]);
  });
});

describe("a plan may not", () => {
  const one = counterEntry();
  const config = counterConfig({
    secret: "hunter22",
    counters: new Map([["a", one]]),
    ports: [
      { port: 1, handle: null },
      { port: 2, handle: null },
    ],
    stages: [{ name: "one", position: null }],
  });

  test.each<[string, ObjectValue, unknown]>([
    [
      "change a configured value",
      { label: "other" },
      {
        path: ["label"],
        problem: 'is planned as "other" (configured as "orders"), but configured values are kept as they are',
      },
    ],
    [
      "make a configured value unknown",
      { label: unknown },
      {
        path: ["label"],
        problem:
          'is planned as (known after apply) (configured as "orders"), but configured values are kept as they are',
      },
    ],
    [
      "fill what is not computed",
      { region: "eu" },
      {
        path: ["region"],
        problem: 'is planned as "eu" (configured as null), but it is not computed, so that it must stay null',
      },
    ],
    [
      "change a value inside a map",
      { counters: new Map([["a", { ...one, start: 2 }]]) },
      {
        path: ["counters", { key: "a" }, "start"],
        problem: "is planned as 2 (configured as 1), but configured values are kept as they are",
      },
    ],
    [
      "fill what is not computed inside a map",
      { counters: new Map([["a", { ...one, kind: "k" }]]) },
      { path: ["counters", { key: "a" }, "kind"] },
    ],
    [
      "add a key to a map",
      {
        counters: new Map([
          ["a", one],
          ["b", one],
        ]),
      },
      {
        path: ["counters"],
        problem:
          "is planned as a map of 2 elements (configured as a map of 1 element), but it must have the keys that are configured",
      },
    ],
    ["exchange a key of a map", { counters: new Map([["b", one]]) }, { path: ["counters"] }],
    ["null a map", { counters: null }, { path: ["counters"] }],
    ["null an element of a map", { counters: new Map([["a", null]]) }, { path: ["counters", { key: "a" }] }],
    [
      "lengthen a list",
      {
        stages: [
          { name: "one", position: 1 },
          { name: "two", position: 2 },
        ],
      },
      { path: ["stages"] },
    ],
    [
      "change a value inside a list",
      { stages: [{ name: "two", position: 1 }] },
      { path: ["stages", { index: 0 }, "name"] },
    ],
    [
      "change a value inside a set",
      {
        ports: [
          { port: 1, handle: null },
          { port: 3, handle: null },
        ],
      },
      {
        path: ["ports"],
        problem:
          "is planned as a list of 2 elements (configured as a list of 2 elements), but one of its elements is not a configured one",
      },
    ],
    ["empty a set", { ports: [] }, { path: ["ports"] }],
    [
      "make two elements of a set equal",
      {
        ports: [
          { port: 1, handle: "h" },
          { port: 1, handle: "h" },
        ],
      },
      {
        path: ["ports"],
        problem:
          "is planned as a list of 2 elements (configured as a list of 2 elements), but 2 of its elements are equal, of which a set keeps one",
      },
    ],
    [
      "plan one configured element of a set twice and another one not at all",
      {
        ports: [
          { port: 1, handle: "h1" },
          { port: 1, handle: "h2" },
        ],
      },
      {
        path: ["ports"],
        problem:
          "is planned as a list of 2 elements (configured as a list of 2 elements), but one of the configured elements is not among them",
      },
    ],
    [
      "change a sensitive value, which is not shown",
      { secret: "hunter23" },
      {
        path: ["secret"],
        problem:
          "is planned as (sensitive value) (configured as (sensitive value)), but configured values are kept as they are",
      },
    ],
  ])("%s", (_name, changes, violation) => {
    expect(judge(config, { ...config, ...changes })).toEqual([expect.objectContaining(violation)]);
  });

  test("change a value to one that is neither configured nor prior", () => {
    const [violation] = judge(config, { ...config, label: "third" }, { ...emptyState(), label: "second" });
    expect(violation?.problem).toContain('is planned as "third" (configured as "orders", was "second")');
  });

  test("keep the prior value of an attribute that is no longer configured and not computed", () => {
    expect(judge(config, { ...config, region: "eu" }, { ...emptyState(), region: "eu" })).toMatchObject([
      { path: ["region"] },
    ]);
  });
});
