import { FaultBox, type FaultSubject } from "../../../../lib/emulator/faults/fault-box";
import { parseFaultRules } from "../../../../lib/emulator/faults/fault-rules";
import { instanceId } from "../../../support/emulator/calls";

const list: FaultSubject = { operation: "list", action: undefined, instances: [] };
const restart = (...instances: string[]): FaultSubject => ({ operation: "action", action: "restart", instances });
const first = instanceId(1);
const second = instanceId(2);

function box(...rules: unknown[]): FaultBox {
  const made = new FaultBox();
  made.replace(parseFaultRules(rules));
  return made;
}

describe("a fault rule", () => {
  test("fires for each call it is for, and for no other", () => {
    const faults = box({ on: { operation: "list" }, do: { status: 503 } });
    expect(faults.forCall(list)).toMatchObject({ kind: "status", status: 503 });
    expect(faults.forCall(list)).toMatchObject({ kind: "status", status: 503 });
    expect(faults.forCall(restart(first))).toBeUndefined();
  });

  test("lets the first `after` matches pass and fires `times` times", () => {
    const faults = box({ on: { operation: "list", after: 2, times: 1 }, do: { drop: "before" } });
    const fired = [1, 2, 3, 4].map(() => faults.forCall(list)?.kind);
    expect(fired).toEqual([undefined, undefined, "drop", undefined]);
  });

  test("with a verb or an instance is for calls with these only", () => {
    const faults = box({ on: { operation: "action", action: "restart", instance: second }, do: { truncate: true } });
    expect(faults.forCall(restart(first))).toBeUndefined();
    expect(faults.forCall({ ...restart(second), action: "delete" })).toBeUndefined();
    expect(faults.forCall(restart(first, second))).toEqual({ kind: "truncate" });
  });

  test("gives way to the first one that fires", () => {
    const faults = box(
      { on: { operation: "list", times: 1 }, do: { status: 500 } },
      { on: { operation: "list", after: 1 }, do: { status: 429 } },
    );
    const statuses = [1, 2, 3].map(() => faults.forCall(list)).map((fault) => fault?.kind === "status" && fault.status);
    // The second rule's match is counted only from the second call on, when the first rule no longer fires.
    expect(statuses).toEqual([500, false, 429]);
  });

  test("for instances is asked per instance, beside the rules for whole calls", () => {
    const faults = box(
      { on: { operation: "action", instance: first }, do: { stuck: true } },
      { on: { operation: "action" }, do: { drop: "after" } },
      { on: { operation: "action" }, do: { item: "failed" } },
    );
    const call = restart(first, second);
    expect(faults.forCall(call)).toEqual({ kind: "drop", when: "after" });
    expect(faults.forInstance(call, first)).toEqual({ kind: "stuck" });
    expect(faults.forInstance(call, second)).toEqual({ kind: "item-failed" });
  });

  test("is uncounted again after it was put in force again", () => {
    const faults = new FaultBox();
    const rules = parseFaultRules([{ on: { operation: "list", times: 1 }, do: { truncate: true } }]);
    faults.replace(rules);
    faults.forCall(list);
    expect(faults.forCall(list)).toBeUndefined();
    faults.replace(rules);
    expect(faults.forCall(list)).toEqual({ kind: "truncate" });
  });
});

test("the longest delay, and a date or an invalid text in retry_after, are allowed", () => {
  const effects = [
    { delay_ms: 2 ** 31 - 1 },
    { status: 503, retry_after: "Wed, 21 Oct 2026 07:28:00 GMT" },
    { status: 503, retry_after: "soon" },
  ];
  expect(parseFaultRules(effects.map((effect) => ({ on: { operation: "list" }, do: effect })))).toHaveLength(3);
});

describe("fault rules that cannot be used are refused with the place", () => {
  const on = { operation: "action" };
  test.each<[unknown, string]>([
    [{}, "rules must be an array of rules."],
    [[7], "rules[0] must be an object."],
    [[{ on }], "rules[0].do must be an object."],
    [
      [{ on, do: {} }],
      "rules[0].do must have exactly one of status, delay_ms, drop, truncate, item, show, ignore, stuck, end, omit, stale.",
    ],
    [[{ on, do: { status: 500, drop: "after" } }], "rules[0].do must have exactly one of"],
    [[{ on, do: { status: 200 } }], "rules[0].do.status must be an HTTP status from 400 to 599."],
    [[{ on, do: { drop: "now" } }], "rules[0].do.drop must be before or after."],
    [[{ on, do: { truncate: false } }], "rules[0].do.truncate must be true."],
    [[{ on, do: { item: "success" } }], "rules[0].do.item must be failed"],
    [[{ on, do: { end: "" } }], "rules[0].do.end must be the status to end in"],
    [
      [{ on, do: { delay_ms: -1 } }],
      "rules[0].do.delay_ms must be a whole number of milliseconds from 0 to 2147483647",
    ],
    [[{ on, do: { delay_ms: 2 ** 31 } }], "rules[0].do.delay_ms must be a whole number of milliseconds from 0 to"],
    [
      [{ on, do: { status: 429, retry_after: "a\nb" } }],
      "rules[0].do.retry_after must be a number of seconds or a string",
    ],
    [[{ on, do: { status: 429, retry_after: "später" } }], "rules[0].do.retry_after must be a number of seconds"],
    [[{ on, do: { status: 429, retry_after: "" } }], "rules[0].do.retry_after must be a number of seconds"],
    [[{ on, do: { status: 429, retry_after: -1 } }], "rules[0].do.retry_after must be a whole number"],
    [[{ on, do: { drop: "after", retry_after: 1 } }], "which need status"],
    [[{ on: { operation: "destroy" }, do: { stuck: true } }], "rules[0].on.operation must be one of"],
    [[{ on: { operation: "list" }, do: { stuck: true } }], "goes with operation action or delete only."],
    [[{ on: { operation: "list" }, do: { item: "failed" } }], "rules[0].do.item goes with operation action only."],
    [[{ on: { operation: "delete" }, do: { item: "failed" } }], "rules[0].do.item goes with operation action only."],
    [[{ on: { operation: "list", action: "restart" }, do: { status: 500 } }], "rules[0].on.action must be"],
    [[{ on: { operation: "list", instance: first }, do: { status: 500 } }], "rules[0].on.instance is not allowed with"],
    [[{ on: { operation: "token", instance: first }, do: { status: 500 } }], "rules[0].on.instance must be"],
    [[{ on, do: { omit: true } }], "rules[0].do.omit needs operation list or tasks."],
    [[{ on: { operation: "get" }, do: { stale: true } }], "rules[0].do.stale needs operation list or tasks."],
    [[{ on: { operation: "list" }, do: { omit: 1 } }], "rules[0].do.omit must be true."],
    [[{ on: { operation: "list" }, do: { omit: true, stale: true } }], "rules[0].do must have exactly one of"],
    [[{ on: { ...on, times: 1.5 }, do: { stuck: true } }], "rules[0].on.times must be a whole number"],
    [[{ on: { ...on, count: 1 }, do: { stuck: true } }], "rules[0].on.count is not known"],
    [
      [
        { on, do: { stuck: true } },
        { on, do: { explode: true } },
      ],
      "rules[1].do.explode is not known",
    ],
  ])("%j", (rules, complaint) => {
    expect(() => parseFaultRules(rules)).toThrow(complaint);
  });
});
