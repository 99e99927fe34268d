import type { Why } from "../../../lib/domain/action-record";
import { unfinishedRun } from "../../../lib/provider/messages";
import { recordOf } from "../../support/rollout/records";

const blind = "it could not be looked at lately, last status RESTARTING; the last look failed: GET …: ECONNREFUSED";
const watched = "Apply again: only these are due, and the unknown ones are watched, not sent again.";

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
    expect(detail.endsWith(`recorded in results. ${advice}`)).toBe(true);
  });

  test("with nothing that was sent", () => {
    const record = recordOf({ result: "not_started", submittedAt: "", reason: "the run was interrupted" });
    const { detail } = unfinishedRun({ outcomes: [{ name: "orders", record }], severity: "error" });
    expect(detail).toMatch(/recorded in results\. Apply again: only these are due\.$/);
  });
});
