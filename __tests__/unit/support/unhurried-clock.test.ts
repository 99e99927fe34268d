import type { Clock } from "../../../lib/rollout/ports";
import { createTickingClock } from "../../support/time/unhurried-clock";

/** A machine whose sleeps take as long as they are asked to, and `stallMs` longer while the process waits for a processor. */
function machine(stallMs = 0): Clock & { pass(ms: number): void } {
  let nowMs = 1_000;
  return {
    now: () => nowMs,
    pass: (ms) => void (nowMs += ms),
    sleep: (ms) => {
      nowMs += ms + stallMs;
      return Promise.resolve();
    },
  };
}

const { signal } = new AbortController();

describe("the clock of an attached provider", () => {
  test("is the machine's while the process gets to run", () => {
    const real = machine();
    const clock = createTickingClock(real);
    for (const ms of [5, 7, 10, 0, 3]) {
      clock.tick();
      real.pass(ms);
      expect(clock.now()).toBe(real.now());
    }
  });

  test("counts 10 ms of a time without a turn, and never goes back", () => {
    const real = machine();
    const clock = createTickingClock(real);
    clock.tick();
    const seen: number[] = [clock.now()];
    for (const ms of [3_000, 5, 900]) {
      real.pass(ms);
      seen.push(clock.now());
      clock.tick();
      seen.push(clock.now());
    }
    expect(seen.map((ms) => ms - 1_000)).toEqual([0, 10, 10, 15, 15, 25, 25]);
  });

  test("counts all time again while it rests", () => {
    const real = machine();
    const clock = createTickingClock(real);
    clock.tick();
    real.pass(500);
    clock.rest();
    real.pass(500);
    expect(clock.now()).toBe(1_510);
  });

  test("sleeps by its own time: a sleep that the machine ends after a stall goes on", async () => {
    const real = machine(400);
    const clock = createTickingClock({
      ...real,
      sleep: (ms) => real.sleep(Math.min(ms, 5), signal).finally(() => clock.tick()),
    });
    clock.tick();
    await clock.sleep(100, signal);
    expect(clock.now()).toBe(1_100);
    expect(real.now()).toBe(1_000 + 10 * 405);
  });

  test("ends a sleep with its signal", async () => {
    const stopping = new AbortController();
    const clock = createTickingClock({
      now: () => 0,
      sleep: () => {
        stopping.abort();
        return Promise.resolve();
      },
    });
    await clock.sleep(100, stopping.signal);
    expect(stopping.signal.aborted).toBe(true);
  });
});
