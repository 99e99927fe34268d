import { createForwardTime } from "../../../lib/bin/forward-time";
import { realClock } from "../../../lib/bin/real-clock";

const hourMs = 3_600_000;

describe("the time of a process", () => {
  let wallMs = 0;
  let passedMs = 0;
  let now: () => number;
  beforeEach(() => {
    wallMs = Date.parse("2026-01-01T12:00:00Z");
    passedMs = 12.75;
    now = createForwardTime({ wallMs: () => wallMs, passedMs: () => passedMs });
  });
  const pass = (ms: number): void => {
    wallMs += ms;
    passedMs += ms;
  };

  test("is the machine's", () => {
    pass(1_500);
    expect(now()).toBe(Date.parse("2026-01-01T12:00:01.500Z"));
  });

  test("goes on when the machine's clock is put back", () => {
    pass(1_000);
    expect(now()).toBe(Date.parse("2026-01-01T12:00:01Z"));
    wallMs -= hourMs;
    expect(now()).toBe(Date.parse("2026-01-01T12:00:01Z"));
    pass(60_000);
    expect(now()).toBe(Date.parse("2026-01-01T12:01:01Z"));
    for (let step = 0; step < 1_000; step += 1) {
      pass(0.4);
      now();
    }
    expect(now()).toBe(Date.parse("2026-01-01T12:01:01.400Z"));
  });

  test("follows a clock that is put forward, as after a sleep of the machine", () => {
    wallMs += hourMs;
    expect(now()).toBe(Date.parse("2026-01-01T13:00:00Z"));
    wallMs -= 10_000;
    expect(now()).toBe(Date.parse("2026-01-01T13:00:00Z"));
    pass(10_001);
    expect(now()).toBe(Date.parse("2026-01-01T13:00:10.001Z"));
  });

  test("is a whole number of milliseconds, near the machine's clock", () => {
    const read = realClock.now();
    expect(Number.isInteger(read)).toBe(true);
    expect(Math.abs(read - Date.now())).toBeLessThan(1_000);
  });
});
