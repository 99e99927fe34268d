import { createProviderServer } from "../../../lib/framework/provider-server";
import { unknown } from "../../../lib/framework/values/value";
import {
  counterConfig,
  counterProvider,
  counterSchema,
  counterServer,
  type CounterResource,
} from "../../support/framework/counter";

const type = "demo_counter";
const config = counterConfig();
const change = { config, proposed: config, prior: undefined, priorPrivate: undefined };

test("the schemas are those of the provider", () => {
  const { resources, dataSources, provider } = counterServer().server.schemas();
  expect(resources[type]).toBe(counterSchema);
  expect([Object.keys(resources), Object.keys(dataSources), Object.keys(provider.attributes)]).toEqual([
    [type],
    ["demo_lookup"],
    ["prefix"],
  ]);
});

test("a schema that contradicts itself is refused at once", () => {
  const broken = { ...counterProvider().resources[type]!, schema: { ...counterSchema, version: -1 } };
  const provider = { ...counterProvider(), resources: { [type]: broken } };
  expect(() => createProviderServer(provider, { log: () => undefined })).toThrow("version must be a whole number");
});

describe("the provider's own configuration", () => {
  test("is judged by its validators and may be unknown", async () => {
    const { server } = counterServer();
    expect(await server.validateProviderConfig({ prefix: "" })).toMatchObject([{ path: ["prefix"] }]);
    expect(await server.validateProviderConfig({ prefix: unknown })).toEqual([]);
    expect(await server.configure("1.11.4", { prefix: unknown })).toEqual([]);
  });

  test("becomes the data of every later call", async () => {
    const given: unknown[] = [];
    const plan: CounterResource["plan"] = ({ proposed }, { provider }) => {
      given.push(provider);
      return Promise.resolve({ planned: proposed });
    };
    const { server } = counterServer({ plan });
    await server.planResourceChange(type, change);
    await server.configure("1.11.4", { prefix: "demo" });
    await server.planResourceChange(type, change);
    expect(given).toEqual([undefined, { prefix: "demo" }]);
  });

  test("is not lost in an error: a thrown error of configure is a diagnostic", async () => {
    const provider = { ...counterProvider(), configure: () => Promise.reject(new Error("oh")) };
    const server = createProviderServer(provider, { log: () => undefined });
    expect(await server.configure("1.11.4", { prefix: null })).toMatchObject([{ summary: "Provider Bug" }]);
  });
});

describe("a resource's configuration", () => {
  test("is judged by its schema and then by the resource", async () => {
    const { server } = counterServer();
    const found = await server.validateResourceConfig(type, counterConfig({ label: "forbidden", step: -1 }));
    expect(found.map(({ path }) => path)).toEqual([["step"], ["label"]]);
    expect(await server.validateResourceConfig(type, config)).toEqual([]);
  });

  test("keeps the findings of the schema if the resource throws", async () => {
    const { server } = counterServer({
      validate: () => {
        throw new Error("oh");
      },
    });
    const found = await server.validateResourceConfig(type, counterConfig({ step: -1 }));
    expect(found.map(({ summary }) => summary)).toEqual(["Invalid Value", "Provider Bug"]);
  });

  test("of a data source is judged, too", async () => {
    const { server } = counterServer();
    const found = await server.validateDataResourceConfig("demo_lookup", { label: null, unit: null, amount: null });
    expect(found).toMatchObject([{ path: ["label"] }]);
  });
});

describe("stop", () => {
  test("aborts the signal of running and of later calls", async () => {
    const signals: AbortSignal[] = [];
    const apply: CounterResource["apply"] = ({ prior }, { signal }) => {
      signals.push(signal);
      return new Promise((resolve) => {
        if (signal.aborted) resolve({ state: prior });
        signal.addEventListener("abort", () => resolve({ state: prior }));
      });
    };
    const { server } = counterServer({ apply });
    const running = server.applyResourceChange(type, {
      prior: undefined,
      planned: config,
      config,
      plannedPrivate: undefined,
    });
    expect(signals[0]?.aborted).toBe(false);
    server.stop();
    await running;
    await server.applyResourceChange(type, { prior: undefined, planned: config, config, plannedPrivate: undefined });
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
  });

  test("does not report an error that it causes as a bug", async () => {
    const read: CounterResource["read"] = (_request, { signal }) => {
      signal.throwIfAborted();
      return Promise.reject(new Error("not stopped"));
    };
    const { server } = counterServer({ read });
    server.stop();
    const { diagnostics } = await server.readResource(type, config, undefined);
    expect(diagnostics).toMatchObject([{ severity: "error", summary: "Stopped" }]);
    expect(diagnostics[0]?.detail).toMatch(/was stopped before it ended: .*abort/);
  });
});

test.each(["demo_other", "constructor", "__proto__"])(
  "the type %s, which the provider does not have, is an error everywhere",
  async (other) => {
    const { server } = counterServer();
    const state = counterConfig();
    const found = [
      await server.validateResourceConfig(other, config),
      await server.validateDataResourceConfig(other, config),
      (await server.upgradeResourceState(other, 0, new Uint8Array())).diagnostics,
      (await server.readResource(other, state, undefined)).diagnostics,
      (await server.planResourceChange(other, change)).diagnostics,
      (await server.applyResourceChange(other, { prior: state, planned: config, config, plannedPrivate: undefined }))
        .diagnostics,
      (await server.importResourceState(other, "x")).diagnostics,
      (await server.readDataSource(other, config)).diagnostics,
    ];
    for (const diagnostics of found) {
      expect(diagnostics).toMatchObject([{ severity: "error", summary: "Unknown Type" }]);
      expect(diagnostics[0]?.detail).toContain(other);
    }
  },
);

test("an apply or a read of an unknown type keeps the state", async () => {
  const { server } = counterServer();
  const state = counterConfig();
  const applied = await server.applyResourceChange("x", {
    prior: state,
    planned: undefined,
    config: undefined,
    plannedPrivate: undefined,
  });
  expect([applied.state, (await server.readResource("x", state, undefined)).state]).toEqual([state, state]);
});

test("every call leaves one debug line with its method and type", async () => {
  const { server, lines } = counterServer();
  await server.validateResourceConfig(type, config);
  await server.planResourceChange(type, change);
  server.stop();
  expect(lines).toEqual([
    { level: "debug", message: "call", fields: { method: "validateResourceConfig", type } },
    { level: "debug", message: "call", fields: { method: "planResourceChange", type } },
    { level: "debug", message: "call", fields: { method: "stop", type: "provider" } },
  ]);
});

test("something thrown that is not an error is told apart from one", async () => {
  const thrown = ["just text", { message: "like an error" }, undefined];
  const details = await Promise.all(
    thrown.map(async (what) => {
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- a careless provider might do so
      const { server } = counterServer({ read: () => Promise.reject(what) });
      return (await server.readResource(type, config, undefined)).diagnostics[0]?.detail;
    }),
  );
  expect(details).toEqual([
    expect.stringContaining("just text"),
    expect.stringContaining("like an error"),
    expect.stringContaining("something that is not an error was thrown"),
  ]);
});
