import fc from "fast-check";
import { findPlanViolations } from "../../../../lib/framework/rules/plan-rules";
import { fillDefaults, propose } from "../../../../lib/framework/rules/propose";
import type { Attributes } from "../../../../lib/framework/values/schema";
import { isWhollyKnown, unknown, type ObjectValue, type Value } from "../../../../lib/framework/values/value";
import { randomRuns } from "../../../support/chaos/random-runs";
import { counterConfig, counterEntry, counterSchema, emptyState } from "../../../support/framework/counter";

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
  test("has defaults for null attributes and unknown for computed values, at every depth", () => {
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
  test("has prior values for computed attributes, and defaults rather than prior values", () => {
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

  test("follows list elements by position and set elements by their configured values", () => {
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

describe("the elements of a set that exists", () => {
  const attribute = { type: "string", optional: true, description: "A." } as const;
  const users: Attributes = {
    users: {
      nesting: "set",
      optional: true,
      description: "Users.",
      attributes: {
        name: { ...attribute, computed: true },
        role: { ...attribute, computed: true },
        id: { type: "string", computed: true, description: "Id." },
      },
    },
  };
  const user = (name: string | null, role: string | null, id: Value = null): ObjectValue => ({ name, role, id });
  const proposedUsers = (config: readonly ObjectValue[], before: readonly ObjectValue[]): Value | undefined =>
    propose(users, { users: config }, { users: before })["users"];

  test("continue one prior element each: two that ask for the same become one old and one new", () => {
    expect(proposedUsers([user("a", null), user("a", "admin")], [user("a", "admin", "1")])).toEqual([
      { name: "a", role: unknown, id: unknown },
      user("a", "admin", "1"),
    ]);
  });

  test("are asked first where they are configured most explicitly, in any position", () => {
    const before = [user("a", "admin", "1"), user("a", "guest", "2")];
    expect(proposedUsers([user("a", null), user("a", "admin")], before)).toEqual([before[1], before[0]]);
    expect(proposedUsers([user("a", "admin"), user("a", null)], before)).toEqual(before);
  });

  test("make room for one another, so that as many as possible go on", () => {
    const before = [user("a", "admin", "1"), user("a", "guest", "2")];
    expect(proposedUsers([user("a", null), user(null, "admin")], before)).toEqual([before[1], before[0]]);
  });

  test("have as many elements as configured, with any prior value", () => {
    const names = fc.constantFrom("a", "b", null);
    const configured = fc.record({ name: names, role: names, id: fc.constant(null) });
    const existing = fc.record({ name: fc.constantFrom("a", "b"), role: fc.constantFrom("a", "b"), id: names });
    const sets = { selector: (one: unknown) => JSON.stringify(one), maxLength: 5 };
    fc.assert(
      fc.property(fc.uniqueArray(configured, sets), fc.uniqueArray(existing, sets), (config, before) => {
        const proposed = proposedUsers(config, before);
        expect(
          findPlanViolations(users, {
            prior: { users: before },
            config: { users: config },
            planned: { users: proposed ?? null },
          }),
        ).toEqual([]);
        const inherited = (proposed as readonly ObjectValue[]).filter(isWhollyKnown).map((one) => JSON.stringify(one));
        expect(new Set(inherited).size).toBe(inherited.length);
      }),
      randomRuns(200),
    );
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
