import { batchCalls } from "../../../lib/testing/calls";
import { dueActions, type PlanJson } from "../../../lib/testing/terraform/planned-actions";
import type { JournalEntry } from "../../../lib/emulator/journal/entry";

const entry = (method: string, path: string, body: unknown, status: number | null = 200) =>
  ({ method, path, body, status }) as JournalEntry;

test("the batch calls of a journal are those that restart or delete, in either version's words", () => {
  const path = "/v1.0/p/instances/action";
  const journal = [
    entry("GET", "/v1.0/p/instances", null),
    entry("POST", path, { action: "restart", instances: ["b", "a"] }),
    entry("POST", "/v3/auth/tokens", {}),
    entry("POST", path, { action: "delete", allFailure: "kafka" }, 204),
    entry("POST", "/v2/p/instances/action", { action: "delete", all_failure: "rabbitmq" }, 204),
    entry("POST", path, { action: "delete", instances: ["c"] }, null),
  ];
  expect(batchCalls(journal)).toEqual([
    { action: "restart", instances: ["b", "a"], allFailure: undefined, status: 200 },
    { action: "delete", instances: undefined, allFailure: "kafka", status: 204 },
    { action: "delete", instances: undefined, allFailure: "rabbitmq", status: 204 },
    { action: "delete", instances: ["c"], allFailure: undefined, status: null },
  ]);
});

describe("a plan", () => {
  const action = { name: "orders", instance_id: "a", action: "restart", reason: "r", wave: 1 };
  const change = (address: string, actions: readonly string[], unknown: object) => ({
    address,
    change: { actions, after: { planned_actions: [action] }, after_unknown: unknown as Record<string, unknown> },
  });

  test("has due actions where results are not known yet, not where the list is that of an earlier run", () => {
    const plan: PlanJson = {
      resource_changes: [change("a.due", ["update"], { results: true }), change("a.done", ["no-op"], {})],
    };
    expect([...dueActions(plan)]).toEqual([["a.due", [action]]]);
  });
});
