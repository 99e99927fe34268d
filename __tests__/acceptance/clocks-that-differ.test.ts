import type { Clock } from "../../lib/rollout/ports";
import { lifecycle, seedOf, triggered } from "../support/acceptance/hcl";
import { dueRows, expectNothingLeft } from "../support/acceptance/proof";
import { createWorkspace, type Workspace } from "../support/acceptance/workspace";
import { attachWith } from "../support/provider/attach-provider";
import { unhurriedClock } from "../support/time/unhurried-clock";
import { until } from "../support/time/until";

const names = ["orders"] as const;
const minuteMs = 60_000;

/** How far the clock of the provider's machine is ahead. */
let aheadMs = 0;
const clock: Clock = {
  now: () => unhurriedClock.now() + aheadMs,
  sleep: (ms, signal) => unhurriedClock.sleep(ms, signal),
};

describe("a machine whose clock is behind the one of the last run", () => {
  let workspace: Workspace;
  afterEach(() => workspace.dispose());

  test("knows the call of a run that was killed there, and does not send it again", async () => {
    aheadMs = 10 * minuteMs;
    workspace = await createWorkspace({
      hcl: lifecycle(triggered(names, "1"), "restart_on_create = true"),
      emulator: { seed: seedOf(names), speed: 600 },
      attach: attachWith({ clock }),
    });
    expect((await workspace.apply()).code).toBe(0);
    aheadMs = 0;
    workspace.configure(lifecycle(triggered(names, "2"), "restart_on_create = true"));
    const running = workspace.start(["apply", "-no-color", "-input=false", "-auto-approve"]);
    await until("the call", () => workspace.calls().length > 1, running);
    running.process.kill("SIGKILL");
    await running.finished;
    expect(dueRows(await workspace.plan())).toEqual([["orders", "verify", 1]]);
    expect((await workspace.applyPlan()).code).toBe(0);
    expect(workspace.calls()).toHaveLength(2);
    await expectNothingLeft(workspace);
  });
});
