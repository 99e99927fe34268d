import type { ActionRecord } from "../../../lib/domain/action-record";
import type { Planned } from "../../../lib/domain/ledger/waves";
import { beginLine, endLine, progressLines, purgeBegun, purgeEnded } from "../../../lib/rollout/progress-line";

const planned: readonly Planned[] = [
  { name: "orders", id: "a", verb: "restart", action: "restart", reason: "r", wave: 1 },
  { name: "audit", id: "b", verb: "restart", action: "restart", reason: "r", wave: 2 },
];
const record = (instanceId: string, result: ActionRecord["result"]): ActionRecord => ({
  instanceId,
  action: "restart",
  result,
  accepted: true,
  status: "RUNNING",
  reason: "left RUNNING and is RUNNING again",
  errorCode: "",
  message: "",
  requestId: "",
  wave: 1,
  submittedAt: "",
  leftAt: "",
  finishedAt: "",
});
const records = () => new Map<string, ActionRecord>();
const orders = { name: "orders", instance_id: "a" };
const audit = { name: "audit", instance_id: "b" };

describe("lines of the progress file", () => {
  test("begin with the due actions, by name", () => {
    expect(beginLine(planned)).toEqual({
      event: "begin",
      waves: 2,
      instances: [
        { ...orders, action: "restart", reason: "r", wave: 1 },
        { ...audit, action: "restart", reason: "r", wave: 2 },
      ],
    });
  });

  test("name the members of a wave and the instances of a call", () => {
    expect(progressLines({ kind: "wave", wave: 2, of: 2, members: 1 }, planned)).toEqual([
      { event: "wave", wave: 2, waves: 2, instances: [audit] },
    ]);
    expect(progressLines({ kind: "sending", action: "restart", ids: ["b", "a"], records }, planned)).toEqual([
      { event: "sending", action: "restart", instances: [audit, orders] },
    ]);
    expect(progressLines({ kind: "left", ids: ["a"], records }, planned)).toEqual([
      { event: "left", instances: [orders] },
    ]);
  });

  test("name the instances that the service accepted and refused", () => {
    const items = [
      { id: "a", result: "success" },
      { id: "b", result: "failed" },
    ] as const;
    expect(progressLines({ kind: "answered", action: "restart", items, records }, planned)).toEqual([
      { event: "answered", action: "restart", accepted: [orders], refused: [audit] },
    ]);
  });

  test("have the fate of a failed call, and a failed look", () => {
    const failed = { action: "restart", ids: ["a"], code: "lost", fate: "unknown", message: "m", records } as const;
    expect(progressLines({ kind: "call-failed", ...failed }, planned)).toEqual([
      {
        event: "call_failed",
        action: "restart",
        code: "lost",
        fate: "unknown",
        message: "m",
        instances: [orders],
      },
    ]);
    expect(progressLines({ kind: "look-failed", message: "m" }, planned)).toEqual([
      { event: "look_failed", message: "m" },
    ]);
    expect(progressLines({ kind: "tasks-unread", message: "m", isFinal: true }, planned)).toEqual([
      { event: "task_records_unread", message: "m", final: true },
    ]);
  });

  test("name the calls that wait because the service asked for fewer, and the end of the wait", () => {
    const untilMs = Date.parse("2026-01-01T00:00:07Z");
    expect(progressLines({ kind: "held", calls: "all", untilMs }, planned)).toEqual([
      { event: "held", until: "2026-01-01T00:00:07.000Z", calls: "all" },
    ]);
  });

  test("have one of their own for each instance that finished", () => {
    const finished = [record("a", "success"), record("b", "failed")];
    const reason = "left RUNNING and is RUNNING again";
    const common = { event: "finished", action: "restart", status: "RUNNING", reason, message: "", wave: 1 };
    expect(progressLines({ kind: "finished", finished, records }, planned)).toEqual([
      { ...common, ...orders, result: "success" },
      { ...common, ...audit, result: "failed" },
    ]);
  });

  test("end with the unfinished instances: all without a record of success", () => {
    expect(endLine(planned, new Map([["a", record("a", "success")]]))).toEqual({
      event: "end",
      done: 1,
      unfinished: [audit],
    });
  });

  test("of a purge are those of a run with one call", () => {
    const failed = [{ id: "c", name: "half-made" }];
    expect(purgeBegun(failed).map(({ event }) => event)).toEqual(["begin", "sending"]);
    expect(purgeEnded(failed, [], [])).toMatchObject([
      { event: "finished", name: "half-made", instance_id: "c", result: "success", status: "DELETED" },
      { event: "end", done: 1, unfinished: [] },
    ]);
    expect(purgeEnded([], failed, [])).toEqual([
      { event: "end", done: 0, unfinished: [{ name: "half-made", instance_id: "c" }] },
    ]);
    expect(purgeEnded([], [], failed)).toMatchObject([
      { event: "finished", instance_id: "c", reason: "it was gone before the call; no call was made for it" },
      { event: "end", done: 1, unfinished: [] },
    ]);
  });
});
