import { decode, encode, ExtData } from "@msgpack/msgpack";
import { serveReattach, type Reattachable } from "../../lib/goplugin/serve-reattach";
import { createTfplugin6Services } from "../../lib/tfplugin6/services";
import { parseHandshake, ProtocolClient } from "../support/protocol-client";
import { createFakeServer, type FakeServer } from "../support/protocol-fake-server";
import {
  bytesOf,
  fieldsOf,
  mapOf,
  oneOf,
  proto,
  textOf,
  varintOf,
  type ProtoField,
} from "../support/protocol-protobuf";
import { unknown } from "../../lib/framework/value";

const PROVIDER = "/tfplugin6.Provider/";
const NAME = "probe.invalid/probe/probe";

let fake: FakeServer;
let serving: Reattachable;
let client: ProtocolClient;

beforeEach(async () => {
  fake = createFakeServer();
  serving = await serveReattach({
    services: () => createTfplugin6Services(fake),
    protocolVersion: 6,
    name: NAME,
    pid: process.pid,
    log: () => undefined,
  });
  const reattach = JSON.parse(serving.json) as Record<string, { Addr: { Network: string; String: string } }>;
  const { Network, String: address } = reattach[NAME]!.Addr;
  client = await ProtocolClient.connect(parseHandshake(`1|6|${Network}|${address}|grpc`));
});

afterEach(async () => {
  client.close();
  await serving.close(1_000);
});

const call = (method: string, ...fields: readonly ProtoField[]): Promise<Buffer> =>
  client.unary(PROVIDER + method, proto(...fields));

/** DynamicValue in msgpack. */
const msgpack = (value: unknown): Buffer => proto([1, encode(value)]);
const valueOf = (dynamicValue: Uint8Array): unknown => decode(oneOf(dynamicValue, 1));

const nothing = {
  name: null,
  secret: null,
  amount: null,
  enabled: null,
  labels: null,
  zones: null,
  pairs: null,
  anything: null,
  things: null,
  place: null,
  id: null,
};
const UNKNOWN = new ExtData(0, Uint8Array.of(0));

describe("schemas", () => {
  test("GetProviderSchema tells every attribute with its flags", async () => {
    const response = await call("GetProviderSchema");
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
    const block = oneOf(mapOf(await call("GetProviderSchema"), 2).get("probe_thing")!, 2);
    const attributes = new Map(bytesOf(block, 2).map((attribute) => [textOf(attribute, 1)!, attribute]));
    const typeOf = (name: string): unknown => JSON.parse(textOf(attributes.get(name)!, 2)!);
    expect(typeOf("labels")).toEqual(["map", "string"]);
    expect(typeOf("zones")).toEqual(["set", "string"]);
    expect(typeOf("pairs")).toEqual(["list", ["object", { left: "string", right: "number" }]]);
    expect(typeOf("anything")).toBe("dynamic");
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
    const metadata = await call("GetMetadata");
    expect(bytesOf(metadata, 4).map((resource) => textOf(resource, 1))).toEqual(["probe_thing"]);
    expect(bytesOf(metadata, 3).map((source) => textOf(source, 1))).toEqual(["probe_echo"]);
    const schema = await call("GetProviderSchema");
    for (const capabilities of [oneOf(metadata, 1), oneOf(schema, 6)]) {
      expect([1, 2, 3].map((number) => varintOf(capabilities, number))).toEqual([1n, 1n, undefined]);
    }
  });
});

