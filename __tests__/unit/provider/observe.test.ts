import { recordsAfter } from "../../../lib/provider/lifecycle/observe";
import { recordOf } from "../../support/rollout/records";

const nowMs = Date.parse("2026-01-01T01:00:00.000Z");
const open = { result: "unknown", leftAt: "", instanceId: "a" } as const;

function after(record: Parameters<typeof recordOf>[0], status: string) {
  return recordsAfter(new Map([["a", recordOf({ ...open, ...record })]]), new Map([["a", status]]), nowMs).get("a");
}

describe("what a look adds to the record of a restart whose end was not seen", () => {
  test.each([
    ["RUNNING", "RESTARTING"],
    ["RUNNING", "ERROR"],
    ["RUNNING", "FROZEN"],
    ["ERROR", "RUNNING"],
    ["", "RESTARTING"],
  ])("%s before the call, %s now: it has left", (before, status) => {
    expect(after({ status: before }, status)).toMatchObject({ status, leftAt: "2026-01-01T01:00:00.000Z" });
  });

  test.each([
    ["RUNNING", "RUNNING"],
    ["ERROR", "ERROR"],
    ["", "RUNNING"],
  ])("%s before the call, %s now: it was not seen to leave", (before, status) => {
    expect(after({ status: before }, status)).toMatchObject({ status, leftAt: "" });
  });

  const leftAt = "2026-01-01T00:30:00.000Z";

  test("when it was first seen to leave stays", () => {
    expect(after({ status: "RESTARTING", leftAt }, "ERROR")?.leftAt).toBe(leftAt);
  });

  test.each(["DELETED", "RECYCLE"])("nothing while it is gone (%s): coming back from there is no restart", (gone) => {
    expect(after({ status: "RUNNING" }, gone)).toMatchObject({ status: "RUNNING", leftAt: "" });
    expect(after({ status: "RESTARTING", leftAt }, gone)).toMatchObject({ status: "RESTARTING", leftAt });
  });

  test("nothing once it has ended in ERROR, whatever it is later", () => {
    expect(after({ status: "ERROR", leftAt }, "RUNNING")).toMatchObject({ status: "ERROR", leftAt });
  });

  test("records that are closed, and deletions, are not told that anything left", () => {
    expect(after({ result: "failed", status: "RUNNING" }, "ERROR")).toMatchObject({ status: "RUNNING", leftAt: "" });
    expect(after({ action: "delete", status: "RUNNING" }, "DELETING")?.leftAt).toBe("");
  });
});
