import { fieldsOf, oneOf, proto, textOf } from "../support/protocol/protobuf";
import {
  msgpack,
  nothing,
  PROVIDER,
  serveFakeProvider,
  UNKNOWN,
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
  test("an unknown type ends the call with its name, and the next call works", async () => {
    const failed = await served.client.call(PROVIDER + "ReadResource", proto([1, "__proto__"], [2, msgpack({})]));
    expect(failed).toMatchObject({ status: 13, isTrailersOnly: true });
    expect(failed.statusMessage).toContain('"__proto__"');
    expect(await served.call("GetFunctions")).toHaveLength(0);
  });

  test("an exception ends the call with its message and no stack", async () => {
    const state = msgpack({ ...nothing, name: "throws" });
    const failed = await served.client.call(PROVIDER + "ApplyResourceChange", proto([1, "probe_thing"], [3, state]));
    expect(failed).toMatchObject({ status: 13, statusMessage: "Kaputt: 100 % schön", messages: [] });
  });

  test("a value that does not fit the schema is refused where it stands", async () => {
    const state = msgpack({ ...nothing, things: { a: { value: 1, note: null } } });
    const failed = await served.client.call(PROVIDER + "ReadResource", proto([1, "probe_thing"], [2, state]));
    expect(failed.statusMessage).toBe('things["a"].value: expected a string');
  });

  test.each(["CallFunction", "MoveResourceState", "OpenEphemeralResource", "GetResourceIdentitySchemas"])(
    "%s is unimplemented",
    async (method) => {
      const result = await served.client.call(PROVIDER + method, proto());
      expect(result).toMatchObject({ httpStatus: 200, status: 12, isTrailersOnly: true });
    },
  );

  test("StopProvider ends an apply that waits, whose partial state comes with its error", async () => {
    const state = msgpack({ ...nothing, name: "waits", id: UNKNOWN });
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

  test("fields that a newer Terraform adds are passed over", async () => {
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
