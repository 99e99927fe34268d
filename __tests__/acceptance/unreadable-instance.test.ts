import { type Declared, idOf, lifecycle, seedOf } from "../support/acceptance/hcl";
import { createWorkspace, type Workspace } from "../support/acceptance/workspace";

const consent = 'allow_deletion = true\n  ready_timeout = "1s"';
const fleet = (instances: Readonly<Record<string, Declared>>): string => lifecycle(instances, consent);

const inOtherWords = { status: 400, error_code: "DMS.00400999", error_msg: "This one does not exist" };

/** Other answers that keep it from being read, and the work that goes on all the same: model/unreadable-instance.test.ts. */
describe("an instance that cannot be read", () => {
  let workspace: Workspace;
  afterEach(() => workspace.dispose());

  /** orders was asked to be deleted, the list has dropped it, and a read is answered in words that prove nothing. */
  const retireUnseen = async (): Promise<void> => {
    workspace = await createWorkspace({
      hcl: fleet({ audit: {}, orders: {} }),
      emulator: { seed: seedOf(["audit", "orders"]) },
    });
    expect((await workspace.apply()).code).toBe(0);
    workspace.configure(fleet({ audit: {}, orders: { state: "deleted" } }));
    workspace.emulator.setFaults([{ on: { operation: "get", instance: idOf("orders") }, do: inOtherWords }]);
    expect((await workspace.apply()).code).toBe(1);
  };

  test("because of an unclear answer causes a warning with a remedy that works", async () => {
    await retireUnseen();
    const planned = await workspace.terraform(["plan", "-no-color", "-detailed-exitcode"]);
    expect(planned.code).toBe(2);
    expect(unwrapped(planned.output)).toContain(`Warning: Instance Could Not Be Read: orders (${idOf("orders")})`);
    expect(unwrapped(planned.output)).toContain("DMS.00400999: This one does not exist");
    expect(unwrapped(planned.output)).toContain("take the key out of instances or destroy this resource");

    workspace.configure(fleet({ audit: {} }));
    const forgotten = await workspace.apply();
    expect(unwrapped(forgotten.output)).toContain("Warning: Instance Could Not Be Read");
    expect(forgotten.code).toBe(0);
    expect(Object.keys((await workspace.state()).observed ?? {})).toEqual(["audit"]);
    expect(await workspace.isSettled()).toBe(true);
    expect(workspace.calls()).toHaveLength(1);
  });
});

describe("rights for a part of the project", () => {
  let workspace: Workspace;
  afterEach(() => workspace.dispose());

  const noList = {
    on: { operation: "list" },
    do: { status: 403, error_code: "DMS.00403003", error_msg: "No right to list" },
  };

  test("are enough to adopt, restart and delete a few instances", async () => {
    workspace = await createWorkspace({
      hcl: lifecycle({ audit: { triggers: { v: "1" } }, orders: {} }),
      emulator: { seed: seedOf(["audit", "orders"]) },
    });
    workspace.emulator.setFaults([noList]);
    expect((await workspace.apply()).code).toBe(0);
    expect(await workspace.isSettled()).toBe(true);
    workspace.configure(
      lifecycle({ audit: { triggers: { v: "2" } }, orders: { state: "deleted" } }, "allow_deletion = true"),
    );
    expect((await workspace.apply()).code).toBe(0);
    expect((await workspace.state()).results).toMatchObject({
      audit: { action: "restart", result: "success" },
      orders: { action: "delete", result: "success" },
    });
    expect(await workspace.isSettled()).toBe(true);
  });
});

/** Terraform's frames and line breaks taken out. */
function unwrapped(output: string): string {
  return output.replace(/[│╷╵]/g, "").replace(/\s+/g, " ");
}
