import { errorDiagnostic } from "../../../../lib/framework/values/diagnostic";
import type { ApplyChange } from "../../../../lib/framework/server";
import { Decimal, isWhollyKnown, unknown, type ObjectValue } from "../../../../lib/framework/values/value";
import {
  counterConfig,
  counterEntry,
  counterServer,
  fulfil,
  type CounterConfig,
  type CounterResource,
  type CounterState,
} from "../../../support/framework/counter";

const type = "demo_counter";
const config = counterConfig();
const failure = errorDiagnostic("1 Of 2 Counters Not Started", "The other one is running.");

async function planned(prior?: ObjectValue): Promise<CounterConfig> {
  const change = { config, prior, proposed: config, priorPrivate: undefined };
  return (await counterServer().server.planResourceChange(type, change)).planned as CounterConfig;
}

async function creation(): Promise<ApplyChange> {
  return { prior: undefined, planned: await planned(), config, plannedPrivate: new Uint8Array([1]) };
}

async function update(): Promise<ApplyChange & { readonly prior: ObjectValue }> {
  const prior = { ...fulfil(await planned(), { prefix: "counter" }), label: "before" };
  return { prior, planned: await planned(prior), config, plannedPrivate: new Uint8Array([1]) };
}

function applying(answer: (known: CounterState, open: CounterConfig) => unknown): CounterResource["apply"] {
  return (request) => Promise.resolve(answer(fulfil(request.planned, undefined), request.planned) as never);
}

describe("an apply that succeeds", () => {
  test("answers the new state and the resource's private data", async () => {
    const { server } = counterServer();
    await server.configure("1.11.4", { prefix: "demo" });
    const { state, private: priv, diagnostics } = await server.applyResourceChange(type, await creation());
    expect(diagnostics).toEqual([]);
    expect(priv).toEqual(new Uint8Array([7]));
    expect(state).toMatchObject({ id: "demo-id", label: "orders", step: 1 });
    expect(isWhollyKnown(state ?? null)).toBe(true);
  });

  test("keeps the planned private data if the resource answers no other", async () => {
    const { server } = counterServer({ apply: applying((state) => ({ state })) });
    expect((await server.applyResourceChange(type, await creation())).private).toEqual(new Uint8Array([1]));
  });

  test("gives planned values back as they were spelled", async () => {
    const change = { ...(await creation()), planned: { ...(await planned()), step: new Decimal("0.10") } };
    const { server } = counterServer({ apply: applying((known) => ({ state: { ...known, step: 0.1 } })) });
    expect((await server.applyResourceChange(type, change)).state).toMatchObject({ step: new Decimal("0.10") });
  });
});

test("an apply is shown the predecessor that was destroyed before it", async () => {
  const seen: unknown[] = [];
  const apply: CounterResource["apply"] = (request) => {
    seen.push(request.seen);
    return Promise.resolve({ state: fulfil(request.planned, undefined) });
  };
  const { server } = counterServer({ apply });
  const { prior } = await update();
  await server.readResource(type, prior, undefined);
  await server.applyResourceChange(type, { prior, planned: undefined, config: undefined, plannedPrivate: undefined });
  await server.applyResourceChange(type, await creation());
  expect(seen).toEqual([[{ state: prior, private: undefined }]]);
});

