import { lost, serverError, throttled } from "../../support/rollout/failures";
import { first, ids, restart, results } from "../../support/rollout/restart";

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

  test("does not blame a run whose own call was never made", async () => {
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
      reason: "ready_timeout (20m) is over: its turn did not come; no call was made for it",
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
      reason: "ready_timeout (20m) is over: the service may not have received the call, and it never left RUNNING",
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
      reason: expect.stringContaining("the service may not have received the call") as string,
    });
    expect(done.sent).toHaveLength(1);
  });
});
