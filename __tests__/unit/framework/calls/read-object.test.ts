import { errorDiagnostic } from "../../../../lib/framework/values/diagnostic";
import { Decimal, unknown, type ObjectValue } from "../../../../lib/framework/values/value";
import { counterServer, emptyState, type CounterResource, type LookupSource } from "../../../support/framework/counter";

const type = "demo_counter";
const state: ObjectValue = { ...emptyState(), id: "counter-1", step: new Decimal("1.0") };
const failure = errorDiagnostic("Not Reachable", "The service did not answer.");
const priv = new Uint8Array([5]);

function reading(answer: Awaited<ReturnType<CounterResource["read"]>>) {
  return counterServer({ read: () => Promise.resolve(answer) }).server.readResource(type, state, priv);
}

describe("a refresh", () => {
  test("that finds no change gives the state as it came, and keeps its private data", async () => {
    const answer = await reading({ state: { ...emptyState(), id: "counter-1", step: 1 } });
    expect(answer).toStrictEqual({ state, private: priv, diagnostics: [] });
  });

  test("takes new values and new private data", async () => {
    const answer = await reading({
      state: { ...emptyState(), id: "counter-1", step: 2 },
      private: new Uint8Array([6]),
    });
    expect(answer).toEqual({ state: { ...state, step: 2 }, private: new Uint8Array([6]), diagnostics: [] });
  });

  test("that finds the object gone says so", async () => {
    expect((await reading({ state: undefined })).state).toBeUndefined();
  });

  test("that fails without a state keeps the prior state", async () => {
    expect(await reading({ state: undefined, diagnostics: [failure] })).toEqual({
      state,
      private: priv,
      diagnostics: [failure],
    });
  });

  test("that throws keeps the prior state", async () => {
    const { server } = counterServer({ read: () => Promise.reject(new Error("oh")) });
    const answer = await server.readResource(type, state, priv);
    expect([answer.state, answer.private]).toEqual([state, priv]);
    expect(answer.diagnostics[0]?.detail).toContain("Reading demo_counter ended in an unexpected error: oh");
  });

  test("never leaves an unknown value", async () => {
    const answer = await reading({ state: { ...emptyState(), id: unknown as never } });
    expect(answer.state).toMatchObject({ id: null });
    expect(answer.diagnostics).toMatchObject([{ severity: "error", path: ["id"] }]);
  });
});

describe("an import", () => {
  test("gives the object that was found", async () => {
    const answer = await counterServer().server.importResourceState(type, "counter-9");
    expect(answer.diagnostics).toEqual([]);
    expect(answer.imported).toEqual([
      { state: { ...emptyState(), id: "counter-9", label: "imported" }, private: undefined },
    ]);
  });

  test("of something that is not there is an error that names the id", async () => {
    const answer = await counterServer().server.importResourceState(type, "missing");
    expect(answer.imported).toEqual([]);
    expect(answer.diagnostics).toMatchObject([
      { severity: "error", detail: 'There is no demo_counter with the id "missing".' },
    ]);
  });

  test("that the resource refuses gives the resource's own words only", async () => {
    const importOne: NonNullable<CounterResource["import"]> = () =>
      Promise.resolve({ state: undefined, diagnostics: [failure] });
    const answer = await counterServer({ import: importOne }).server.importResourceState(type, "x");
    expect(answer).toEqual({ imported: [], diagnostics: [failure] });
  });

  test("is refused where the resource has no import", async () => {
    const { server } = counterServer({ import: undefined as never });
    expect((await server.importResourceState(type, "x")).diagnostics).toMatchObject([
      { summary: "Import Not Supported" },
    ]);
  });

  test("that throws imports nothing", async () => {
    const { server } = counterServer({ import: () => Promise.reject(new Error("oh")) });
    const answer = await server.importResourceState(type, "x");
    expect([answer.imported, answer.diagnostics[0]?.summary]).toEqual([[], "Provider Bug"]);
  });
});

describe("a data source", () => {
  const config = { label: "orders", unit: null, amount: null };

  test("is read by a configuration with its defaults", async () => {
    expect(await counterServer().server.readDataSource("demo_lookup", config)).toEqual({
      state: { label: "orders", unit: "pieces", amount: 3 },
      diagnostics: [],
    });
  });

  test("that returns nothing is an error", async () => {
    const answer = await counterServer().server.readDataSource("demo_lookup", { ...config, label: "missing" });
    expect(answer.state).toBeNull();
    expect(answer.diagnostics).toMatchObject([{ severity: "error" }]);
  });

  test("that fails or throws gives no state", async () => {
    const fail: LookupSource["read"] = () => Promise.resolve({ state: undefined, diagnostics: [failure] });
    expect(await counterServer({}, { read: fail }).server.readDataSource("demo_lookup", config)).toEqual({
      state: null,
      diagnostics: [failure],
    });
    const { server } = counterServer({}, { read: () => Promise.reject(new Error("oh")) });
    expect((await server.readDataSource("demo_lookup", config)).diagnostics).toMatchObject([
      { summary: "Provider Bug" },
    ]);
  });

  test("is not read while its configuration is unknown", async () => {
    const read = jest.fn<ReturnType<LookupSource["read"]>, Parameters<LookupSource["read"]>>();
    const answer = await counterServer({}, { read }).server.readDataSource("demo_lookup", {
      ...config,
      label: unknown,
    });
    expect(read).not.toHaveBeenCalled();
    expect(answer.diagnostics).toMatchObject([{ severity: "error" }]);
  });
});
