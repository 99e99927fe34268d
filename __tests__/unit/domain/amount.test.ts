import fc from "fast-check";
import { parseAmount, resolveAmount } from "../../../lib/domain/amount";
import { randomRuns } from "../../support/chaos/random-runs";

describe("parseAmount", () => {
  test.each([
    ["0", { kind: "count", value: 0 }],
    ["1", { kind: "count", value: 1 }],
    ["250", { kind: "count", value: 250 }],
    ["0%", { kind: "percent", value: 0 }],
    ["25%", { kind: "percent", value: 25 }],
    ["100%", { kind: "percent", value: 100 }],
  ])("reads %j", (text, amount) => {
    expect(parseAmount(text)).toEqual(amount);
  });

  test.each(["", " 1", "1 ", "-1", "+1", "1.5", "1e3", "101%", "25 %", "%", "%25", "0x1", "1234567890", "١"])(
    "refuses %j",
    (text) => {
      expect(parseAmount(text)).toBeUndefined();
    },
  );
});

describe("resolveAmount", () => {
  test("takes a count as it is, also above the total", () => {
    expect(resolveAmount({ kind: "count", value: 7 }, 3)).toBe(7);
  });

  test.each([
    [25, 4, 1],
    [25, 3, 0],
    [25, 10, 2],
    [33, 3, 0],
    [34, 3, 1],
    [100, 3, 3],
    [0, 10_000, 0],
    [29, 100, 29],
    [58, 50, 29],
  ])("rounds %d%% of %d down to %d", (value, total, expected) => {
    expect(resolveAmount({ kind: "percent", value }, total)).toBe(expected);
  });

  test("never answers more of a share than the share itself", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), fc.nat(100_000), (value, total) => {
        const resolved = resolveAmount({ kind: "percent", value }, total);
        expect(resolved * 100).toBeLessThanOrEqual(total * value);
        expect((resolved + 1) * 100).toBeGreaterThan(total * value);
      }),
      randomRuns(200),
    );
  });
});
