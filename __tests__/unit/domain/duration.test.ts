import fc from "fast-check";
import { describeDuration, parseDuration } from "../../../lib/domain/duration";
import { randomRuns } from "../../support/chaos/random-runs";
import { cpuTimeMs } from "../../support/time/cpu-time";

describe("parseDuration", () => {
  test.each([
    ["0s", 0],
    ["850ms", 850],
    ["90s", 90_000],
    ["20m", 1_200_000],
    ["1h30m", 5_400_000],
    ["1.5h", 5_400_000],
    ["1h0m1s1ms", 3_601_001],
    ["0.0005s", 1],
  ])("reads %j as %d ms", (text, expectedMs) => {
    expect(parseDuration(text)).toBe(expectedMs);
  });

  test.each(["", "0", "90", "s", "-1s", "+1s", "1 s", " 1s", "1s ", "1d", "1S", ".5s", "5.s", "1h 30m", "1e3s"])(
    "refuses %j",
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );

  test("refuses a time too long to be counted exactly", () => {
    expect(parseDuration("9".repeat(30) + "h")).toBeUndefined();
    expect(parseDuration("9".repeat(400) + "h")).toBeUndefined();
  });

  test("judges a long text without backtracking", () => {
    const startedAt = cpuTimeMs();
    expect(parseDuration("1".repeat(50_000))).toBeUndefined();
    expect(parseDuration("1s".repeat(50_000) + "!")).toBeUndefined();
    expect(cpuTimeMs() - startedAt).toBeLessThan(1_000);
  });
});

describe("describeDuration", () => {
  test.each([
    [0, "0ms"],
    [850, "850ms"],
    [1_000, "1s"],
    [12_000, "12s"],
    [60_000, "1m"],
    [200_000, "3m20s"],
    [3_600_000, "1h"],
    [3_900_000, "1h5m"],
    [90_061_000, "25h1m1s"],
  ])("writes %d ms as %j", (durationMs, text) => {
    expect(describeDuration(durationMs)).toBe(text);
  });

  test("writes whole seconds so that they can be read back", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 8 }), (seconds) => {
        expect(parseDuration(describeDuration(seconds * 1_000))).toBe(seconds * 1_000);
      }),
      randomRuns(100),
    );
  });
});
