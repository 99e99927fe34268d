import { fillDefaults, propose } from "../../../lib/framework/propose";
import { unknown, type ObjectValue } from "../../../lib/framework/value";
import { counterConfig, counterEntry, counterSchema, emptyState } from "../../support/framework/counter";

const { attributes } = counterSchema;

const prior = {
  ...emptyState(),
  id: "counter-1",
  label: "orders",
  step: 5,
  nickname: "nick",
  counters: new Map([["a", { start: 1, kind: null, color: "red", value: 100, limits: { max: 3, reached: true } }]]),
  ports: [
    { port: 80, handle: "h80" },
    { port: 443, handle: "h443" },
  ],
  stages: [{ name: "one", position: 1 }],
  totals: new Map([["all", { total: 100 }]]),
};

describe("the proposal for a new object", () => {
  test("has defaults for null attributes and unknown for what will be computed, at every depth", () => {
    const counters = new Map([["a", counterEntry({ limits: { max: null, reached: null } })]]);
    const proposed = propose(attributes, counterConfig({ counters, ports: [{ port: 1, handle: null }] }), undefined);
    expect(proposed).toEqual({
      ...counterConfig(),
      id: unknown,
      step: 1,
      nickname: unknown,
      totals: unknown,
      ports: [{ port: 1, handle: unknown }],
      counters: new Map([
        ["a", { start: 1, kind: null, color: "grey", value: unknown, limits: { max: 10, reached: unknown } }],
      ]),
    });
  });

  test("leaves unknown collections and elements unknown", () => {
    const proposed = propose(
      attributes,
      counterConfig({ counters: new Map([["a", unknown]]), stages: unknown }),
      undefined,
    );
    expect(proposed).toMatchObject({ counters: new Map([["a", unknown]]), stages: unknown });
  });
});

describe("the proposal for an object that exists", () => {
  test("holds prior values for what is computed, and defaults rather than prior values", () => {
    expect(propose(attributes, counterConfig(), prior)).toMatchObject({
      id: "counter-1",
      step: 1,
      nickname: "nick",
      totals: prior.totals,
      stages: null,
      counters: new Map([["a", { start: 1, kind: null, color: "grey", value: 100, limits: null }]]),
    });
  });

  test("has unknown computed attributes in elements that are new to a map", () => {
    const counters = new Map([
      ["a", counterEntry({ limits: { max: 1, reached: null } })],
      ["b", counterEntry({ limits: { max: 1, reached: null } })],
    ]);
    const proposed = propose(attributes, counterConfig({ counters }), prior);
    expect(proposed["counters"]).toEqual(
      new Map([
        ["a", { start: 1, kind: null, color: "grey", value: 100, limits: { max: 1, reached: true } }],
        ["b", { start: 1, kind: null, color: "grey", value: unknown, limits: { max: 1, reached: unknown } }],
      ]),
    );
  });

  test("follows list elements by position and set elements by what is configured", () => {
    const stages = [
      { name: "renamed", position: null },
      { name: "two", position: null },
    ];
    const ports = [443, 8080].map((port) => ({ port, handle: null }));
    const proposed: ObjectValue = propose(attributes, counterConfig({ stages, ports }), prior);
    expect(proposed["stages"]).toEqual([
      { name: "renamed", position: 1 },
      { name: "two", position: unknown },
    ]);
    expect(proposed["ports"]).toEqual([
      { port: 443, handle: "h443" },
      { port: 8080, handle: unknown },
    ]);
  });
});

test("filling defaults alone leaves computed attributes null", () => {
  const counters = new Map([["a", counterEntry({ limits: { max: null, reached: null } })]]);
  expect(fillDefaults(attributes, counterConfig({ counters }))).toEqual({
    ...counterConfig(),
    step: 1,
    counters: new Map([["a", counterEntry({ color: "grey", limits: { max: 10, reached: null } })]]),
  });
});
