import type { ActionRecord } from "../../../lib/domain/action-record";
import { minuteMs, planned, run, type RunSettings } from "../../support/rollout/run";
import {
  type Course,
  endsIn,
  flaps,
  getsStuck,
  ignores,
  restarts,
  type SimulatedInstance,
  vanishes,
} from "../../support/rollout/simulation";

/** The record of one instance after a run with it alone. */
async function outcome(
  instance: Omit<SimulatedInstance, "id">,
  verb: "restart" | "delete" = "restart",
  settings: Partial<RunSettings> = {},
): Promise<ActionRecord> {
  const done = await run({ instances: [{ id: "i", ...instance }], planned: [planned("i", { verb })], settings });
  return done.record("i");
}

describe("a restart", () => {
  test("that leaves RUNNING and comes back is a success with all its times (P1)", async () => {
    expect(await outcome({ restart: restarts(1_000, 180_000) })).toEqual({
      instanceId: "i",
      action: "restart",
      result: "success",
      accepted: true,
      status: "RUNNING",
      reason: "left RUNNING and is RUNNING again",
      errorCode: "",
      message: "",
      requestId: "req-1",
      wave: 1,
      submittedAt: expect.stringMatching(/^2026-01-01T00:00:00\.\d{3}Z$/) as string,
      leftAt: expect.stringMatching(/^2026-01-01T00:00:0[12]\.\d{3}Z$/) as string,
      finishedAt: expect.stringMatching(/^2026-01-01T00:03:[01]\d\.\d{3}Z$/) as string,
    });
  });

  interface Case {
    readonly instance: Omit<SimulatedInstance, "id">;
    readonly settings?: Partial<RunSettings>;
    readonly expected: Partial<ActionRecord>;
  }

  const over = "ready_timeout (20m) is over: ";
  const words: Course = [
    { afterMs: 1_000, status: "HIBERNATING" },
    { afterMs: 20_000, status: "wakingUp" },
    { afterMs: 60_000, status: "RUNNING" },
  ];
  const cases: readonly (readonly [string, Case])[] = [
    [
      "that the service accepts and ignores has failed, and the reason says that it never left RUNNING (P5)",
      {
        instance: { restart: ignores },
        expected: {
          result: "failed",
          accepted: true,
          status: "RUNNING",
          leftAt: "",
          reason: `${over}the service answered success, but it never left RUNNING`,
        },
      },
    ],
    [
      "that ends in ERROR has failed (P2)",
      {
        instance: { restart: endsIn("ERROR") },
        expected: { result: "failed", status: "ERROR", reason: "it ended in ERROR" },
      },
    ],
    [
      "that ends FROZEN has failed in its own way (P2)",
      {
        instance: { restart: endsIn("FROZEN") },
        expected: {
          result: "failed",
          status: "FROZEN",
          reason: "it ended in FROZEN, which it does not leave by itself",
        },
      },
    ],
    [
      "that stays RESTARTING has an open end",
      {
        instance: { restart: getsStuck },
        expected: {
          result: "unknown",
          accepted: true,
          status: "RESTARTING",
          reason: `${over}still RESTARTING`,
        },
      },
    ],
    [
      "of an instance that disappears has failed (P2)",
      {
        instance: { restart: vanishes },
        expected: { result: "failed", status: "DELETED", reason: "it no longer exists" },
      },
    ],
    [
      "of an instance that flaps has failed in its own way",
      {
        instance: { restart: flaps(20_000, 40_000) },
        settings: { minReadyMs: minuteMs },
        expected: {
          result: "failed",
          reason: expect.stringMatching(
            /^ready_timeout \(20m\) is over: it keeps leaving RUNNING: .* \d+ times/,
          ) as string,
        },
      },
    ],
    [
      "through words that are not those of a restart has an end that is not known (P1)",
      {
        instance: { restart: words },
        expected: {
          result: "unknown",
          status: "RUNNING",
          reason: expect.stringContaining("never RESTARTING, but other operations may hide a restart") as string,
        },
      },
    ],
    [
      "of an instance in ERROR is a success when it comes up",
      {
        instance: { status: "ERROR" },
        expected: { result: "success", reason: "left ERROR and is RUNNING again" },
      },
    ],
    [
      "of an instance in ERROR that ignores the call has failed",
      {
        instance: { status: "ERROR", restart: ignores },
        expected: { result: "failed", reason: `${over}the service answered success, but it never left ERROR` },
      },
    ],
    [
      "of a FROZEN instance is refused before any call",
      {
        instance: { status: "FROZEN" },
        expected: {
          result: "not_started",
          accepted: false,
          submittedAt: "",
          reason: "the service does not restart an instance in status FROZEN; no call was made for it",
        },
      },
    ],
    [
      "of an instance that does not exist is refused before any call",
      {
        instance: { byItself: [{ afterMs: 0, status: undefined }] },
        expected: {
          result: "not_started",
          status: "DELETED",
          reason: "the service does not restart an instance in status DELETED; no call was made for it",
        },
      },
    ],
    [
      "of an instance that never leaves a transition is not started",
      {
        instance: { status: "EXTENDING" },
        expected: {
          result: "not_started",
          submittedAt: "",
          reason: `${over}it was EXTENDING, in which the service does not restart it; no call was made for it`,
        },
      },
    ],
    [
      "that comes back just before the end of its time, but not for long enough, has an open end",
      {
        instance: { restart: restarts(1_000, 20 * minuteMs - 10_000) },
        settings: { minReadyMs: 30_000 },
        expected: {
          result: "unknown",
          status: "RUNNING",
          reason: `${over}RUNNING again, but not yet for min_ready_time`,
        },
      },
    ],
  ];

  test.each(cases)("%s", async (_, { instance, settings = {}, expected }) => {
    expect(await outcome(instance, "restart", settings)).toMatchObject(expected);
  });

  test("stays under watch for min_ready_time after it came back", async () => {
    const at = async (minReadyMs: number): Promise<number> =>
      Date.parse((await outcome({ restart: restarts(1_000, 180_000) }, "restart", { minReadyMs })).finishedAt);
    expect((await at(90_000)) - (await at(0))).toBeGreaterThanOrEqual(90_000);
  });

  test("waits for an instance in transition and is sent once it is RUNNING", async () => {
    const done = await run({
      instances: [{ id: "i", status: "EXTENDING", byItself: [{ afterMs: 5 * minuteMs, status: "RUNNING" }] }],
      planned: [planned("i")],
    });
    expect(done.record("i").result).toBe("success");
    expect(done.sent).toEqual([["i"]]);
  });

  test("of an instance that the wait shows to be broken for good is refused", async () => {
    const done = await run({
      instances: [{ id: "i", status: "EXTENDING", byItself: [{ afterMs: minuteMs, status: "EXTENDEDFAILED" }] }],
      planned: [planned("i")],
    });
    expect(done.record("i")).toMatchObject({ result: "not_started", status: "EXTENDEDFAILED" });
    expect(done.sent).toEqual([]);
  });
});

