import type { ProgressEvent } from "../../../lib/rollout/ports";
import { callError, lost, readFailed } from "../../support/rollout/failures";
import { inWaves, minuteMs, planned, run } from "../../support/rollout/run";
import { type CallFault, deletes } from "../../support/rollout/simulation";

const kinds = (events: readonly ProgressEvent[]): readonly string[] => events.map(({ kind }) => kind);

describe("a stop", () => {
  test("in the middle of a wave ends the run with one last look, and reports everything that was started (R5)", async () => {
    const done = await run({
      instances: [{ id: "a" }, { id: "b" }],
      planned: inWaves(["a", "b"], 1),
      stopAfterMs: minuteMs,
    });
    expect(done.tookMs).toBeLessThan(minuteMs + 500);
    expect(done.record("a")).toMatchObject({
      result: "unknown",
      accepted: true,
      status: "RESTARTING",
      leftAt: expect.stringMatching(/Z$/) as string,
      requestId: "req-1",
      reason: "the run was interrupted: still RESTARTING",
    });
    expect(done.record("b")).toMatchObject({ result: "not_started", reason: "the run was interrupted" });
    expect(done.simulation.lookedAtMs.at(-1)).toBe(Date.parse("2026-01-01T00:01:00Z"));
  });

  test("right after the call sees the instance leave in the last look, as evidence for the next run", async () => {
    const done = await run({
      instances: [{ id: "a", restart: [{ afterMs: 100, status: "RESTARTING" }] }],
      planned: [planned("a")],
      stopAfterMs: 300,
    });
    expect(done.record("a")).toMatchObject({ result: "unknown", leftAt: expect.stringMatching(/Z$/) as string });
  });

  test("lets a call on its way be answered for two seconds", async () => {
    const options = { instances: [{ id: "a" }], planned: [planned("a")], stopAfterMs: 1_000 };
    const fault = { failure: lost, carriedOut: true };
    const answered = await run({ ...options, callFault: () => ({ ...fault, tookMs: 2_500 }) });
    expect(answered.events).toContainEqual(expect.objectContaining({ kind: "call-failed", code: "lost" }));
    const late = await run({ ...options, callFault: () => ({ ...fault, tookMs: 60_000 }) });
    expect(late.events).toContainEqual(
      expect.objectContaining({ kind: "call-failed", code: "interrupted", fate: "unknown" }),
    );
    expect(late.record("a").result).toBe("unknown");
    expect(late.tookMs).toBeLessThanOrEqual(1_000 + 4_000);
  });

  test("ends a look on its way at once, and gives the last one a second and a half", async () => {
    const done = await run({
      instances: [{ id: "a" }],
      planned: [planned("a")],
      latencyMs: 20_000,
      stopAfterMs: 70_000,
    });
    expect(done.tookMs).toBe(71_500);
    expect(kinds(done.events)).not.toContain("look-failed");
    expect(done.record("a").result).toBe("unknown");
  });

  test("during the pause between waves, or before anything was sent, makes no further call", async () => {
    const paused = await run({
      instances: [{ id: "a" }, { id: "b" }],
      planned: inWaves(["a", "b"], 1),
      settings: { pauseBetweenMs: 60 * minuteMs },
      stopAfterMs: 10 * minuteMs,
    });
    expect(paused.tookMs).toBe(10 * minuteMs);
    expect(paused.record("b").result).toBe("not_started");

    const early = await run({ instances: [{ id: "a" }], planned: [planned("a")], stopAfterMs: 50 });
    expect(early.sent).toEqual([]);
    expect(early.simulation.looks).toBe(1);
    expect(early.record("a").result).toBe("not_started");
  });

  test("of a deletion that is done by then is a success", async () => {
    const done = await run({
      instances: [{ id: "a", delete: deletes(700) }],
      planned: [planned("a", { verb: "delete" })],
      stopAfterMs: 950,
    });
    expect(done.record("a").result).toBe("success");
  });

  test("with a last look that fails tells the last status seen", async () => {
    const done = await run({
      instances: [{ id: "a" }],
      planned: [planned("a")],
      listFault: (_, nowMs) => (nowMs > Date.parse("2026-01-01T00:01:00Z") ? readFailed() : undefined),
      stopAfterMs: 65_000,
    });
    expect(done.record("a")).toMatchObject({
      result: "unknown",
      reason: "the run was interrupted: still RESTARTING; the last read failed: GET …: HTTP 503",
    });
    expect(kinds(done.events).filter((kind) => kind === "look-failed").length).toBeGreaterThan(0);
  });
});

describe("a stop of a run that was ending anyway", () => {
  const refusing = (code: "forbidden" | "unauthenticated"): CallFault => ({
    failure: () => callError({ code, fate: "refused", message: "No." }),
    carriedOut: false,
    tookMs: 1_000,
  });
  const ids = Array.from({ length: 60 }, (_, index) => `i${index}`);
  const fleet = { instances: ids.map((id) => ({ id })), planned: inWaves(ids, 60) };

  test("leaves the reason of the end as it was", async () => {
    const done = await run({ ...fleet, callFault: () => refusing("unauthenticated"), stopAfterMs: 500 });
    expect(done.record("i0")).toMatchObject({ result: "not_started", reason: "No" });
  });

  test("ends the running watches", async () => {
    const done = await run({
      ...fleet,
      callFault: (call) => (call === 0 ? undefined : refusing("forbidden")),
      stopAfterMs: minuteMs,
    });
    expect(done.tookMs).toBeLessThan(minuteMs + 500);
    expect(done.record("i0")).toMatchObject({
      result: "unknown",
      reason: "the run was interrupted: still RESTARTING",
    });
    expect(done.record("i59").result).toBe("not_started");
  });
});
