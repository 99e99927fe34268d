import { readAnnouncement } from "../../../../lib/bin/demo/announcement";
import { findDifferences } from "../../../../lib/bin/demo/calls";
import type { JournalEntry } from "../../../../lib/emulator/journal/entry";

const restart = (name: string, id: string) => ({
  name,
  instance_id: id,
  action: "restart",
  reason: "restart_triggers changed: config",
  wave: 1,
});

const planOf = (due: boolean) =>
  JSON.stringify({
    resource_changes: [
      {
        type: "dms_instance_lifecycle",
        change: { after: { planned_actions: [restart("orders", "a")] }, after_unknown: due ? { results: true } : {} },
      },
      { type: "terraform_data", change: { after: {}, after_unknown: {} } },
    ],
  });

const printed = `fleet  Terraform will perform the following actions:

       Warning: Clients Are Rejected

         with dms_instance_lifecycle.kafka (kafka/Default),
         on cdk.tf.json line 46, in resource.dms_instance_lifecycle.kafka (kafka/Default):
         46:         "instances": {

       1 instance will be restarted: orders
       (a).
       - wave 1: orders; restart_triggers changed: config
fleet  Warning: Deletion Destroys Data

       1 instance will be deleted.

       ─────────────────────────
       Saved the plan to: plan
`;

describe("an announcement", () => {
  test("has the planned actions and the warnings, without their places in the code", () => {
    expect(readAnnouncement("fleet", planOf(true), printed)).toEqual({
      actions: [restart("orders", "a")],
      purged: [],
      warnings: [
        { summary: "Clients Are Rejected", detail: "1 instance will be restarted: orders (a)." },
        { summary: "Deletion Destroys Data", detail: "1 instance will be deleted." },
      ],
    });
  });

  test("does not take the list of an earlier plan for due actions", () => {
    expect(readAnnouncement("fleet", planOf(false), "").actions).toEqual([]);
  });
});

describe("plan and calls", () => {
  const call = (body: JournalEntry["body"], method = "POST") => ({ method, body }) as JournalEntry;
  const announcement = {
    actions: [restart("orders", "a"), restart("audit", "b")],
    purged: [{ name: "half", instance_id: "h" }],
    warnings: [],
  };
  const purge = call({ action: "delete", allFailure: "kafka" });

  test("agree when every action was called once, in order, however many calls that took", () => {
    const one = [call(null, "GET"), call({ action: "restart", instances: ["a", "b"] }), purge];
    const two = [purge, call({ action: "restart", instances: ["a"] }), call({ action: "restart", instances: ["b"] })];
    expect(findDifferences(announcement, one)).toEqual([]);
    expect(findDifferences(announcement, two)).toEqual([]);
  });

  test("do not agree when an action was left out, came twice or out of order, or a purge is missing", () => {
    expect(findDifferences(announcement, [call({ action: "restart", instances: ["a"] }), purge])).toHaveLength(1);
    expect(
      findDifferences(announcement, [call({ action: "restart", instances: ["a", "b", "a"] }), purge]),
    ).toHaveLength(1);
    expect(findDifferences(announcement, [call({ action: "restart", instances: ["b", "a"] }), purge])).toHaveLength(1);
    expect(findDifferences(announcement, [call({ action: "delete", instances: ["a", "b"] }), purge])).toHaveLength(1);
    expect(findDifferences(announcement, [call({ action: "restart", instances: ["a", "b"] })])).toEqual([
      "a purge was announced; 0 were called",
    ]);
  });

  test("do not count actions that are only watched to their end", () => {
    const verify = { ...restart("orders", "a"), action: "verify" };
    expect(findDifferences({ actions: [verify], purged: [], warnings: [] }, [])).toEqual([]);
  });
});
