import type { Why } from "../../../../lib/domain/action-record";
import { unfinishedRun } from "../../../../lib/provider/messages";
import { recordOf } from "../../../support/rollout/records";

const blind = "its status could not be read lately, last status RESTARTING; the last read failed: GET …: ECONNREFUSED";
const watched = "Apply again: only these are due, and the unknown ones are watched, not sent again.";

const recorded =
  "recorded in results. Outputs keep their old values after an error: terraform state show has the new ones.";

describe("the advice about an unfinished run fits how it ended:", () => {
  test.each<readonly [string, string, Why | undefined, string]>([
    ["interrupted", "the run was interrupted: still RESTARTING", undefined, watched],
    [
      "out of an instance's time",
      "ready_timeout (20m) is over: still RESTARTING",
      "out-of-time",
      `Raise ready_timeout or timeouts if the unknown ones need longer; a${watched.slice(1)}`,
    ],
    [
      "out of the run's time",
      "the time for the whole run (timeouts) is over: still RESTARTING",
      "out-of-time",
      `Raise ready_timeout or timeouts if the unknown ones need longer; a${watched.slice(1)}`,
    ],
    [
      "out of time, and blind",
      `ready_timeout (20m) is over: ${blind}`,
      "unreadable",
      `See that the service can be reached and answers; a${watched.slice(1)}`,
    ],
    [
      "interrupted, and blind",
      `the run was interrupted: ${blind}`,
      "unreadable",
      `See that the service can be reached and answers; a${watched.slice(1)}`,
    ],
  ])("%s", (_, reason, why, advice) => {
    const record = recordOf({ result: "unknown", status: "RESTARTING", reason, ...(why && { why }) });
    const { detail } = unfinishedRun({ outcomes: [{ name: "orders", record }], severity: "error" });
    expect(detail).toContain(`- orders (i): restart unknown: ${reason}.\n`);
    expect(detail.endsWith(`${recorded} ${advice}`)).toBe(true);
  });

  test("refused by the service: its code is said once, and the remedy", () => {
    const record = recordOf({
      result: "not_started",
      reason: "POST …: sent; answered HTTP 403 (DMS.10240: no). The service did nothing",
      errorCode: "DMS.10240",
      message: "no",
      endedBy: { code: "forbidden", errorCode: "DMS.10240" },
    });
    const { detail } = unfinishedRun({ outcomes: [{ name: "orders", record }], severity: "error" });
    expect(detail.match(/DMS\.10240/g)).toHaveLength(1);
    expect(detail).toMatch(
      /Check in IAM that the owner of the credentials has the permission for this in the project\. Apply again: only these are due\.$/,
    );
  });

  test("refused with a text that the reason cuts off: the code is said once, and the whole text", () => {
    const message = `Invalid instances: ${"a".repeat(200)}`;
    const record = recordOf({
      result: "failed",
      reason: `POST …: sent; answered HTTP 400 (DMS.00400099: ${message.slice(0, 140)}…). The service did nothing`,
      errorCode: "DMS.00400099",
      message,
    });
    const { detail } = unfinishedRun({ outcomes: [{ name: "orders", record }], severity: "error" });
    expect(detail.match(/DMS\.00400099/g)).toHaveLength(1);
    expect(detail).toContain(`The service said ${message}.`);
  });

  test("because of one that fails in every run: the way out for the others", () => {
    const failed = recordOf({ result: "failed", reason: "the service answered failed for this instance" });
    const kept = recordOf({ result: "not_started", submittedAt: "", why: "failures" });
    const outcomes = [
      { name: "audit", record: failed },
      { name: "orders", record: kept },
    ];
    expect(unfinishedRun({ outcomes, severity: "error" }).detail).toMatch(
      /Look at the failed ones; raise max_failures, or leave the unsuccessful ones out, if the others are to go on; apply again: only these are due\.$/,
    );
  });

  test("with nothing that was sent", () => {
    const record = recordOf({ result: "not_started", submittedAt: "", reason: "the run was interrupted" });
    const { detail } = unfinishedRun({ outcomes: [{ name: "orders", record }], severity: "error" });
    expect(detail.endsWith(`${recorded} Apply again: only these are due.`)).toBe(true);
  });
});

describe("actions that are not due by themselves in the next run", () => {
  const tried = {
    name: "audit",
    record: recordOf({ result: "failed", status: "ERROR" }),
    hold: { kind: "tried" },
  } as const;
  const frozen = {
    name: "billing",
    record: recordOf({ result: "not_started", status: "FROZEN" }),
    hold: { kind: "status", status: "FROZEN" },
  } as const;
  const failed = { name: "orders", record: recordOf({ result: "failed" }) } as const;
  const done = { name: "payments", record: recordOf({}) } as const;
  const told = (...outcomes: Parameters<typeof unfinishedRun>[0]["outcomes"]) =>
    unfinishedRun({ outcomes, severity: "error" });

  test("is named with its ways out, and beside due actions", () => {
    const { summary, detail } = told(tried, frozen, failed, done);
    expect(summary).toContain("3 Of 4 Instances Unfinished: audit (i), billing (i), orders (i)");
    expect(detail).toContain(
      "Look at the failed ones; apply again: only orders of these is due.\nWays out for audit: have",
    );
    expect(detail).toContain("\nWays out for billing: have the instance unfrozen");
  });

  test("of a repaired instance is named with the way to accept it as it is", () => {
    const { detail } = told({ ...tried, hold: { kind: "repaired" } });
    expect(detail).toContain("Ways out for audit: it is RUNNING now. To accept it as it is, take its key out");
  });

  test("says nothing of outputs where a gate elsewhere fails the run", () => {
    expect(unfinishedRun({ outcomes: [failed], severity: "warning" }).detail).not.toContain("Outputs");
  });

  test("alone leaves nothing to apply again", () => {
    expect(told(tried).detail).not.toContain("pply again");
    expect(told(tried).detail).toContain(`${recorded} Ways out for audit: have the instance repaired`);
  });
});
