import { graceAfter, limitedTo, type TimeLimit } from "../../../lib/rollout/time-limits";
import { VirtualClock } from "../../support/rollout/clock";

/** How long after the start a limit's signal aborts; `undefined` when it has not within an hour. */
async function abortsAfter(clock: VirtualClock, { signal }: TimeLimit): Promise<number | undefined> {
  const startMs = clock.now();
  let abortedMs: number | undefined = signal.aborted ? 0 : undefined;
  signal.addEventListener("abort", () => (abortedMs = clock.now() - startMs));
  await clock.pass(3_600_000);
  return abortedMs;
}

function stopping(clock: VirtualClock, afterMs: number): AbortController {
  const stop = new AbortController();
  clock.in(afterMs, () => stop.abort());
  return stop;
}

describe("graceAfter", () => {
  test("aborts a while after the stop, not at once", async () => {
    const clock = new VirtualClock();
    expect(await abortsAfter(clock, graceAfter(stopping(clock, 5_000).signal, clock, 2_000))).toBe(7_000);
  });

  test("counts from now when the stop was asked for before", async () => {
    const clock = new VirtualClock();
    expect(await abortsAfter(clock, graceAfter(AbortSignal.abort(), clock, 2_000))).toBe(2_000);
  });

  test("never aborts without a stop", async () => {
    const clock = new VirtualClock();
    expect(await abortsAfter(clock, graceAfter(new AbortController().signal, clock, 2_000))).toBeUndefined();
  });

  test.each([0, 6_000])("never aborts once it is released, before or after the stop (%d ms)", async (releaseMs) => {
    const clock = new VirtualClock();
    const grace = graceAfter(stopping(clock, 5_000).signal, clock, 2_000);
    clock.in(releaseMs, grace.release);
    expect(await abortsAfter(clock, grace)).toBeUndefined();
  });
});

describe("limitedTo", () => {
  test("aborts when the time is over", async () => {
    const clock = new VirtualClock();
    expect(await abortsAfter(clock, limitedTo(new AbortController().signal, clock, 9_000))).toBe(9_000);
  });

  test("aborts at once when the stop comes earlier, or came before", async () => {
    const clock = new VirtualClock();
    expect(await abortsAfter(clock, limitedTo(stopping(clock, 5_000).signal, clock, 9_000))).toBe(5_000);
    expect(limitedTo(AbortSignal.abort(), clock, 9_000).signal.aborted).toBe(true);
  });

  test("never aborts once it is released", async () => {
    const clock = new VirtualClock();
    const limit = limitedTo(stopping(clock, 5_000).signal, clock, 9_000);
    limit.release();
    expect(await abortsAfter(clock, limit)).toBeUndefined();
  });
});
