import { readFailed, throttled } from "../../support/rollout/failures";
import { inWaves, minuteMs, planned, run } from "../../support/rollout/run";
import { getsStuck, ignores, restarts } from "../../support/rollout/simulation";

const startMs = Date.parse("2026-01-01T00:00:00Z");

describe("looks", () => {
  test("are quick after a call, calm down to poll_interval, and are one list call each", async () => {
    const done = await run({ instances: [{ id: "a" }, { id: "b" }], planned: inWaves(["a", "b"], 2), latencyMs: 0 });
    const gaps = done.simulation.lookedAtMs
      .slice(1)
      .map((atMs, index) => atMs - (done.simulation.lookedAtMs[index] ?? 0));
    expect(gaps.slice(0, 10)).toEqual([500, 500, 750, 1_125, 1_688, 2_532, 3_798, 5_697, 8_546, 10_000]);
    expect(new Set(gaps.slice(10))).toEqual(new Set([10_000]));
    expect(done.simulation.looks).toBe(done.simulation.lookedAtMs.length);
  });

  test("are never rarer than poll_interval, from the first one on, when that is short", async () => {
    const done = await run({
      instances: [{ id: "a" }],
      planned: [planned("a")],
      latencyMs: 0,
      settings: { pollIntervalMs: 100 },
    });
    const gaps = done.simulation.lookedAtMs
      .slice(2)
      .map((atMs, index) => atMs - (done.simulation.lookedAtMs[index + 1] ?? 0));
    expect(new Set(gaps)).toEqual(new Set([100]));
  });

  test("do not follow each other without a pause when poll_interval is zero", async () => {
    const done = await run({
      instances: [{ id: "a", restart: restarts(0, 5_000) }],
      planned: [planned("a")],
      latencyMs: 0,
      settings: { pollIntervalMs: 0 },
    });
    expect(done.record("a").result).toBe("success");
    expect(done.simulation.looks).toBeLessThan(600);
  });

  test("are never rarer than every 30 s until the instance is seen to leave, however rare the user wants them", async () => {
    const done = await run({
      instances: [{ id: "a", restart: restarts(200_000, 600_000) }],
      planned: [planned("a")],
      latencyMs: 0,
      settings: { pollIntervalMs: 5 * minuteMs },
    });
    const { lookedAtMs } = done.simulation;
    const gaps = lookedAtMs.slice(1).map((atMs, index) => atMs - (lookedAtMs[index] ?? 0));
    const leftAtMs = Date.parse(done.record("a").leftAt);
    const beforeLeft = gaps.filter((_, index) => (lookedAtMs[index + 1] ?? 0) <= leftAtMs);
    expect(Math.max(...beforeLeft)).toBe(30_000);
    expect(gaps.at(-1)).toBeGreaterThan(60_000);
    expect(done.record("a").result).toBe("success");
  });

  test("that fail are repeated more and more slowly, and not sooner than the service asks", async () => {
    const done = await run({
      instances: [{ id: "a", restart: restarts(0, 180_000) }],
      planned: [planned("a")],
      latencyMs: 0,
      listFault: (look) => (look === 1 ? throttled(120_000) : undefined),
    });
    const [, second = 0, third = 0] = done.simulation.lookedAtMs;
    expect(third - second).toBe(120_000);
    expect(done.record("a").result).toBe("success");
  });
});

test("a user who polls rarely still learns that an instance never left (P5)", async () => {
  const done = await run({
    instances: [{ id: "a", restart: ignores }],
    planned: [planned("a")],
    settings: { pollIntervalMs: 3 * minuteMs },
  });
  expect(done.record("a").result).toBe("failed");
});

test("an instance that could not be read since its call is not sent again (P5)", async () => {
  const blind = (look: number) => (look === 0 ? undefined : readFailed());
  const options = { instances: [{ id: "a", restart: restarts(200, 180_000) }], planned: [planned("a")] };
  const first = await run({ ...options, listFault: blind, settings: { readyTimeoutMs: 20_000 } });
  expect(first.record("a")).toMatchObject({
    result: "unknown",
    accepted: true,
    reason:
      "ready_timeout (20s) is over: its status could not be read lately, last status RUNNING; the last read failed: GET …: HTTP 503",
  });
});