describe("one slip in an answer", () => {
  let deep: unknown = "end";
  for (let depth = 0; depth < 1_200; depth++) deep = [deep];
  const state = { ...fulfil(config, undefined), id: "x" };

  test.each<[string, unknown, unknown, string]>([
    [
      "a diagnostic at a place that there cannot be",
      { state, diagnostics: [{ ...failure, path: ["counters", { index: 1.5 }] }] },
      { id: "x" },
      "1 Of 2 Counters Not Started",
    ],
    ["diagnostics that are not a list", { state, diagnostics: failure }, { id: "x" }, "Provider Bug"],
    ["private data that is not bytes", { state, private: { kept: true } }, { id: "x" }, "Provider Bug"],
    [
      "a value nested too deep",
      { state: { ...state, secret: deep } },
      { id: "x", secret: null },
      "Provider Returned Invalid State",
    ],
  ])("costs only its own place: %s", async (_name, answer, kept, summary) => {
    const { server } = counterServer({ apply: applying(() => answer) });
    const applied = await server.applyResourceChange(type, await update());
    expect(applied.state).toMatchObject(kept as object);
    expect(applied.diagnostics[0]).toMatchObject({ severity: "error", summary });
    expect(applied.private).toEqual(new Uint8Array([1]));
  });

  test.each([
    ["no answer", undefined],
    [
      "an answer that cannot even be looked at",
      Object.defineProperty({}, "state", {
        get: () => {
          throw new Error("no");
        },
      }),
    ],
  ])("leaves the state as it was when there is nothing else: %s", async (_name, answer) => {
    const { server } = counterServer({ apply: applying(() => answer) });
    const change = await update();
    const applied = await server.applyResourceChange(type, change);
    expect(applied.state).toEqual(change.prior);
    expect(applied.diagnostics).toMatchObject([{ severity: "error", summary: "Provider Bug" }]);
  });

  test("does not keep a destroyed object from going", async () => {
    const warning = { severity: "warning", summary: "Gone", detail: "For good.", path: [{ index: -1 }] } as const;
    const { server } = counterServer({ destroy: () => Promise.resolve([warning]) });
    const { prior } = await update();
    const applied = await server.applyResourceChange(type, {
      prior,
      planned: undefined,
      config: undefined,
      plannedPrivate: undefined,
    });
    expect(applied.state).toBeUndefined();
    expect(applied.diagnostics.map(({ summary }) => summary)).toEqual(["Gone", "Provider Bug"]);
  });
});

describe("an apply with an error", () => {
  test("keeps the partial state of a creation, without unknown values", async () => {
    const apply = applying((_known, open) => ({ state: { ...open, id: "half" }, diagnostics: [failure] }));
    const { state, diagnostics } = await counterServer({ apply }).server.applyResourceChange(type, await creation());
    expect(diagnostics).toEqual([failure]);
    expect(state).toMatchObject({ id: "half", nickname: null, totals: null });
    expect(isWhollyKnown(state ?? null)).toBe(true);
  });

  test("keeps the partial state of an update, with prior values for unknown parts", async () => {
    const change = await update();
    const apply = applying((_known, open) => ({ state: open, diagnostics: [failure] }));
    const { state, diagnostics } = await counterServer({ apply }).server.applyResourceChange(type, change);
    expect(diagnostics).toEqual([failure]);
    expect(state).toEqual({ ...change.prior, label: "orders" });
  });

  test("keeps the prior state if an update returns none, and nothing if a creation does", async () => {
    const { server } = counterServer({ apply: applying(() => ({ state: undefined, diagnostics: [failure] })) });
    const change = await update();
    expect((await server.applyResourceChange(type, change)).state).toEqual(change.prior);
    expect((await server.applyResourceChange(type, await creation())).state).toBeUndefined();
  });

  test("may differ from the plan", async () => {
    const apply = applying((known) => ({ state: { ...known, label: "half" }, diagnostics: [failure] }));
    const { diagnostics } = await counterServer({ apply }).server.applyResourceChange(type, await creation());
    expect(diagnostics).toEqual([failure]);
  });
});

