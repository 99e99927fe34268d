import type { ActionRecord, Result } from "../../../lib/domain/action-record";
import { createRollout } from "../../../lib/domain/rollout/rollout";
import type { ProgressEvent } from "../../../lib/rollout/ports";
import { runRollout } from "../../../lib/rollout/run-rollout";
import { VirtualClock } from "../../support/rollout/clock";
import { noSuchInstance, throttled } from "../../support/rollout/failures";
import { inWaves, planned, run, usualSettings } from "../../support/rollout/run";
import { Simulation } from "../../support/rollout/simulation";

function recordsOf(event: ProgressEvent | undefined): ReadonlyMap<string, ActionRecord> {
  if (event === undefined || !("records" in event)) throw new Error("an event with records was expected");
  return event.records();
}

const resultsOf = (event: ProgressEvent | undefined): readonly Result[] =>
  [...recordsOf(event).values()].map(({ result }) => result);

describe("progress", () => {
  test("reports waves, calls, answers, members that left and members that finished, in that order", async () => {
    const done = await run({ instances: [{ id: "a" }, { id: "b" }], planned: inWaves(["a", "b"], 1) });
    const wave = ["wave", "sending", "answered", "left", "finished"];
    expect(done.events.map(({ kind }) => kind)).toEqual([...wave, ...wave]);
    expect(done.events[0]).toEqual({ kind: "wave", wave: 1, of: 2, members: 1 });
    expect(done.events[1]).toMatchObject({ action: "restart", ids: ["a"] });
    expect(done.events[2]).toMatchObject({ action: "restart", items: [{ id: "a", result: "success" }] });
    expect(done.events[3]).toMatchObject({ ids: ["a"] });
    expect(done.events[4]).toMatchObject({ finished: [{ instanceId: "a", result: "success" }] });
  });

  test("comes before the call it announces, and counts its instances as sent (R5)", async () => {
    const done = await run({ instances: [{ id: "a" }, { id: "b" }], planned: inWaves(["a", "b"], 1) });
    const [, sending, answered] = done.events;
    expect(resultsOf(sending)).toEqual(["unknown", "not_started"]);
    expect(recordsOf(sending).get("a")).toMatchObject({ accepted: false, status: "RUNNING", requestId: "" });
    expect(recordsOf(answered).get("a")).toMatchObject({ accepted: true, requestId: "req-1" });
  });

  test("says of a refused call that nothing was started", async () => {
    const done = await run({
      instances: [{ id: "a" }],
      planned: [planned("a")],
      callFault: (call) => (call === 0 ? { failure: throttled, carriedOut: false } : undefined),
    });
    const failed = done.events.find(({ kind }) => kind === "call-failed");
    expect(failed).toMatchObject({ action: "restart", ids: ["a"], code: "throttled", fate: "refused" });
    expect(resultsOf(failed)).toEqual(["not_started"]);
  });

  test("reports each finished member exactly once, with any end", async () => {
    const instances = [
      { id: "a" },
      { id: "b", status: "FROZEN" },
      { id: "c", failedTimes: 1 },
      { id: "d", refused: true },
      { id: "e", restart: [] },
      { id: "f" },
    ];
    const done = await run({
      instances,
      planned: [...inWaves(["a", "b", "c", "d", "e"], 5), planned("f", { wave: 2 })],
    });
    const told = done.events.flatMap((event) => (event.kind === "finished" ? event.finished : []));
    expect(told.map(({ instanceId }) => instanceId).sort()).toEqual(["a", "b", "c", "d", "e", "f"]);
    for (const record of told) expect(record).toEqual(done.record(record.instanceId));
  });

  test("of a stopped run reports the members that finished by the stop, each once", async () => {
    const done = await run({
      instances: [{ id: "a", failedTimes: 1 }, { id: "b" }, { id: "c" }],
      planned: [planned("a"), planned("b"), planned("c", { wave: 2 })],
      stopAfterMs: 60_000,
    });
    const told = done.events.map((event) =>
      event.kind === "finished" ? event.finished.map(({ instanceId }) => instanceId) : [],
    );
    expect(told.filter((ids) => ids.length > 0)).toEqual([["a"], ["b", "c"]]);
  });

  test("tells a refusal with its reason", async () => {
    const done = await run({ instances: [{ id: "a", refused: true }], planned: [planned("a")] });
    expect(done.events).toContainEqual(
      expect.objectContaining({ kind: "call-failed", code: noSuchInstance().code, message: noSuchInstance().message }),
    );
  });
});

test("an error that is not a call failure is a bug: the run does not attribute it to the service", async () => {
  const clock = new VirtualClock();
  const simulation = new Simulation(clock, {
    instances: [{ id: "a" }],
    listFault: () => {
      throw new TypeError("a bug");
    },
  });
  const rollout = createRollout(
    [planned("a")],
    { ...usualSettings, runDeadlineMs: clock.now() + 1_000 },
    new Map(),
    new Map(),
  );
  const ports = { api: simulation, clock, progress: (): void => undefined };
  await expect(clock.run(runRollout(rollout, ports, new AbortController().signal))).rejects.toThrow("a bug");
});