describe("configuration", () => {
  test("ConfigureProvider hands over Terraform's version and the configuration", async () => {
    expect(await call("ConfigureProvider", [1, "1.11.4"], [2, msgpack({ greeting: "hi" })])).toHaveLength(0);
    expect(fake.calls).toEqual([
      { method: "configure", argument: { terraformVersion: "1.11.4", config: { greeting: "hi" } } },
    ]);
  });

  test("a null provider configuration is an object of nulls", async () => {
    await call("ValidateProviderConfig", [1, msgpack(null)]);
    expect(fake.calls).toEqual([{ method: "validateProviderConfig", argument: { greeting: null } }]);
  });

  test("diagnostics keep order and severity, and their paths end after two steps", async () => {
    const response = await call(
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

describe("resources", () => {
  test("a create is planned with unknowns, applied without, and carries private bytes", async () => {
    const proposed = { ...nothing, name: "n", things: { a: { value: UNKNOWN, note: null } } };
    const planned = await call(
      "PlanResourceChange",
      [1, "probe_thing"],
      [2, msgpack(null)],
      [3, msgpack(proposed)],
      [4, msgpack(proposed)],
    );
    // id, things.a.value and things.a.note
    expect(
      oneOf(oneOf(planned, 1), 1)
        .toString("hex")
        .match(/d40000/g),
    ).toHaveLength(3);
    expect(textOf(planned, 3)).toBe("planned");
    expect(bytesOf(planned, 2)).toEqual([]);
    expect(fake.calls[0]).toMatchObject({
      argument: { change: { prior: undefined, priorPrivate: undefined, proposed: { name: "n", id: null } } },
    });

    const plannedState = { ...nothing, name: "n", id: UNKNOWN, things: { a: { value: "v", note: UNKNOWN } } };
    const applied = await call(
      "ApplyResourceChange",
      [1, "probe_thing"],
      [2, msgpack(null)],
      [3, msgpack(plannedState)],
      [4, msgpack(proposed)],
      [5, "planned"],
    );
    expect(valueOf(oneOf(applied, 1))).toEqual({
      ...nothing,
      name: "n",
      id: "id-n",
      things: { a: { value: "v", note: "note-a" } },
    });
    expect(textOf(applied, 2)).toBe("planned");
    const { argument } = fake.calls[1] as { argument: { change: { planned: Record<string, unknown> } } };
    expect(argument.change.planned["id"]).toBe(unknown);
  });

  test("paths that force a replacement are whole", async () => {
    const state = msgpack({ ...nothing, name: "n", id: "i" });
    const planned = await call("PlanResourceChange", [1, "probe_thing"], [2, state], [3, state], [4, state], [5, "p"]);
    const steps = bytesOf(oneOf(planned, 2), 1);
    expect(steps.map((step) => textOf(step, 1))).toEqual(["place", "city"]);
    expect(fake.calls[0]).toMatchObject({ argument: { change: { priorPrivate: Buffer.from("p") } } });
  });

  test("empty private bytes are none", async () => {
    const state = msgpack({ ...nothing, name: "n" });
    await call("PlanResourceChange", [1, "probe_thing"], [2, state], [3, state], [4, state], [5, ""]);
    await call("ReadResource", [1, "probe_thing"], [2, state], [3, ""]);
    expect(fake.calls).toMatchObject([
      { argument: { change: { priorPrivate: undefined } } },
      { argument: { private: undefined } },
    ]);
  });

  test("a destroy has null for planned state and for new state", async () => {
    const state = msgpack({ ...nothing, name: "n", id: "i" });
    const planned = await call(
      "PlanResourceChange",
      [1, "probe_thing"],
      [2, state],
      [3, msgpack(null)],
      [4, msgpack(null)],
    );
    expect(valueOf(oneOf(planned, 1))).toBeNull();
    const applied = await call(
      "ApplyResourceChange",
      [1, "probe_thing"],
      [2, state],
      [3, msgpack(null)],
      [4, msgpack(null)],
    );
    expect(valueOf(oneOf(applied, 1))).toBeNull();
    expect(fake.calls[1]).toMatchObject({ argument: { change: { planned: undefined, config: undefined } } });
  });

  test("UpgradeResourceState gives back the very bytes it was given", async () => {
    const json = Buffer.from(
      '{ "name":"n",  "amount": 0.10000000000000000000000001, "__proto__": 12345678901234567890 }',
    );
    const response = await call("UpgradeResourceState", [1, "probe_thing"], [2, 3], [3, proto([1, json])]);
    expect(oneOf(oneOf(response, 1), 2)).toEqual(json);
    expect(bytesOf(oneOf(response, 1), 1)).toEqual([]);
    expect(fake.calls).toMatchObject([{ argument: { type: "probe_thing", version: 3 } }]);
  });

  test("ReadResource returns state and private bytes", async () => {
    const response = await call(
      "ReadResource",
      [1, "probe_thing"],
      [2, msgpack({ ...nothing, name: "n", amount: "0.1" })],
      [3, "kept"],
      [5, proto([1, true])],
    );
    expect(valueOf(oneOf(response, 1))).toEqual({ ...nothing, name: "n", amount: "0.1" });
    expect(textOf(response, 3)).toBe("kept");
  });

  test("state in JSON is read too", async () => {
    const json = Buffer.from('{"name":"n","amount":0.1,"labels":{"__proto__":"x"}}');
    const response = await call("ReadResource", [1, "probe_thing"], [2, proto([2, json])]);
    expect(oneOf(oneOf(response, 1), 1).includes(Buffer.from("\xa9__proto__\xa1x", "latin1"))).toBe(true);
  });

  test("ImportResourceState returns objects with every attribute", async () => {
    const response = await call("ImportResourceState", [1, "probe_thing"], [2, "abc"]);
    const imported = oneOf(response, 1);
    expect(textOf(imported, 1)).toBe("probe_thing");
    expect(valueOf(oneOf(imported, 2))).toEqual({ ...nothing, name: "abc", id: "id-abc" });
    expect(textOf(imported, 3)).toBe("imported");
  });
});

describe("data sources", () => {
  test("configuration is validated and read", async () => {
    const config = msgpack({ text: "hello", echo: null });
    expect(await call("ValidateDataResourceConfig", [1, "probe_echo"], [2, config])).toHaveLength(0);
    const response = await call("ReadDataSource", [1, "probe_echo"], [2, config]);
    expect(valueOf(oneOf(response, 1))).toEqual({ text: "hello", echo: "hello" });
  });
});

describe("calls", () => {
  test("an unknown type ends the call with its name, and the next call works", async () => {
    const failed = await client.call(PROVIDER + "ReadResource", proto([1, "__proto__"], [2, msgpack({})]));
    expect(failed).toMatchObject({ status: 13, isTrailersOnly: true });
    expect(failed.statusMessage).toContain('"__proto__"');
    expect(await call("GetFunctions")).toHaveLength(0);
  });

  test("an exception ends the call with its message and no stack", async () => {
    const state = msgpack({ ...nothing, name: "throws" });
    const failed = await client.call(PROVIDER + "ApplyResourceChange", proto([1, "probe_thing"], [3, state]));
    expect(failed).toMatchObject({ status: 13, statusMessage: "Kaputt: 100 % schön", messages: [] });
  });

  test("a value that does not fit the schema is refused where it stands", async () => {
    const state = msgpack({ ...nothing, things: { a: { value: 1, note: null } } });
    const failed = await client.call(PROVIDER + "ReadResource", proto([1, "probe_thing"], [2, state]));
    expect(failed.statusMessage).toBe('things["a"].value: expected a string');
  });

  test.each(["CallFunction", "MoveResourceState", "OpenEphemeralResource", "GetResourceIdentitySchemas"])(
    "%s is unimplemented",
    async (method) => {
      const result = await client.call(PROVIDER + method, proto());
      expect(result).toMatchObject({ httpStatus: 200, status: 12, isTrailersOnly: true });
    },
  );

  test("StopProvider ends an apply that waits, whose partial state comes with its error", async () => {
    const state = msgpack({ ...nothing, name: "waits", id: UNKNOWN });
    const applying = client.unary(PROVIDER + "ApplyResourceChange", proto([1, "probe_thing"], [3, state]));
    expect(await call("StopProvider")).toHaveLength(0);
    const applied = await applying;
    expect(valueOf(oneOf(applied, 1))).toMatchObject({ id: "id-waits" });
    expect(textOf(oneOf(applied, 3), 2)).toBe("Stopped");
  });

  test("a message of 24 MB goes both ways", async () => {
    const text = "0123456789abcdef".repeat(1_500_000);
    const response = await call("ReadDataSource", [1, "probe_echo"], [2, msgpack({ text, echo: null })]);
    expect((valueOf(oneOf(response, 1)) as { echo: string }).echo === text).toBe(true);
  });

  test("fields that a newer Terraform adds are passed over", async () => {
    const response = await call(
      "ReadDataSource",
      [1, "probe_echo"],
      [99, "?"],
      [2, msgpack({ text: "t", echo: null })],
      [98, 7],
    );
    expect(fieldsOf(response).has(1)).toBe(true);
  });
});
