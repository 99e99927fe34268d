import type { TerraformStack } from "cdktf";
import { idOf, seedOf } from "../support/acceptance/hcl";
import { names, restart, restartCall } from "../support/null-provider/restart-of-two";
import { createPortableWorkspace, type PortableWorkspace } from "../support/null-provider/workspace";
import { until } from "../support/time/until";

/** The stories that hold on every Terraform; the lane `portable` has all others. */
describe("a portable batch", () => {
  let workspace: PortableWorkspace;
  const begin = async (declare: (stack: TerraformStack) => void) => {
    workspace = await createPortableWorkspace(declare, { seed: seedOf(names) });
  };
  afterEach(() => workspace.dispose());

  test("runs at the first deploy, not at an unchanged one, and again after a changed trigger", async () => {
    await begin(restart("1"));
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(workspace.calls()).toEqual([restartCall]);
    const first = workspace.output();
    expect(first).toMatchObject({ unfinished: [], orders: "success" });
    expect(first["results"]).toMatchObject({
      orders: {
        instance_id: idOf("orders"),
        action: "restart",
        result: "success",
        status: "RUNNING",
        error_code: null,
      },
      audit: { instance_id: idOf("audit"), action: "restart", result: "success" },
    });

    expect(await workspace.planCode()).toBe(0);
    workspace.forgetRuns();
    expect(await workspace.planCode()).toBe(0);
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(workspace.calls()).toHaveLength(1);
    expect(workspace.output()).toEqual(first);

    workspace.declare(restart("2"));
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(workspace.calls()).toEqual([restartCall, restartCall]);
    expect(workspace.output()["results"]).not.toEqual(first["results"]);
    expect(await workspace.planCode()).toBe(0);
  });

  test("that is interrupted is repeated, and state is as before", async () => {
    await begin(restart("1", { readyTimeout: "60s" }));
    workspace.emulator.setFaults([{ on: { operation: "action", times: 1 }, do: { stuck: true } }]);
    const running = workspace.start(["apply", "-no-color", "-input=false", "-auto-approve"]);
    await until("the call", () => workspace.calls().length > 0, running);
    running.process.kill("SIGINT");
    expect((await running.finished).code).toBe(1);
    expect(workspace.output()).toEqual({});
    workspace.emulator.reset();
    workspace.forgetRuns();
    expect(await workspace.apply()).toMatchObject({ code: 0 });
    expect(await workspace.planCode()).toBe(0);
  });
});
