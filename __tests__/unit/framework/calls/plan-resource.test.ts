import { errorDiagnostic, warningDiagnostic } from "../../../../lib/framework/values/diagnostic";
import { impliedType } from "../../../../lib/framework/values/schema";
import type { PlanChange } from "../../../../lib/framework/server";
import { Decimal, unknown, type ObjectValue, type Value } from "../../../../lib/framework/values/value";
import {
  counterConfig,
  counterEntry,
  counterSchema,
  counterServer,
  fulfil,
  type CounterConfig,
  type CounterResource,
} from "../../../support/framework/counter";
import { stateText } from "../../../support/framework/state-json";

const type = "demo_counter";

function change(config: CounterConfig, prior?: ObjectValue): PlanChange {
  return { config, prior, proposed: config, priorPrivate: undefined };
}

/** The object that Terraform would hold after applying a configuration. */
async function created(config: CounterConfig): Promise<ObjectValue> {
  const { planned } = await counterServer().server.planResourceChange(type, change(config));
  return fulfil(planned as CounterConfig, { prefix: "counter" });
}

describe("a plan to create", () => {
  test("has defaults, unknown computed values, and no replacement", async () => {
    const { server } = counterServer();
    expect(await server.planResourceChange(type, change(counterConfig()))).toEqual({
      planned: {
        ...counterConfig(),
        id: unknown,
        step: 1,
        nickname: unknown,
        totals: unknown,
        counters: new Map([["a", { start: 1, kind: null, color: "grey", value: unknown, limits: null }]]),
      },
      private: undefined,
      requiresReplace: [],
      diagnostics: [],
    });
  });

  test("keeps unknown configuration unknown, also whole maps", async () => {
    const { server } = counterServer();
    const config = counterConfig({ label: unknown, counters: unknown, zones: unknown });
    const { planned, diagnostics } = await server.planResourceChange(type, change(config));
    expect(diagnostics).toEqual([]);
    expect(planned).toMatchObject({ label: unknown, counters: unknown, zones: unknown });
  });
});

describe("a plan to update", () => {
  test("is the prior state exactly when nothing changes, in any spelling", async () => {
    const config = counterConfig({ step: 0.5, zones: ["a", "b"], ports: [{ port: 80, handle: null }] });
    const state = { ...(await created(config)), step: new Decimal("0.50"), zones: ["b", "a"] };
    const { planned, requiresReplace, diagnostics } = await counterServer().server.planResourceChange(
      type,
      change(config, state),
    );
    expect(planned).toStrictEqual(state);
    expect([requiresReplace, diagnostics]).toEqual([[], []]);
  });

  test("changes configured values and keeps computed ones", async () => {
    const state = await created(counterConfig());
    const counters = new Map([
      ["a", counterEntry({ start: 2 })],
      ["b", counterEntry()],
    ]);
    const { planned, diagnostics } = await counterServer().server.planResourceChange(
      type,
      change(counterConfig({ counters }), state),
    );
    expect(diagnostics).toEqual([]);
    expect(planned).toEqual({
      ...state,
      totals: unknown,
      counters: new Map([
        ["a", { start: 2, kind: null, color: "grey", value: 100, limits: null }],
        ["b", { start: 1, kind: null, color: "grey", value: unknown, limits: null }],
      ]),
    });
  });

  test("goes back to the default when a value is no longer configured", async () => {
    const state = await created(counterConfig({ step: 5, nickname: "mine" }));
    const { planned } = await counterServer().server.planResourceChange(type, change(counterConfig(), state));
    expect(planned).toMatchObject({ step: 1, nickname: "mine" });
  });

  test("names the causes of a replacement, from the schema and from the resource", async () => {
    const config = counterConfig({ counters: new Map([["a", counterEntry({ kind: "k" })]]) });
    const state = await created(config);
    const plan: CounterResource["plan"] = ({ proposed }) =>
      Promise.resolve({ planned: proposed, requiresReplace: [["label"]] });
    const wanted = counterConfig({ region: unknown, counters: new Map([["a", counterEntry({ kind: "other" })]]) });
    const { requiresReplace } = await counterServer({ plan }).server.planResourceChange(type, change(wanted, state));
    expect(requiresReplace).toEqual([["region"], ["counters", { key: "a" }, "kind"], ["label"]]);
  });
});