describe("a deletion", () => {
  test("is a success when a read says that the instance does not exist, not when the list drops it (P3)", async () => {
    const done = await run({
      instances: [
        {
          id: "i",
          delete: [
            { afterMs: 0, status: "DELETING" },
            { afterMs: 50_000, status: undefined },
          ],
        },
      ],
      planned: [planned("i", { verb: "delete" })],
    });
    const { result, status, submittedAt, finishedAt } = done.record("i");
    expect({ result, status }).toEqual({ result: "success", status: "DELETED" });
    expect(Date.parse(finishedAt) - Date.parse(submittedAt)).toBeGreaterThanOrEqual(50_000);
  });

  test.each([
    [
      "that goes through ERROR is a success",
      [
        { afterMs: 1_000, status: "ERROR" },
        { afterMs: 9_000, status: undefined },
      ],
      "success",
    ],
    ["into the recycle bin is a success", [{ afterMs: 1_000, status: "RECYCLE" }], "success"],
    ["that hangs has an open end", [{ afterMs: 1_000, status: "DELETING" }], "unknown"],
    ["that the service ignores has failed", [], "failed"],
    [
      "that is undone has failed",
      [
        { afterMs: 1_000, status: "DELETING" },
        { afterMs: 90_000, status: "RUNNING" },
      ],
      "failed",
    ],
  ] as const)("%s", async (_, course, result) => {
    expect(await outcome({ delete: course }, "delete")).toMatchObject({ action: "delete", result });
  });

  test("of an instance that is gone by then is a success without a call", async () => {
    expect(await outcome({ byItself: [{ afterMs: 0, status: undefined }] }, "delete")).toMatchObject({
      result: "success",
      accepted: false,
      status: "DELETED",
      reason: "it was gone before any call",
      submittedAt: "",
    });
  });

  test("of an instance that is gone after a call was refused is a success that names the call", async () => {
    const record = await outcome({ busyTimes: 1_000, byItself: [{ afterMs: 2_000, status: undefined }] }, "delete");
    expect(record).toMatchObject({
      result: "success",
      accepted: false,
      status: "DELETED",
      reason: "it is gone; before that, the service refused the call",
      errorCode: "DMS.00400026",
    });
    expect(record.submittedAt).not.toBe("");
  });

  test("of an instance that is being deleted already waits for that, without a call", async () => {
    const done = await run({
      instances: [{ id: "i", status: "DELETING", byItself: [{ afterMs: 40_000, status: undefined }] }],
      planned: [planned("i", { verb: "delete" })],
    });
    expect(done.record("i").result).toBe("success");
    expect(done.sent).toEqual([]);
  });

  test.each(["FROZEN", "CREATEFAILED", "ERROR"])("of an instance in status %s is sent", async (status) => {
    expect(await outcome({ status }, "delete")).toMatchObject({ result: "success", accepted: true });
  });

  test("of an instance in EXTENDEDFAILED is refused before any call", async () => {
    expect(await outcome({ status: "EXTENDEDFAILED" }, "delete")).toMatchObject({
      result: "not_started",
      submittedAt: "",
    });
  });
});
