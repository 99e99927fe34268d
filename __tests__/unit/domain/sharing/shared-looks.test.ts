import type { Instance } from "../../../../lib/domain/instance";
import { showsReady } from "../../../../lib/domain/sharing/shared-looks";

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