describe("the input of the resource", () => {
  test("holds the configuration as it came, the proposal, and private data", async () => {
    const plan = jest.fn<ReturnType<CounterResource["plan"]>, Parameters<CounterResource["plan"]>>(({ proposed }) =>
      Promise.resolve({ planned: proposed }),
    );
    const { server } = counterServer({ plan });
    const config = counterConfig();
    const answer = await server.planResourceChange(type, { ...change(config), priorPrivate: new Uint8Array([1]) });
    const [request, context] = plan.mock.calls[0]!;
    expect(request).toMatchObject({ config, prior: undefined, proposed: { step: 1, id: unknown }, seen: [] });
    expect([request.priorPrivate, answer.private]).toEqual([new Uint8Array([1]), new Uint8Array([1])]);
    expect(context.provider).toBeUndefined();
  });

  test("may be answered with private data, warnings and errors", async () => {
    const plan: CounterResource["plan"] = ({ proposed }) =>
      Promise.resolve({
        planned: proposed,
        private: new Uint8Array([2]),
        diagnostics: [warningDiagnostic("Mind The Step", "It is high.", ["step"])],
      });
    const answer = await counterServer({ plan }).server.planResourceChange(type, change(counterConfig()));
    expect(answer.private).toEqual(new Uint8Array([2]));
    expect(answer.diagnostics).toMatchObject([{ severity: "warning", path: ["step"] }]);
  });
});

describe("a plan that Terraform would refuse is reported as a bug of the provider", () => {
  function planning(changes: Record<string, Value | undefined>): CounterResource["plan"] {
    return ({ proposed }) => Promise.resolve({ planned: { ...proposed, ...changes } });
  }

  test.each<[string, Record<string, Value | undefined>, string]>([
    ["a configured value was changed", { label: "mine" }, 'label is planned as "mine" (configured as "orders"), but'],
    ["a value was chosen that is not computed", { region: "eu" }, "region is planned as"],
    ["a map lost its keys", { counters: new Map() }, "counters is planned as"],
    ["a value has the wrong kind", { step: "1" }, "step must be a number, but is a string"],
    ["an attribute is missing", { id: undefined }, "id must be a string, but is missing"],
    ["there is an attribute too many", { other: 1 }, "other is not an attribute of the schema"],
  ])("%s", async (_name, changes, detail) => {
    const answer = await counterServer({ plan: planning(changes) }).server.planResourceChange(
      type,
      change(counterConfig()),
    );
    expect(answer.diagnostics).toHaveLength(1);
    expect(answer.diagnostics[0]).toMatchObject({ severity: "error", summary: "Provider Produced Invalid Plan" });
    expect(answer.diagnostics[0]?.detail).toContain(`Planning demo_counter: ${detail}`);
    expect(answer.diagnostics[0]?.detail).toContain("bug in the provider");
  });

  test("unless the resource found an error itself", async () => {
    const plan: CounterResource["plan"] = ({ proposed }) =>
      Promise.resolve({ planned: { ...proposed, label: "x" }, diagnostics: [errorDiagnostic("Not Allowed", "No.")] });
    const { diagnostics } = await counterServer({ plan }).server.planResourceChange(type, change(counterConfig()));
    expect(diagnostics.map(({ summary }) => summary)).toEqual(["Not Allowed"]);
  });

  test.each<[string, unknown, string]>([
    ["that is missing", undefined, "it returned no answer"],
    ["with an invalid path to replace", { requiresReplace: [["zones", { index: 0.5 }]] }, "an invalid path to replace"],
    ["with private data that is not bytes", { private: "text" }, "private data that is not bytes"],
  ])("and so is a plan %s", async (_name, slip, detail) => {
    const plan = (({ proposed }) =>
      Promise.resolve(
        slip === undefined ? slip : { planned: proposed, ...(slip as object) },
      )) as CounterResource["plan"];
    const { diagnostics } = await counterServer({ plan }).server.planResourceChange(type, change(counterConfig()));
    expect(diagnostics).toMatchObject([{ severity: "error", summary: "Provider Bug" }]);
    expect(diagnostics[0]?.detail).toContain(detail);
  });

  test("and so is an error that was thrown", async () => {
    const { server, lines } = counterServer({ plan: () => Promise.reject(new Error("no such thing")) });
    const { diagnostics } = await server.planResourceChange(type, change(counterConfig()));
    expect(diagnostics).toMatchObject([{ severity: "error", summary: "Provider Bug" }]);
    expect(diagnostics[0]?.detail).toContain("Planning demo_counter ended in an unexpected error: no such thing");
    expect(lines.find(({ level }) => level === "error")?.fields["stack"]).toContain("plan-resource.test");
  });
});

