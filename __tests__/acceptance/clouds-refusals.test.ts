import { lifecycle, seedOf, triggered } from "../support/acceptance/hcl";
import { startFront } from "../support/acceptance/front";
import { applyProven, expectNothingLeft } from "../support/acceptance/proof";
import { createWorkspace, providerLines, type Workspace } from "../support/acceptance/workspace";
import { mustApply, oneLine } from "../support/acceptance/guarded-workspace";

let workspace: Workspace;
afterEach(() => workspace.dispose());

async function start(hcl: string, fleet: readonly string[]): Promise<void> {
  workspace = await createWorkspace({ hcl, emulator: { seed: seedOf(fleet) } });
}

describe("temporary refusals", () => {
  const busy = { status: 400, error_code: "DMS.00400026", error_msg: "busy" };

  test.each<[string, object]>([
    ["429 with Retry-After", { status: 429, retry_after: 1 }],
    ["DMS.00400026", busy],
    ["DMS.00400017", { ...busy, error_code: "DMS.00400017" }],
  ])("(%s) are waited out, and the call is sent again", async (_, refusal) => {
    await start(lifecycle({ orders: {} }, "restart_on_create = true"), ["orders"]);
    workspace.emulator.setFaults([{ on: { operation: "action", times: 2 }, do: refusal }]);
    await mustApply(workspace);
    expect(workspace.calls().map(({ status }) => status)).toEqual([
      (refusal as { status: number }).status,
      (refusal as { status: number }).status,
      200,
    ]);
    expect((await workspace.state()).results).toMatchObject({ orders: { result: "success" } });
    await expectNothingLeft(workspace);
  });

  test("(for good) end with the deadline, on record, and the next apply sends again", async () => {
    await start(lifecycle({ orders: {} }, 'restart_on_create = true\n  ready_timeout = "2s"'), ["orders"]);
    workspace.emulator.setFaults([{ on: { operation: "action" }, do: busy }]);
    const run = await workspace.apply();
    expect(run.code).toBe(1);
    expect(oneLine(run.output)).toContain("DMS.00400026");
    expect((await workspace.state()).results).toMatchObject({
      orders: { accepted: false, error_code: "DMS.00400026" },
    });
    workspace.emulator.setFaults([]);
    await mustApply(workspace);
    expect((await workspace.state()).results).toMatchObject({ orders: { result: "success" } });
  });

  test("a 503 is not a refusal: its call is looked up and not sent again", async () => {
    await start(lifecycle({ orders: {} }, 'restart_on_create = true\n  ready_timeout = "2s"'), ["orders"]);
    workspace.emulator.setFaults([{ on: { operation: "action", times: 1 }, do: { status: 503 } }]);
    expect((await workspace.apply()).code).toBe(1);
    expect(workspace.calls()).toHaveLength(1);
  });
});

describe("an instance that the list leaves out", () => {
  /** A front whose listings are empty, as those of a filter gone wrong; reads by id pass. */
  async function behindBlindList(): Promise<{ close(): Promise<void> }> {
    const front = await startFront(workspace.url, async ({ method, path }, forward) => {
      const answer = await forward();
      if (method !== "GET" || !path.split("?")[0]!.endsWith("/instances")) return answer;
      return { ...answer, body: JSON.stringify({ instances: [], instance_num: 0 }) };
    });
    workspace.configureProvider(providerLines(front.url));
    return front;
  }

  test.each(["error", "forget"])("is read by its id before it counts as gone (on_missing = %s)", async (onMissing) => {
    const more = `on_missing = "${onMissing}"`;
    await start(lifecycle(triggered(["orders", "audit"], "1"), more), ["orders", "audit"]);
    await mustApply(workspace);
    const front = await behindBlindList();
    await expectNothingLeft(workspace);
    workspace.configure(lifecycle(triggered(["orders", "audit"], "2"), more));
    await applyProven(workspace);
    expect((await workspace.state()).observed).toMatchObject({
      orders: { status: "RUNNING" },
      audit: { status: "RUNNING" },
    });
    await front.close();
  });

  test("is not gone on a 404 that the service did not write: it keeps its last observation, with a warning", async () => {
    await start(lifecycle({ orders: {} }, 'on_missing = "forget"'), ["orders"]);
    await mustApply(workspace);
    const front = await startFront(workspace.url, async ({ path }, forward) => {
      if (path.split("?")[0]!.endsWith("/instances")) {
        return { ...(await forward()), body: JSON.stringify({ instances: [], instance_num: 0 }) };
      }
      return { status: 404, contentType: "text/html", body: "<h1>Not Found</h1>" };
    });
    workspace.configureProvider(providerLines(front.url));
    const before = await workspace.state();
    const { code, output } = await workspace.apply();
    expect(code).toBe(0);
    expect(oneLine(output)).toContain("Warning: Instance Could Not Be Read: orders");
    expect(oneLine(output)).toContain("answered HTTP 404 with text/html");
    expect(await workspace.state()).toEqual(before);
    await front.close();
  });
});
