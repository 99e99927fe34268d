import { unknown } from "../../lib/framework/values/value";
import { bytesOf, oneOf, proto, textOf } from "../support/protocol/protobuf";
import {
  msgpack,
  nothing,
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

describe("resources", () => {
  test("a create is planned with unknowns, applied without, and carries private bytes", async () => {
    const proposed = { ...nothing, name: "n", things: { a: { value: unknownValue, note: null } } };
    const planned = await served.call(
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
    expect(served.fake.calls[0]).toMatchObject({
      argument: { change: { prior: undefined, priorPrivate: undefined, proposed: { name: "n", id: null } } },
    });

    const plannedState = { ...nothing, name: "n", id: unknownValue, things: { a: { value: "v", note: unknownValue } } };
    const applied = await served.call(
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
    const { argument } = served.fake.calls[1] as { argument: { change: { planned: Record<string, unknown> } } };
    expect(argument.change.planned["id"]).toBe(unknown);
  });

  test("paths that force a replacement are whole", async () => {
    const state = msgpack({ ...nothing, name: "n", id: "i" });
    const planned = await served.call(
      "PlanResourceChange",
      [1, "probe_thing"],
      [2, state],
      [3, state],
      [4, state],
      [5, "p"],
    );
    const steps = bytesOf(oneOf(planned, 2), 1);
    expect(steps.map((step) => textOf(step, 1))).toEqual(["place", "city"]);
    expect(served.fake.calls[0]).toMatchObject({ argument: { change: { priorPrivate: Buffer.from("p") } } });
  });

  test("empty private bytes mean no private data", async () => {
    const state = msgpack({ ...nothing, name: "n" });
    await served.call("PlanResourceChange", [1, "probe_thing"], [2, state], [3, state], [4, state], [5, ""]);
    await served.call("ReadResource", [1, "probe_thing"], [2, state], [3, ""]);
    expect(served.fake.calls).toMatchObject([
      { argument: { change: { priorPrivate: undefined } } },
      { argument: { private: undefined } },
    ]);
  });

  test("a destroy has null for planned state and for new state", async () => {
    const state = msgpack({ ...nothing, name: "n", id: "i" });
    const planned = await served.call(
      "PlanResourceChange",
      [1, "probe_thing"],
      [2, state],
      [3, msgpack(null)],
      [4, msgpack(null)],
    );
    expect(valueOf(oneOf(planned, 1))).toBeNull();
    const applied = await served.call(
      "ApplyResourceChange",
      [1, "probe_thing"],
      [2, state],
      [3, msgpack(null)],
      [4, msgpack(null)],
    );
    expect(valueOf(oneOf(applied, 1))).toBeNull();
    expect(served.fake.calls[1]).toMatchObject({ argument: { change: { planned: undefined, config: undefined } } });
  });

  test("UpgradeResourceState gives back the very bytes it was given", async () => {
    const json = Buffer.from(
      '{ "name":"n",  "amount": 0.10000000000000000000000001, "__proto__": 12345678901234567890 }',
    );
    const response = await served.call("UpgradeResourceState", [1, "probe_thing"], [2, 3], [3, proto([1, json])]);
    expect(oneOf(oneOf(response, 1), 2)).toEqual(json);
    expect(bytesOf(oneOf(response, 1), 1)).toEqual([]);
    expect(served.fake.calls).toMatchObject([{ argument: { type: "probe_thing", version: 3 } }]);
  });

  test("state as Terraform 0.11 wrote it is refused in words", async () => {
    const flatmap = proto([2, proto([1, "name"], [2, "n"])]);
    const response = await served.call("UpgradeResourceState", [1, "probe_thing"], [2, 0], [3, flatmap]);
    expect(bytesOf(response, 1)).toEqual([]);
    expect(textOf(oneOf(response, 2), 2)).toBe("State Cannot Be Read");
    expect(textOf(oneOf(response, 2), 3)).toMatch(/^The state of probe_thing .*0\.11.*\n.*terraform state rm.*import/);
    expect(served.fake.calls).toEqual([]);
  });

  test("ReadResource returns state and private bytes", async () => {
    const response = await served.call(
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
    const response = await served.call("ReadResource", [1, "probe_thing"], [2, proto([2, json])]);
    expect(oneOf(oneOf(response, 1), 1).includes(Buffer.from("\xa9__proto__\xa1x", "latin1"))).toBe(true);
  });

  test("ImportResourceState returns objects with every attribute", async () => {
    const response = await served.call("ImportResourceState", [1, "probe_thing"], [2, "abc"]);
    const imported = oneOf(response, 1);
    expect(textOf(imported, 1)).toBe("probe_thing");
    expect(valueOf(oneOf(imported, 2))).toEqual({ ...nothing, name: "abc", id: "id-abc" });
    expect(textOf(imported, 3)).toBe("imported");
  });
});