describe("an apply that breaks its promises is reported as a bug of the provider, and its state is kept", () => {
  test.each<[string, (known: CounterState) => ObjectValue, string, ObjectValue]>([
    ["a value is still unknown", (known) => ({ ...known, id: unknown }), "id is still unknown", { id: null }],
    [
      "one deep inside is",
      (known) => ({ ...known, counters: new Map([["a", { ...counterEntry({ color: "grey" }), value: unknown }]]) }),
      'counters["a"].value is still unknown',
      { counters: new Map([["a", counterEntry({ color: "grey" })]]) },
    ],
    [
      "a planned value did not come back",
      (known) => ({ ...known, label: "x" }),
      'label was planned as "orders", but is "x"',
      { label: "x" },
    ],
    [
      "a map lost an element",
      (known) => ({ ...known, counters: new Map() }),
      'counters["a"] was planned as an object, but is absent',
      { counters: new Map() },
    ],
    [
      "a value has the wrong kind",
      (known) => ({ ...known, id: 1 }),
      "id must be a string, but is a number",
      { id: null },
    ],
  ])("%s", async (_name, answer, detail, kept) => {
    const apply = applying((known) => ({ state: answer(known) }));
    const { state, diagnostics } = await counterServer({ apply }).server.applyResourceChange(type, await creation());
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]?.severity).toBe("error");
    expect(diagnostics[0]?.detail).toContain(`Creating demo_counter: ${detail}.`);
    expect(state).toMatchObject({ nickname: "counter-nickname", ...kept });
  });

  test("no state came back", async () => {
    const { server } = counterServer({ apply: applying(() => ({ state: undefined })) });
    const change = await update();
    const { state, diagnostics } = await server.applyResourceChange(type, change);
    expect(state).toEqual(change.prior);
    expect(diagnostics[0]?.detail).toContain("Updating demo_counter: The object was not returned.");
  });

  test("an error was thrown: the state stays unchanged", async () => {
    const { server } = counterServer({ apply: () => Promise.reject(new Error("lost")) });
    const change = await update();
    const updated = await server.applyResourceChange(type, change);
    expect(updated.state).toEqual(change.prior);
    expect(updated.private).toEqual(new Uint8Array([1]));
    expect(updated.diagnostics).toMatchObject([{ summary: "Provider Bug" }]);
    expect((await server.applyResourceChange(type, await creation())).state).toBeUndefined();
  });
});

describe("a destroy", () => {
  const prior = counterConfig({ label: "doomed" });
  const change: ApplyChange = { prior, planned: undefined, config: undefined, plannedPrivate: new Uint8Array([4]) };

  test("ends without a state", async () => {
    const destroy = jest.fn<ReturnType<CounterResource["destroy"]>, Parameters<CounterResource["destroy"]>>(() =>
      Promise.resolve([]),
    );
    const answer = await counterServer({ destroy }).server.applyResourceChange(type, change);
    expect(answer).toEqual({ state: undefined, private: undefined, diagnostics: [] });
    expect(destroy.mock.calls[0]?.[0]).toEqual({ prior, plannedPrivate: new Uint8Array([4]) });
  });

  test("that fails keeps the object and its private data", async () => {
    const { server } = counterServer({ destroy: () => Promise.resolve([failure]) });
    expect(await server.applyResourceChange(type, change)).toEqual({
      state: prior,
      private: new Uint8Array([4]),
      diagnostics: [failure],
    });
  });

  test("that throws keeps the object", async () => {
    const { server } = counterServer({ destroy: () => Promise.reject(new Error("oh")) });
    const { state, diagnostics } = await server.applyResourceChange(type, change);
    expect(state).toEqual(prior);
    expect(diagnostics[0]?.detail).toContain("The object stays in the state.");
  });

  test("is not assumed when only the configuration is missing", async () => {
    const { server } = counterServer({ destroy: () => Promise.reject(new Error("destroyed")) });
    const { state, diagnostics } = await server.applyResourceChange(type, { ...(await update()), config: undefined });
    expect([state?.["label"], diagnostics]).toEqual(["orders", []]);
  });

  test("of nothing does nothing", async () => {
    const { server } = counterServer({ destroy: () => Promise.reject(new Error("oh")) });
    const answer = await server.applyResourceChange(type, { ...change, prior: undefined });
    expect(answer).toEqual({ state: undefined, private: undefined, diagnostics: [] });
  });
});
