import { bytesOf, mapOf, oneOf, textOf, varintOf } from "../support/protocol/protobuf";
import { msgpack, nothing, serveFakeProvider, type ServedProvider } from "../support/protocol/rpc";

let served: ServedProvider;
beforeEach(async () => {
  served = await serveFakeProvider();
});
afterEach(() => served.close());

describe("schemas", () => {
  test("GetProviderSchema returns every attribute with its flags", async () => {
    const response = await served.call("GetProviderSchema");
    expect([...mapOf(response, 2).keys()]).toEqual(["probe_thing"]);
    expect([...mapOf(response, 3).keys()]).toEqual(["probe_echo"]);
    expect(bytesOf(oneOf(oneOf(response, 1), 2), 2).map((attribute) => textOf(attribute, 1))).toEqual(["greeting"]);

    const thing = mapOf(response, 2).get("probe_thing")!;
    expect(varintOf(thing, 1)).toBe(3n);
    const block = oneOf(thing, 2);
    expect(textOf(block, 4)).toBe("A thing that is **only** kept.");
    expect(varintOf(block, 5)).toBe(1n);
    const attributes = new Map(bytesOf(block, 2).map((attribute) => [textOf(attribute, 1)!, attribute]));
    expect([...attributes.keys()].sort()).toEqual(Object.keys(nothing).sort());

    const flags = (name: string): (bigint | undefined)[] =>
      [4, 5, 6, 7, 9].map((n) => varintOf(attributes.get(name)!, n));
    expect(flags("name")).toEqual([1n, undefined, undefined, undefined, undefined]);
    expect(flags("secret")).toEqual([undefined, 1n, undefined, 1n, undefined]);
    expect(flags("id")).toEqual([undefined, undefined, 1n, undefined, undefined]);
    expect(flags("enabled")).toEqual([undefined, 1n, undefined, undefined, 1n]);
    expect(textOf(attributes.get("name")!, 3)).toBe("Name.");
    expect(varintOf(attributes.get("name")!, 8)).toBe(1n);
  });

  test("an attribute has a JSON type or nested attributes, never both", async () => {
    const block = oneOf(mapOf(await served.call("GetProviderSchema"), 2).get("probe_thing")!, 2);
    const attributes = new Map(bytesOf(block, 2).map((attribute) => [textOf(attribute, 1)!, attribute]));
    const typeOf = (name: string): unknown => JSON.parse(textOf(attributes.get(name)!, 2)!);
    expect(typeOf("labels")).toEqual(["map", "string"]);
    expect(typeOf("zones")).toEqual(["set", "string"]);
    expect(typeOf("pairs")).toEqual(["list", ["object", { left: "string", right: "number" }]]);
    for (const [name, nesting] of [
      ["things", 4n],
      ["place", 1n],
    ] as const) {
      const attribute = attributes.get(name)!;
      expect(bytesOf(attribute, 2)).toEqual([]);
      expect(varintOf(oneOf(attribute, 10), 3)).toBe(nesting);
    }
    const nested = bytesOf(oneOf(attributes.get("things")!, 10), 1);
    expect(nested.map((attribute) => textOf(attribute, 1))).toEqual(["value", "note"]);
  });

  test("GetMetadata lists the same types, and both announce planned destroys and optional schemas", async () => {
    const metadata = await served.call("GetMetadata");
    expect(bytesOf(metadata, 4).map((resource) => textOf(resource, 1))).toEqual(["probe_thing"]);
    expect(bytesOf(metadata, 3).map((source) => textOf(source, 1))).toEqual(["probe_echo"]);
    expect(bytesOf(metadata, 9).map((action) => textOf(action, 1))).toEqual(["probe_wave"]);
    const schema = await served.call("GetProviderSchema");
    for (const capabilities of [oneOf(metadata, 1), oneOf(schema, 6)]) {
      expect([1, 2, 3].map((number) => varintOf(capabilities, number))).toEqual([1n, 1n, undefined]);
    }
  });
});

describe("configuration", () => {
  test("ConfigureProvider passes Terraform's version and the configuration on", async () => {
    expect(await served.call("ConfigureProvider", [1, "1.11.4"], [2, msgpack({ greeting: "hi" })])).toHaveLength(0);
    expect(served.fake.calls).toEqual([
      { method: "configure", argument: { terraformVersion: "1.11.4", config: { greeting: "hi" } } },
    ]);
  });

  test("a null provider configuration is an object of nulls", async () => {
    await served.call("ValidateProviderConfig", [1, msgpack(null)]);
    expect(served.fake.calls).toEqual([{ method: "validateProviderConfig", argument: { greeting: null } }]);
  });

  test("diagnostics keep order and severity, and their paths end after two steps", async () => {
    const response = await served.call(
      "ValidateResourceConfig",
      [1, "probe_thing"],
      [2, msgpack({ ...nothing, name: "invalid" })],
    );
    const [first, second] = bytesOf(response, 1);
    expect([varintOf(first!, 1), textOf(first!, 2), textOf(first!, 3)]).toEqual([
      1n,
      "Bad Name",
      "The name is invalid.",
    ]);
    expect(bytesOf(oneOf(first!, 4), 1).map((step) => textOf(step, 1))).toEqual(["name"]);
    expect(varintOf(second!, 1)).toBe(2n);
    const steps = bytesOf(oneOf(second!, 4), 1);
    expect(steps.map((step) => [textOf(step, 1), textOf(step, 2)])).toEqual([
      ["things", undefined],
      [undefined, "a"],
    ]);
  });
});
