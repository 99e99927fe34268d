import { callError, throttled, unreachable } from "../../support/rollout/failures";
import { first, ids, restart, results } from "../../support/rollout/restart";
import { type FinishedRun, inWaves, minuteMs, planned, run } from "../../support/rollout/run";

describe("busy: DMS.00400026 and DMS.00400017", () => {
  test("a busy instance is waited for and sent again, the others go on without it", async () => {
    const done = await restart(5, { i2: { busyTimes: 6 } });
    expect(results(done)).toEqual(ids(5).map(() => "success"));
    expect(done.sent[0]).toEqual(ids(5));
    expect(done.sent.at(-1)).toEqual(["i2"]);
    expect(done.sent.filter((batch) => batch.includes("i4"))).toHaveLength(2);
  });

  test("an instance that is busy until the end of its time has failed with the service's own words", async () => {
    const done = await restart(2, { i1: { busyTimes: 1_000_000 } });
    expect(done.record("i1")).toMatchObject({
      result: "failed",
      errorCode: "DMS.00400026",
      reason: "ready_timeout (20m) is over: the service refused the call",
    });
    expect(done.record("i0").result).toBe("success");
  });

  test("is asked again at the pace of the looks, not faster", async () => {
    const done = await restart(1, { i0: { busyTimes: 1_000_000 } });
    expect(done.sent.length).toBeLessThanOrEqual(done.simulation.looks);
    expect(done.sent.length).toBeLessThan(200);
  });
});

describe("429 and no connection", () => {
  test.each([
    ["throttled", throttled],
    ["unreachable", unreachable],
  ])("a call that was %s is sent again, and nothing is restarted twice", async (_, failure) => {
    const done = await restart(3, {}, { callFault: (call) => (call < 4 ? { failure, carriedOut: false } : undefined) });
    expect(results(done)).toEqual(ids(3).map(() => "success"));
    expect(done.sent).toEqual(Array.from({ length: 5 }, () => ids(3)));
    expect(ids(3).map((id) => done.simulation.effectsOn(id).length)).toEqual([1, 1, 1]);
  });

  test("are waited out longer and longer, up to the poll interval", async () => {
    const done = await restart(
      1,
      {},
      {
        callFault: (call) => (call < 8 ? { failure: throttled, carriedOut: false } : undefined),
        latencyMs: 0,
      },
    );
    const times = done.simulation.calls.map(({ atMs }) => atMs);
    const gaps = times.slice(1).map((atMs, index) => Math.round((atMs - (times[index] ?? 0)) / 1_000));
    expect(gaps).toEqual([1, 2, 4, 8, 10, 10, 10, 10]);
  });

  test("keep the planned order: who can be sent meanwhile goes where the plan has it", async () => {
    const done = await run({
      instances: [{ id: "a", status: "EXTENDING", byItself: [{ afterMs: 20_000, status: "RUNNING" }] }, { id: "b" }],
      planned: inWaves(["a", "b"], 2),
      callFault: first({ failure: () => throttled(60_000), carriedOut: false }),
    });
    expect(done.sent).toEqual([["b"], ["a"], ["b"]]);
  });

  test("are waited out for as long as the service asks", async () => {
    const done = await restart(1, {}, { callFault: first({ failure: () => throttled(75_000), carriedOut: false }) });
    const [one = 0, two = 0] = done.simulation.calls.map(({ atMs }) => atMs);
    expect(two - one).toBeGreaterThanOrEqual(75_000);
    expect(done.record("i0").result).toBe("success");
  });

  test("are not answered by a busy loop when the service asks for no wait at all", async () => {
    const done = await restart(1, {}, { callFault: () => ({ failure: () => throttled(0), carriedOut: false }) });
    expect(done.sent.length).toBeLessThan(150);
  });

  test("until the end of the time are a failure that names the service's code", async () => {
    const done = await restart(1, {}, { callFault: () => ({ failure: throttled, carriedOut: false }) });
    expect(done.record("i0")).toMatchObject({
      result: "failed",
      errorCode: "APIG.0308",
      reason: "ready_timeout (20m) is over: the service refused the call",
    });
    expect(done.tookMs).toBeLessThan(21 * minuteMs);
  });

  test("a call is not sent on the word of a look from before a long wait", async () => {
    const done = await run({
      instances: [
        {
          id: "i",
          byItself: [
            { afterMs: 60_000, status: "EXTENDING" },
            { afterMs: 180_000, status: "RUNNING" },
          ],
        },
      ],
      planned: [planned("i")],
      callFault: first({ failure: () => throttled(90_000), carriedOut: false }),
    });
    expect(done.record("i").result).toBe("success");
    expect(done.sent).toHaveLength(2);
    expect(done.simulation.calls[1]?.atMs ?? 0).toBeGreaterThanOrEqual(Date.parse("2026-01-01T00:03:00Z"));
  });
});

describe("a service that lets no call through", () => {
  const refusing = (code: "unauthenticated" | "forbidden" | "unexpected-answer"): Promise<FinishedRun> =>
    restart(
      60,
      {},
      {
        callFault: () => ({
          failure: () =>
            callError({
              code,
              fate: "refused",
              status: 403,
              errorCode: "DMS.00403003",
              errorMessage: "no",
              message: "No.",
            }),
          carriedOut: false,
        }),
      },
    );

  test.each(["unauthenticated", "forbidden", "unexpected-answer"] as const)(
    "%s: is asked once, and nothing counts as started",
    async (code) => {
      const done = await refusing(code);
      expect(done.sent).toHaveLength(1);
      expect(new Set(results(done))).toEqual(new Set(["not_started"]));
      expect(done.record("i59")).toMatchObject({ reason: "No", errorCode: "DMS.00403003", message: "no" });
      expect(done.tookMs).toBeLessThan(1_000);
    },
  );

  test("after some were sent: those are watched to their end, the rest is not started", async () => {
    const done = await restart(
      60,
      {},
      {
        callFault: (call) =>
          call === 0
            ? undefined
            : { failure: () => callError({ code: "forbidden", fate: "refused" }), carriedOut: false },
      },
    );
    expect(results(done).slice(0, 50)).toEqual(ids(50).map(() => "success"));
    expect(results(done).slice(50)).toEqual(ids(10).map(() => "not_started"));
    expect(done.sent).toHaveLength(2);
  });

  test("with the credentials refused after some were sent: those have an open end", async () => {
    const done = await restart(
      60,
      {},
      {
        callFault: (call) =>
          call === 0
            ? undefined
            : { failure: () => callError({ code: "unauthenticated", fate: "refused" }), carriedOut: false },
      },
    );
    expect(results(done).slice(0, 50)).toEqual(ids(50).map(() => "unknown"));
    expect(results(done).slice(50)).toEqual(ids(10).map(() => "not_started"));
  });
});

test("a call that this machine refuses to send has no time of a call", async () => {
  const unsendable = callError({ code: "invalid", fate: "not-sent", message: '".." cannot be an instance id.' });
  const done = await restart(1, {}, { callFault: () => ({ failure: () => unsendable, carriedOut: false }) });
  expect(done.record("i0")).toMatchObject({
    result: "failed",
    submittedAt: "",
    reason: "the call could not be sent",
    message: '".." cannot be an instance id',
  });
});
