import { holdsTimeOfNow } from "../../../lib/domain/time-of-now";

const now = Date.UTC(2026, 10, 30, 2, 0, 30);

describe("the time of now", () => {
  test.each([
    ["2026-11-30T02:00:00Z"],
    ["2026-11-30T02:00:30.123Z"],
    ["2026-11-30T03:00:00+01:00"],
    ["2026-11-30 02:03Z"],
    ["deploy-2026-11-30T01:58:00Z-blue"],
    ["202611300200"],
    ["20261130T020012"],
    ["2026-1130-0200".replace(/-/g, "")],
    [String(now)],
    [String(Math.floor(now / 1_000))],
    ["Mon, 30 Nov 2026 02:00:30 GMT"],
    ["Mon Nov 30 2026 03:00:30 GMT+0100 (CET)"],
  ])("is in %j", (text) => {
    expect(holdsTimeOfNow(text, now)).toBe(true);
  });

  test.each([
    [""],
    ["2026-11-30"],
    ["2026-11-30T01:54:00Z"],
    ["2026-11-30T02:06:00Z"],
    ["2025-11-30T02:00:00Z"],
    ["20261130"],
    ["2.7.1"],
    ["12:00:00 or so"],
    ["9999999999"],
    ["sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
    ["2026-99-99T99:99:99Z"],
  ])("is not in %j", (text) => {
    expect(holdsTimeOfNow(text, now)).toBe(false);
  });
});
