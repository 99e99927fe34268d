import {
  providerService,
  msgpack,
  serveFakeProvider,
  unknownValue,
  type ServedProvider,
} from "../support/protocol/rpc";
import { collect, frame, type CallResult } from "../support/protocol/client";
import { bytesOf, mapOf, oneOf, proto, textOf, varintOf } from "../support/protocol/protobuf";
import { unknown } from "../../lib/framework/values/value";

let served: ServedProvider;
beforeEach(async () => {
  served = await serveFakeProvider();
});
afterEach(() => served.close());

const request = (text: unknown, type = "probe_wave"): Buffer => proto([1, type], [2, msgpack({ text })]);
const invoke = (text: unknown, type?: string): Promise<CallResult> =>
  served.client.call(`${providerService}InvokeAction`, request(text, type));

/** The events of a stream: the text of a progress, and the summaries of a completion. */
const eventsOf = ({ messages }: CallResult): readonly unknown[] =>
  messages.map((event) => {
    const [progress] = bytesOf(event, 1);
    if (progress !== undefined) return textOf(progress, 1);
    return bytesOf(oneOf(event, 2), 1).map((diagnostic) => textOf(diagnostic, 2));
  });

describe("actions", () => {
  test("GetProviderSchema returns the schema of each action in field 11, in its own message", async () => {
    const schemas = mapOf(await served.call("GetProviderSchema"), 11);
    expect([...schemas.keys()]).toEqual(["probe_wave"]);
    const block = oneOf(oneOf(schemas.get("probe_wave")!, 1), 2);
    expect(textOf(block, 4)).toBe("Wave.");
    expect(bytesOf(block, 2).map((attribute) => [textOf(attribute, 1), varintOf(attribute, 4)])).toEqual([
      ["text", 1n],
    ]);
  });

  test("ValidateActionConfig and PlanAction pass the configuration on, unknown values too", async () => {
    expect(
      await served.call("ValidateActionConfig", [1, "probe_wave"], [2, msgpack({ text: unknownValue })]),
    ).toHaveLength(0);
    const planned = await served.call(
      "PlanAction",
      [1, "probe_wave"],
      [2, msgpack({ text: unknownValue })],
      [3, proto()],
    );
    const [warning] = bytesOf(planned, 1);
    expect([varintOf(warning!, 1), textOf(warning!, 2)]).toEqual([2n, "Big Wave"]);
    expect(bytesOf(planned, 2)).toEqual([]);
    const argument = { type: "probe_wave", config: { text: unknown } };
    expect(served.fake.calls).toEqual([
      { method: "validateActionConfig", argument },
      { method: "planAction", argument },
    ]);
  });

  test("InvokeAction answers each progress as it comes, and one completion", async () => {
    const answered = await invoke("hi");
    expect(answered.status).toBe(0);
    expect(eventsOf(answered)).toEqual(["one", "two", []]);
  });

  test("an unknown action, and a value that does not fit, are completions with a diagnostic", async () => {
    expect(eventsOf(await invoke("hi", "probe_none"))).toEqual([["Unknown Type"]]);
    const misfit = await served.client.call(
      `${providerService}InvokeAction`,
      proto([1, "probe_wave"], [2, msgpack({ a: 1 })]),
    );
    expect(eventsOf(misfit)).toEqual([["Value Does Not Fit The Schema"]]);
    expect(served.fake.calls).toEqual([]);
  });

  test("an exception ends the stream with its message", async () => {
    expect(await invoke("throws")).toMatchObject({ status: 13, statusMessage: "Kaputt", messages: [] });
  });

  test("progress is there before the end, and StopProvider ends an invocation that waits, with its error", async () => {
    const stream = served.client.open(`${providerService}InvokeAction`);
    stream.end(frame(request("waits")));
    const first = new Promise((resolve) => stream.once("data", resolve));
    const ended = collect(stream);
    await first;
    await served.call("StopProvider");
    expect(eventsOf(await ended)).toEqual(["one", "two", ["Stopped"]]);
  });

  test("an invocation whose caller has gone gets a signal and goes on; the server ends only after it", async () => {
    const stream = served.client.open(`${providerService}InvokeAction`);
    stream.on("error", () => undefined);
    stream.end(frame(request("waits")));
    await new Promise((resolve) => stream.once("data", resolve));
    served.client.close();
    while (!served.fake.told.includes("abandoned")) await new Promise(setImmediate);
    const drained = served.drain();
    await expect(Promise.race([drained, Promise.resolve("still running")])).resolves.toBe("still running");
    served.fake.stop();
    await drained;
    expect(served.fake.told).toEqual(["one", "abandoned", "two"]);
  });
});
