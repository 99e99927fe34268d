import type { Instance } from "../../../../lib/domain/instance";
import { heldUpMs, isRecent, showsReady } from "../../../../lib/domain/sharing/shared-looks";

const instance = (id: string, status: string): Instance => ({
  id,
  name: id,
  engine: "kafka",
  engineVersion: "2.7",
  status,
  createdAt: "",
});

describe("J6: a recent listing answers for instances that were never read", () => {
  const asked = showsReady(new Set(["a", "b"]));

  test("if it shows all of them RUNNING, with any other instances", () => {
    expect(asked([instance("a", "RUNNING"), instance("c", "ERROR"), instance("b", "RUNNING")])).toBe(true);
  });

  test.each([
    ["one of them is on its way", [instance("a", "RUNNING"), instance("b", "RESTARTING")]],
    ["one of them is not there", [instance("a", "RUNNING"), instance("c", "RUNNING")]],
    ["the listing is empty", []],
  ])("and not if %s", (_, listed) => {
    expect(asked(listed)).toBe(false);
  });
});

describe("a clock that was set back by an hour", () => {
  const beganMs = Date.parse("2026-01-01T12:00:00Z");
  const listing = { beganMs, precedesCall: false };
  const setBackMs = beganMs - 3_600_000;

  test("J4: makes no listing from before recent", () => {
    expect([isRecent(listing, beganMs), isRecent(listing, beganMs + 2_000)]).toEqual([true, true]);
    expect([isRecent(listing, setBackMs), isRecent(listing, beganMs + 2_001)]).toEqual([false, false]);
  });

  test("J3: lets a listing under way hold up the next one for ten seconds at most", () => {
    expect(heldUpMs([listing], setBackMs)).toBe(10_000);
    expect(heldUpMs([listing], beganMs + 4_000)).toBe(6_000);
  });
});