describe("a plan to destroy", () => {
  const destroy: PlanChange = {
    prior: counterConfig(),
    proposed: undefined,
    config: undefined,
    priorPrivate: new Uint8Array([3]),
  };

  test("plans no value, passes private data on and shows the resource's warnings", async () => {
    expect(await counterServer().server.planResourceChange(type, destroy)).toEqual({
      planned: undefined,
      private: new Uint8Array([3]),
      requiresReplace: [],
      diagnostics: [warningDiagnostic("Counters Are Lost", "Their values are not kept.")],
    });
  });

  test("is refused when the resource throws", async () => {
    const { server } = counterServer({ planDestroy: () => Promise.reject(new Error("oh")) });
    expect((await server.planResourceChange(type, destroy)).diagnostics).toMatchObject([{ summary: "Provider Bug" }]);
  });
});

describe("the object about to be replaced is seen when its successor is planned", () => {
  const config = counterConfig();
  const bytes = (state: ObjectValue): Uint8Array =>
    new TextEncoder().encode(stateText(impliedType(counterSchema.attributes), state));

  /** A server whose plans note the observed values. */
  function watching() {
    const seen: unknown[] = [];
    const read: CounterResource["read"] = ({ state }) =>
      Promise.resolve({ state: { ...state, nickname: "refreshed" } });
    const plan: CounterResource["plan"] = (request) => {
      seen.push(request.seen);
      return Promise.resolve({ planned: request.proposed });
    };
    return { server: counterServer({ plan, read }).server, seen };
  }

  test("in the plan walk of a tainted object, with its refreshed value", async () => {
    const { server, seen } = watching();
    const state = await created(config);
    await server.upgradeResourceState(type, 2, bytes(state));
    await server.readResource(type, state, undefined);
    await server.planResourceChange(type, change(config));
    expect(seen).toEqual([[{ state: { ...state, nickname: "refreshed" }, private: undefined }]]);
  });

  test("in the plan walk of a tainted object without a refresh", async () => {
    const { server, seen } = watching();
    const state = await created(config);
    await server.upgradeResourceState(type, 2, bytes(state));
    await server.planResourceChange(type, change(config));
    expect(seen).toEqual([[{ state, private: undefined }]]);
  });

  test("in the apply walk, after the object was destroyed", async () => {
    const { server, seen } = watching();
    const state = await created(config);
    await server.upgradeResourceState(type, 2, bytes(state));
    await server.applyResourceChange(type, {
      prior: state,
      planned: undefined,
      config: undefined,
      plannedPrivate: undefined,
    });
    const { planned } = await server.planResourceChange(type, change(config));
    await server.applyResourceChange(type, { prior: undefined, planned, config, plannedPrivate: undefined });
    expect(seen).toEqual([[{ state, private: undefined }]]);
  });

  test("in both plans of a forced replacement", async () => {
    const { server, seen } = watching();
    const state = await created(config);
    await server.upgradeResourceState(type, 2, bytes(state));
    await server.readResource(type, state, undefined);
    const refreshed = { ...state, nickname: "refreshed" };
    await server.planResourceChange(type, change(config, refreshed));
    await server.planResourceChange(type, change(config));
    expect(seen).toEqual([[{ state: refreshed, private: undefined }], [{ state: refreshed, private: undefined }]]);
  });
});