describe("R4: ready_timeout", () => {
  test("counts from the call to the proof, and the reason names it", async () => {
    const done = await run({
      instances: [{ id: "a", restart: getsStuck }],
      planned: [planned("a")],
      settings: { readyTimeoutMs: 7 * minuteMs },
    });
    const { submittedAt, finishedAt, reason } = done.record("a");
    expect(reason).toBe("ready_timeout (7m) is over: still RESTARTING");
    const tookMs = Date.parse(finishedAt) - Date.parse(submittedAt);
    expect(tookMs).toBeGreaterThanOrEqual(7 * minuteMs);
    expect(tookMs).toBeLessThan(7 * minuteMs + 500);
  });

  test("is not used up by waiting for an instance that could not be sent yet", async () => {
    const done = await run({
      instances: [
        {
          id: "a",
          byItself: [{ afterMs: 6 * minuteMs, status: "RUNNING" }],
          status: "EXTENDING",
          restart: restarts(0, 5 * minuteMs),
        },
      ],
      planned: [planned("a")],
      settings: { readyTimeoutMs: 7 * minuteMs },
    });
    expect(done.record("a").result).toBe("success");
    expect(done.tookMs).toBeGreaterThan(11 * minuteMs);
  });

  test("looks once more at its end: instances that came back since the last look count", async () => {
    const done = await run({
      instances: [{ id: "a", restart: restarts(0, 9.5 * minuteMs) }],
      planned: [planned("a")],
      settings: { readyTimeoutMs: 10 * minuteMs, pollIntervalMs: 8 * minuteMs },
    });
    expect(done.record("a").result).toBe("success");
  });

  test("of one member does not cut short another that was sent later", async () => {
    const done = await run({
      instances: [
        { id: "a", restart: getsStuck },
        { id: "b", busyTimes: 12, restart: restarts(0, 10 * minuteMs) },
      ],
      planned: inWaves(["a", "b"], 2),
      settings: { readyTimeoutMs: 11 * minuteMs },
    });
    expect(done.record("a").result).toBe("unknown");
    expect(done.record("b").result).toBe("success");
  });
});

describe("R4: the time for the whole run", () => {
  test("ends it, and the reasons name it: sent has an open end, the rest is not started", async () => {
    const done = await run({
      instances: [{ id: "a", restart: getsStuck }, { id: "b" }],
      planned: inWaves(["a", "b"], 1),
      settings: { runTimeoutMs: 5 * minuteMs },
    });
    expect(done.record("a")).toMatchObject({
      result: "unknown",
      reason: "the time for the whole run (timeouts) is over: still RESTARTING",
    });
    expect(done.record("b")).toMatchObject({
      result: "not_started",
      reason: "the time for the whole run (timeouts) is over",
    });
    expect(done.tookMs).toBeLessThan(5 * minuteMs + 500);
  });

  test("looks once more at its end: instances that came back since the last look count", async () => {
    const done = await run({
      instances: [{ id: "a", restart: restarts(0, 9.5 * minuteMs) }],
      planned: [planned("a")],
      settings: { runTimeoutMs: 10 * minuteMs, pollIntervalMs: 8 * minuteMs },
    });
    expect(done.record("a").result).toBe("success");
  });

  test("ends it in a pause between waves", async () => {
    const done = await run({
      instances: [{ id: "a" }, { id: "b" }],
      planned: inWaves(["a", "b"], 1),
      settings: { runTimeoutMs: 5 * minuteMs, pauseBetweenMs: 60 * minuteMs },
    });
    expect([...done.records.values()].map(({ result }) => result)).toEqual(["success", "not_started"]);
    expect(done.tookMs).toBe(5 * minuteMs);
  });

  test("ends it while the service asks to wait", async () => {
    const done = await run({
      instances: [{ id: "a" }],
      planned: [planned("a")],
      callFault: () => ({ failure: () => throttled(3_600_000), carriedOut: false }),
      settings: { runTimeoutMs: 5 * minuteMs },
    });
    expect(done.record("a")).toMatchObject({ result: "not_started", submittedAt: "", errorCode: "APIG.0308" });
    expect(done.tookMs).toBe(5 * minuteMs);
  });

  test("ends a look that hangs, soon after", async () => {
    const done = await run({
      instances: [{ id: "a" }],
      planned: [planned("a")],
      latencyMs: 600_000,
      settings: { runTimeoutMs: minuteMs },
    });
    expect(done.record("a").result).toBe("not_started");
    expect(done.tookMs).toBeLessThanOrEqual(minuteMs + 5_000);
  });

  test("that is over before the run begins sends nothing", async () => {
    const done = await run({ instances: [{ id: "a" }], planned: [planned("a")], settings: { runTimeoutMs: 0 } });
    expect(done.record("a").result).toBe("not_started");
    expect(done.simulation.looks).toBe(0);
  });
});

test("a run with nothing due does nothing", async () => {
  const done = await run({ instances: [{ id: "a" }], planned: [] });
  expect(done.records.size).toBe(0);
  expect(done.simulation.looks).toBe(0);
  expect(done.tookMs).toBe(0);
});

test("an instance whose looks fail until its time is over has failed unsent, and says why", async () => {
  const done = await run({
    instances: [{ id: "a" }, { id: "b" }],
    planned: inWaves(["a", "b"], 1),
    settings: { pauseBetweenMs: 5 * minuteMs },
    listFault: (_, nowMs) => (nowMs > startMs + 4 * minuteMs ? readFailed() : undefined),
  });
  expect(done.record("b")).toMatchObject({
    result: "failed",
    reason:
      "ready_timeout (20m) is over: its status could not be read; no call was made for it; the last read failed: GET …: HTTP 503",
  });
});
