import { hearsayRecord, leftBehind } from "../../../../lib/domain/ledger/left-behind";
import { recordOf } from "../../../support/rollout/records";

const submittedAt = "2026-01-01T00:00:00.000Z";
const sentMs = Date.parse(submittedAt);
const timeoutMs = 3_600_000;
const within = { nowMs: sentMs + timeoutMs, timeoutMs };
const late = { nowMs: sentMs + timeoutMs + 1, timeoutMs };

const sent = (result: "success" | "failed" | "unknown") => recordOf({ result, submittedAt });
const unsent = recordOf({ result: "not_started", submittedAt: "" });

describe("the records of a killed invocation", () => {
  test.each([
    ["K1", "nothing was sent", unsent, "RUNNING", within, "nothing"],
    ["K1", "nothing was sent, long ago", unsent, "RUNNING", late, "nothing"],
    ["K1", "its action failed", sent("failed"), "ERROR", within, "nothing"],
    ["K2", "the end was not seen", sent("unknown"), "RUNNING", within, "open"],
    ["K2", "the end was not seen and it is under way", sent("unknown"), "RESTARTING", within, "open"],
    ["K3", "the end is proven", sent("success"), "RUNNING", within, "done"],
    ["K4", "the end was not seen in time, and it rests", sent("unknown"), "RUNNING", late, "over"],
    ["K4", "the end was not seen in time, and it rests in ERROR", sent("unknown"), "ERROR", late, "over"],
    ["K4", "the end was not seen in time, and it does not rest", sent("unknown"), "RESTARTING", late, "open"],
    ["K4", "the end was proven on an earlier occasion", sent("success"), "RUNNING", late, "over"],
    ["K5", "others may have written it", hearsayRecord(sent("success")), "RUNNING", late, "open"],
  ] as const)("%s: %s", (_rule, _what, record, status, time, expected) => {
    expect(leftBehind(record, status, time)).toBe(expected);
  });

  test("K5: a foreign record is not believed, and the reason says so", () => {
    const { instanceId, action, wave, errorCode, message, requestId } = sent("success");
    expect(hearsayRecord(sent("success"))).toStrictEqual({
      ...{ instanceId, action, wave, errorCode, message, requestId },
      ...{ result: "unknown", accepted: false, status: "", submittedAt: "", leftAt: "", finishedAt: "" },
      reason: "a record that this user's provider did not write says that it was sent",
    });
  });

  test("a clock that was set back ends no record", () => {
    expect(leftBehind(sent("unknown"), "RUNNING", { nowMs: sentMs - timeoutMs * 10, timeoutMs })).toBe("open");
  });
});
