import type { StateAnswer } from "../../lib/framework/server";
import { fieldsOf, oneOf, proto, textOf, varintOf } from "../support/protocol/protobuf";
import {
  msgpack,
  nothing,
  providerService,
  serveFakeProvider,
  unknownValue,
  valueOf,
  type ServedProvider,
} from "../support/protocol/rpc";

let served: ServedProvider;
beforeEach(async () => {
  served = await serveFakeProvider();
});
afterEach(() => served.close());

describe("data sources", () => {
  test("configuration is validated and read", async () => {
    const config = msgpack({ text: "hello", echo: null });
    expect(await served.call("ValidateDataResourceConfig", [1, "probe_echo"], [2, config])).toHaveLength(0);
    const response = await served.call("ReadDataSource", [1, "probe_echo"], [2, config]);
    expect(valueOf(oneOf(response, 1))).toEqual({ text: "hello", echo: "hello" });
  });
});

describe("calls", () => {
  test.each([
    ["ValidateResourceConfig", 1, "resource"],
    ["UpgradeResourceState", 2, "resource"],
    ["ReadResource", 2, "resource"],
    ["PlanResourceChange", 4, "resource"],
    ["ApplyResourceChange", 3, "resource"],
    ["ImportResourceState", 2, "resource"],
    ["ValidateDataResourceConfig", 1, "data source"],
    ["ReadDataSource", 2, "data source"],
  ])("an unknown type is a diagnostic of %s", async (method, field, kind) => {
    const response = await served.call(method, [1, "__proto__"]);
    expect([...fieldsOf(response).keys()]).toEqual([field]);
    const diagnostic = oneOf(response, field);
    expect([varintOf(diagnostic, 1), textOf(diagnostic, 2)]).toEqual([1n, "Unknown Type"]);
    expect(textOf(diagnostic, 3)).toContain(`This provider has no ${kind} "__proto__".`);
    expect(served.fake.calls).toEqual([]);
  });

  test("an exception ends the call with its message and no stack", async () => {
    const state = msgpack({ ...nothing, name: "throws" });
    const failed = await served.client.call(
      providerService + "ApplyResourceChange",
      proto([1, "probe_thing"], [3, state]),
    );
    expect(failed).toMatchObject({ status: 13, statusMessage: "Kaputt: 100 % schön", messages: [] });
  });

  test.each([
    ["ReadResource", 2, 2],
    ["PlanResourceChange", 2, 4],
    ["PlanResourceChange", 4, 4],
    ["ApplyResourceChange", 2, 3],
    ["ApplyResourceChange", 3, 3],
    ["ValidateResourceConfig", 2, 1],
  ])("a value that does not fit the schema is a diagnostic of %s that says where", async (method, value, field) => {
    const state = msgpack({ ...nothing, things: { a: { value: 1, note: null } } });
    const response = await served.call(method, [1, "probe_thing"], [value, state]);
    expect([...fieldsOf(response).keys()]).toEqual([field]);
    const diagnostic = oneOf(response, field);
    expect([varintOf(diagnostic, 1), textOf(diagnostic, 2)]).toEqual([1n, "Value Does Not Fit The Schema"]);
    expect(textOf(diagnostic, 3)).toContain('things["a"].value: expected a string');
    expect(served.fake.calls).toEqual([]);
  });

  test.each([
    ["ConfigureProvider", 2, 1],
    ["ValidateProviderConfig", 1, 2],
  ])("a provider's configuration that does not fit is a diagnostic of %s", async (method, config, field) => {
    const response = await served.call(method, [config, msgpack({ greeting: 1 })]);
    expect(textOf(oneOf(response, field), 3)).toContain("greeting: expected a string");
  });

  test("bytes that are not a request end the call", async () => {
    expect(await served.client.call(providerService + "ReadResource", Buffer.from("0a", "hex"))).toMatchObject({
      status: 13,
    });
  });

  test("a part of an answer that cannot be sent is left out and reported, the rest is saved", async () => {
    const unsent = async (change: Partial<StateAnswer>): Promise<Buffer> => {
      served.fake.applyResourceChange = () =>
        Promise.resolve({ state: { name: "n" }, private: Buffer.from("kept"), diagnostics: [], ...change });
      return served.call("ApplyResourceChange", [1, "probe_thing"], [3, msgpack({ ...nothing, name: "n" })]);
    };
    const noPath = { severity: "error", summary: "S", detail: "D", path: [{ index: 1.5 }] } as const;
    const slips: readonly (readonly [Partial<StateAnswer>, readonly number[], string])[] = [
      [{ state: { name: 7 } }, [2, 3], "new_state cannot be sent and was left out: name: expected a string."],
      [{ private: "text" as never }, [1, 3], "private cannot be sent"],
      [{ diagnostics: [noPath] }, [1, 2, 3], "diagnostics cannot be sent"],
    ];
    for (const [slip, fields, problem] of slips) {
      const response = await unsent(slip);
      expect([...fieldsOf(response).keys()]).toEqual(fields);
      expect(textOf(oneOf(response, 3), 2)).toBe("Provider Bug");
      expect(textOf(oneOf(response, 3), 3)).toContain(problem);
    }
  });

  test.each(["CallFunction", "MoveResourceState", "OpenEphemeralResource", "GetResourceIdentitySchemas"])(
    "%s is unimplemented",
    async (method) => {
      const result = await served.client.call(providerService + method, proto());
      expect(result).toMatchObject({ httpStatus: 200, status: 12, isTrailersOnly: true });
    },
  );

  test("StopProvider ends an apply that waits, whose partial state comes with its error", async () => {
    const state = msgpack({ ...nothing, name: "waits", id: unknownValue });
    const applying = served.call("ApplyResourceChange", [1, "probe_thing"], [3, state]);
    expect(await served.call("StopProvider")).toHaveLength(0);
    const applied = await applying;
    expect(valueOf(oneOf(applied, 1))).toMatchObject({ id: "id-waits" });
    expect(textOf(oneOf(applied, 3), 2)).toBe("Stopped");
  });

  test("a message of 24 MB goes both ways", async () => {
    const text = "0123456789abcdef".repeat(1_500_000);
    const response = await served.call("ReadDataSource", [1, "probe_echo"], [2, msgpack({ text, echo: null })]);
    expect((valueOf(oneOf(response, 1)) as { echo: string }).echo === text).toBe(true);
  });

  test("fields that a newer Terraform adds are ignored", async () => {
    const response = await served.call(
      "ReadDataSource",
      [1, "probe_echo"],
      [99, "?"],
      [2, msgpack({ text: "t", echo: null })],
      [98, 7],
    );
    expect(fieldsOf(response).has(1)).toBe(true);
  });
});
