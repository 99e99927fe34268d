import { callError, lost, serverError, throttled, unreachable } from "../../support/rollout/failures";
import { type FinishedRun, inWaves, minuteMs, planned, run, type RunOptions } from "../../support/rollout/run";
import type { CallFault } from "../../support/rollout/simulation";

const ids = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `i${index}`);

/** Restarts `count` instances in one wave; `special` says what is different about some of them. */
async function restart(
  count: number,
  special: Record<string, object> = {},
  more: Partial<RunOptions> = {},
): Promise<FinishedRun> {
  return run({
    instances: ids(count).map((id) => ({ id, ...special[id] })),
    planned: inWaves(ids(count), count),
    ...more,
  });
}

const results = (done: FinishedRun): readonly string[] => [...done.records.values()].map(({ result }) => result);
const first = (fault: CallFault): ((call: number) => CallFault | undefined) => {
  return (call) => (call === 0 ? fault : undefined);
};

describe("a wave", () => {
  test("is sent as batches of at most 50, each once, in planned order", async () => {
    const done = await restart(120);
    expect(done.sent.map((batch) => batch.length)).toEqual([50, 50, 20]);
    expect(done.sent.flat()).toEqual(ids(120));
    expect(results(done).every((result) => result === "success")).toBe(true);
  });

  test("that fits into one batch is one call", async () => {
    expect((await restart(50)).sent).toEqual([ids(50)]);
  });
});

describe("R2: a batch that is refused because of one instance", () => {
  test("is split, so that the other 49 are restarted and the culprit gets the service's own words", async () => {
    const done = await restart(50, { i17: { refused: true } });
    expect(done.record("i17")).toMatchObject({
      result: "failed",
      accepted: false,
      errorCode: "DMS.00404022",
      message: "This instance does not exist",
      requestId: "req-404",
      reason: "the service refused the call",
      submittedAt: expect.stringMatching(/Z$/) as string,
    });
    expect(results(done).filter((result) => result === "success")).toHaveLength(49);
    expect(done.sent.length).toBeLessThanOrEqual(13);
  });

  test("is split around several of them", async () => {
    const culprits = { i0: { refused: true }, i1: { refused: true }, i25: { refused: true }, i49: { refused: true } };
    const done = await restart(50, culprits);
    expect(results(done).filter((result) => result === "failed")).toHaveLength(4);
    expect(results(done).filter((result) => result === "success")).toHaveLength(46);
  });

  test("blames nobody whose own call was never made", async () => {
    const done = await restart(
      2,
      { i0: { refused: true } },
      {
        callFault: (call) => (call > 0 ? { failure: throttled, carriedOut: false } : undefined),
      },
    );
    expect(done.record("i0")).toMatchObject({ result: "failed", errorCode: "APIG.0308" });
    expect(done.record("i1")).toMatchObject({
      result: "failed",
      errorCode: "",
      reason: "ready_timeout (20m) is over: its turn to be sent did not come; no call was made for it",
    });
  });

  test("ends when all of them are refused", async () => {
    const done = await restart(8, Object.fromEntries(ids(8).map((id) => [id, { refused: true }])));
    expect(results(done)).toEqual(ids(8).map(() => "failed"));
    expect(done.sent).toHaveLength(15);
  });

  test("does not hold up the batches behind it", async () => {
    const done = await restart(60, { i3: { refused: true }, i55: { refused: true } });
    expect(done.sent.slice(0, 3).map((batch) => [batch[0], batch.length])).toEqual([
      ["i0", 50],
      ["i0", 25],
      ["i0", 13],
    ]);
    expect(done.sent.at(-1)?.every((id) => Number(id.slice(1)) >= 50)).toBe(true);
    expect(results(done).filter((result) => result === "success")).toHaveLength(58);
  });
});

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

describe("R3: a call whose fate is unknown", () => {
  test.each([
    ["lost", lost],
    ["answered with a server error", serverError],
  ])("that was %s after it was carried out is looked up and proven, never sent again", async (_, failure) => {
    const done = await restart(3, {}, { callFault: first({ failure, carriedOut: true }) });
    expect(results(done)).toEqual(ids(3).map(() => "success"));
    expect(done.sent).toHaveLength(1);
    expect(done.record("i0")).toMatchObject({ accepted: true, leftAt: expect.stringMatching(/Z$/) as string });
  });

  test("that was not carried out has failed at the end of its time, and still is not sent again", async () => {
    const done = await restart(2, {}, { callFault: first({ failure: serverError, carriedOut: false }) });
    expect(done.sent).toHaveLength(1);
    expect(done.record("i1")).toMatchObject({
      result: "failed",
      accepted: false,
      errorCode: "DMS.00500000",
      reason:
        "ready_timeout (20m) is over: whether the service received the call is not known, and it never left RUNNING",
    });
  });

  test("does not keep the other batches of its wave from being sent", async () => {
    const done = await restart(60, {}, { callFault: first({ failure: lost, carriedOut: true }) });
    expect(done.sent.map((batch) => batch.length)).toEqual([50, 10]);
    expect(results(done).every((result) => result === "success")).toBe(true);
  });
});

describe("the answer", () => {
  test("failed for an instance is its failure, and the others go on", async () => {
    const done = await restart(3, { i1: { failedTimes: 1 } });
    expect(done.record("i1")).toMatchObject({
      result: "failed",
      accepted: false,
      requestId: "req-1",
      reason: "the service answered failed for this instance",
      submittedAt: expect.stringMatching(/Z$/) as string,
    });
    expect(results(done)).toEqual(["success", "failed", "success"]);
    expect(done.sent).toHaveLength(1);
  });

  test("without an instance leaves its fate unknown: it is watched like the others", async () => {
    const done = await restart(3, { i0: { unanswered: { reached: true } }, i1: { unanswered: { reached: false } } });
    expect(done.record("i0")).toMatchObject({ result: "success", accepted: true });
    expect(done.record("i1")).toMatchObject({
      result: "failed",
      accepted: false,
      reason: expect.stringContaining("whether the service received the call is not known") as string,
    });
    expect(done.sent).toHaveLength(1);
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
