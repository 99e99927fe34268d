import { type FrontAnswer, startFront } from "../support/acceptance/front";
import { type Declared, idOf, lifecycle, seedOf } from "../support/acceptance/hcl";
import {
  createWorkspace,
  plannedActions,
  providerLines,
  type Workspace,
  type WorkspaceOptions,
} from "../support/acceptance/workspace";

const consent = 'allow_deletion = true\n  ready_timeout = "1s"';
const fleet = (instances: Readonly<Record<string, Declared>>): string => lifecycle(instances, consent);
const retiring = { state: "deleted" } as const;
const html = (status: number): FrontAnswer => ({ status, contentType: "text/html", body: "<h1>Gateway</h1>" });

describe("an instance that cannot be read", () => {
  let workspace: Workspace;
  afterEach(() => workspace.dispose());

  const start = async (options: WorkspaceOptions): Promise<void> => {
    workspace = await createWorkspace(options);
    expect((await workspace.apply()).code).toBe(0);
  };

  /** The deletion of orders was asked for, the list has dropped it, and a read is answered in words that prove nothing. */
  const retireUnseen = async (answer: object): Promise<void> => {
    await start({ hcl: fleet({ audit: {}, orders: {} }), emulator: { seed: seedOf(["audit", "orders"]) } });
    workspace.configure(fleet({ audit: {}, orders: retiring }));
    workspace.emulator.setFaults([{ on: { operation: "get", instance: idOf("orders") }, do: answer }]);
    expect((await workspace.apply()).code).toBe(1);
  };
  const inOtherWords = { status: 400, error_code: "DMS.00400999", error_msg: "This one does not exist" };

  test("leaves a result that quotes the code and the message", async () => {
    await retireUnseen(inOtherWords);
    const { results, unfinished } = await workspace.state();
    expect(unfinished).toEqual(["orders"]);
    expect(results?.["orders"]).toMatchObject({
      result: "unknown",
      accepted: true,
      error_code: "DMS.00400999",
      message: "This one does not exist",
    });
    expect(String(results?.["orders"]?.["reason"])).toContain("DMS.00400999: This one does not exist");
  });

  test.each([
    ["in words that prove nothing", inOtherWords, "DMS.00400999: This one does not exist"],
    ["with a 403", { status: 403, error_code: "DMS.00403003", error_msg: "No right" }, "DMS.00403003: No right"],
    ["with a 500", { status: 500, error_code: "DMS.00500000", error_msg: "Internal" }, "DMS.00500000: Internal"],
  ])("%s is warned of, with the way out, which works", async (_how, answer, quoted) => {
    await retireUnseen(answer);
    const planned = await workspace.terraform(["plan", "-no-color", "-detailed-exitcode"]);
    expect(planned.code).toBe(2);
    expect(unwrapped(planned.output)).toContain(`Warning: Instance Could Not Be Read: orders (${idOf("orders")})`);
    expect(unwrapped(planned.output)).toContain(quoted);
    expect(unwrapped(planned.output)).toContain("take the key out of instances or destroy this resource");

    workspace.configure(fleet({ audit: {} }));
    const forgotten = await workspace.apply();
    expect(unwrapped(forgotten.output)).toContain("Warning: Instance Could Not Be Read");
    expect(forgotten.code).toBe(0);
    expect(Object.keys((await workspace.state()).observed ?? {})).toEqual(["audit"]);
    expect(await workspace.isSettled()).toBe(true);
    expect(workspace.calls()).toHaveLength(1);
  });

  test("does not keep its resource from being destroyed", async () => {
    await retireUnseen(inOtherWords);
    const destroyed = await workspace.terraform(["destroy", "-auto-approve", "-no-color"]);
    expect(destroyed.code).toBe(0);
    expect(workspace.calls()).toHaveLength(1);
  });

  test("keeps its last state where nothing is due for it, and the others are restarted", async () => {
    await start({
      hcl: fleet({ audit: { triggers: { v: "1" } }, orders: {} }),
      emulator: { seed: seedOf(["audit", "orders"]) },
    });
    const unlisted = [
      { on: { operation: "list", instance: idOf("orders") }, do: { omit: true } },
      { on: { operation: "get", instance: idOf("orders") }, do: inOtherWords },
    ];
    workspace.emulator.setFaults(unlisted);
    workspace.configure(lifecycle({ audit: { triggers: { v: "2" } }, orders: {} }));
    expect(plannedActions(await workspace.plan()).map(({ name }) => name)).toEqual(["audit"]);
    expect((await workspace.applyPlan()).code).toBe(0);
    expect((await workspace.state()).observed?.["orders"]).toMatchObject({ status: "RUNNING" });
    expect(await workspace.isSettled()).toBe(true);
  });

  test("with a gateway's page in place of an answer does the same", async () => {
    workspace = await createWorkspace({
      hcl: fleet({ audit: {}, orders: {} }),
      emulator: { seed: seedOf(["audit", "orders"]) },
    });
    const front = await startFront(workspace.url, async ({ method, path }, forward) =>
      method === "GET" && path.includes(idOf("orders")) ? html(404) : forward(),
    );
    try {
      workspace.configureProvider(providerLines(front.url));
      expect((await workspace.apply()).code).toBe(0);
      workspace.configure(fleet({ audit: {}, orders: retiring }));
      expect((await workspace.apply()).code).toBe(1);
      expect(String((await workspace.state()).results?.["orders"]?.["reason"])).toContain("answered HTTP 404");
      const planned = await workspace.terraform(["plan", "-no-color"]);
      expect([planned.code, unwrapped(planned.output)]).toEqual([
        0,
        expect.stringContaining("Warning: Instance Could Not Be Read") as string,
      ]);
      workspace.configure(fleet({ audit: {} }));
      expect((await workspace.apply()).code).toBe(0);
    } finally {
      await front.close();
    }
  });

  test("is an error of a plan that would make a call for it, with the ways out", async () => {
    const seed = seedOf(["audit", "orders"]);
    await start({ hcl: fleet({ audit: {}, orders: { triggers: { v: "1" } } }), emulator: { seed } });
    workspace.emulator.setFaults([
      { on: { operation: "list", instance: idOf("orders") }, do: { omit: true } },
      { on: { operation: "get", instance: idOf("orders") }, do: inOtherWords },
    ]);
    workspace.configure(fleet({ audit: {}, orders: { triggers: { v: "2" } } }));
    const refused = unwrapped(await workspace.planFails());
    expect(refused).toContain("Error: Instance Cannot Be Read");
    expect(refused).toContain("DMS.00400999: This one does not exist");
    expect(refused).toContain("take the key out of instances, or run terraform destroy -refresh=false");
    const unread = await workspace.plan(["-refresh=false"]);
    expect(plannedActions(unread).map(({ name, action }) => [name, action])).toEqual([["orders", "restart"]]);

    workspace.configure(fleet({ audit: {} }));
    expect((await workspace.apply()).code).toBe(0);
    expect(workspace.calls()).toEqual([]);
  });

  test("and is due for a call does not keep its resource from being destroyed without a refresh", async () => {
    const seed = seedOf(["orders"]);
    await start({ hcl: fleet({ orders: { triggers: { v: "1" } } }), emulator: { seed } });
    workspace.emulator.setFaults([
      { on: { operation: "list", instance: idOf("orders") }, do: { omit: true } },
      { on: { operation: "get", instance: idOf("orders") }, do: inOtherWords },
    ]);
    workspace.configure(fleet({ orders: { triggers: { v: "2" } } }));
    const destroyed = await workspace.terraform(["destroy", "-auto-approve", "-no-color", "-refresh=false"]);
    expect(destroyed.code).toBe(0);
    expect(workspace.calls()).toEqual([]);
  });

  test("is read again by the next plan, which then goes on", async () => {
    await retireUnseen(inOtherWords);
    workspace.emulator.setFaults([]);
    expect(plannedActions(await workspace.plan()).map(({ name, action }) => [name, action])).toEqual([
      ["orders", "verify"],
    ]);
    expect((await workspace.applyPlan()).code).toBe(0);
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

  test("are not enough for more than fifty, and the right that is missing is named", async () => {
    const names = Array.from({ length: 51 }, (_, index) => `n${index}`);
    workspace = await createWorkspace({
      hcl: lifecycle(Object.fromEntries(names.map((name) => [name, {}]))),
      emulator: { seed: seedOf(names) },
    });
    workspace.emulator.setFaults([noList]);
    const refused = unwrapped(await workspace.planFails());
    expect(refused).toContain("Error: Service Call Failed");
    expect(refused).toContain(
      "The credentials lack the right to list the instances of the project (dms:instance:list). At most 50 instances are read one by one without it, and these are 51.",
    );
  });
});

/** Terraform's frames and line breaks taken out. */
function unwrapped(output: string): string {
  return output.replace(/[│╷╵]/g, "").replace(/\s+/g, " ");
}
