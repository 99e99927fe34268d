import { encodePlanned } from "../../../../lib/provider/lifecycle/model";
import type { Planned } from "../../../../lib/domain/ledger/waves";
import { deletionsAhead, restartsAhead } from "../../../../lib/provider/messages";
import { recordOf } from "../../../support/rollout/records";

const due = (name: string, reason = "restart_triggers changed: v"): Planned => ({
  name,
  id: `id-${name}`,
  verb: "restart",
  action: "restart",
  reason,
  wave: 1,
});

describe("the summary of a warning", () => {
  test("names the instances, so that Terraform does not fold it with that of another resource", () => {
    expect(deletionsAhead([due("payments")], "planned", false).summary).toBe(
      "Deletion Destroys Data: payments (id-payments)",
    );
    expect(restartsAhead([due("a")], "planned").summary).not.toBe(restartsAhead([due("b")], "planned").summary);
  });

  test("names three instances and counts the others", () => {
    const { summary } = restartsAhead(
      ["a", "b", "c", "d", "e"].map((name) => due(name)),
      "planned",
    );
    expect(summary).toBe("Clients Are Rejected During Restart: a (id-a), b (id-b), c (id-c) and 2 more");
  });
});

describe("the list of planned actions", () => {
  const endedAt = (finishedAt: string) => new Map([["id-a", recordOf({ instanceId: "id-a", finishedAt })]]);
  const reasons = (listed: ReturnType<typeof encodePlanned>): readonly unknown[] => listed.map((each) => each?.reason);

  test("has the reasons as they are where the state lists other actions", () => {
    const prior = { planned_actions: encodePlanned([due("a", "restart_on_create is true")], undefined, new Map()) };
    expect(reasons(encodePlanned([due("a")], prior, endedAt("2026-01-01T00:00:00.000Z")))).toEqual([
      "restart_triggers changed: v",
    ]);
  });

  test("never repeats an action in the words that state has, for any number of repetitions", () => {
    let planned_actions = encodePlanned([due("a")], undefined, new Map());
    for (const second of ["01", "02", "03", "04"]) {
      const records = endedAt(`2026-01-01T00:00:${second}.000Z`);
      const next = encodePlanned([due("a")], { planned_actions }, records);
      expect(next).not.toEqual(planned_actions);
      expect(encodePlanned([due("a")], { planned_actions }, records)).toEqual(next);
      planned_actions = next;
    }
  });

  test("names the end of the last action where the words would be the same", () => {
    const prior = { planned_actions: encodePlanned([due("a"), due("b")], undefined, new Map()) };
    const next = encodePlanned([due("a"), due("b")], prior, endedAt("2026-01-01T00:00:00.000Z"));
    expect(reasons(next)).toEqual([
      "restart_triggers changed: v; its last action ended 2026-01-01T00:00:00.000Z",
      "restart_triggers changed: v",
    ]);
  });
});
