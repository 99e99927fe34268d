import { type Front, type FrontAnswer, startFront } from "../support/acceptance/front";
import { idOf, lifecycle, seedOf, triggered } from "../support/acceptance/hcl";
import { applyProven, unwrapped } from "../support/acceptance/proof";
import { useRefusedApplies } from "../support/acceptance/refused-applies";
import { closedPort } from "../support/client/raw-server";
import { createWorkspace, providerLines, savedObjects, type Workspace } from "../support/acceptance/workspace";

const names = ["audit", "orders"] as const;

describe("bad answers to a look", () => {
  const { workspace, refusal } = useRefusedApplies();
  let front: Front | undefined;
  afterEach(() => front?.close());

  const behind = async (answer: FrontAnswer): Promise<string> => {
    front = await startFront(workspace().url, () => Promise.resolve(answer));
    workspace().configure(lifecycle(triggered(names, "2")));
    workspace().configureProvider(`${providerLines(front.url)}max_retries = 0`.replace("max_retries = 2\n", "\n"));
    return refusal();
  };
  const html = "<!DOCTYPE html><html><body><h1>Sign in to the corporate network</h1></body></html>";

  test("a page of a proxy with status 200", async () => {
    const shown = await behind({ status: 200, contentType: "text/html", body: html });
    expect(shown).toContain("Error: Service Call Failed");
    expect(shown).toContain("While refreshing the instances");
    expect(shown).toContain('answered HTTP 200 with text/html: "<!DOCTYPE html>');
    expect(shown).toContain("expected a list of instances");
  });

  test("a page of a gateway with status 502", async () => {
    const shown = await behind({ status: 502, contentType: "text/html; charset=utf-8", body: html });
    expect(shown).toContain("answered HTTP 502 with text/html:");
    expect(shown).toContain("Sign in to the corporate network");
  });

  test.each([299, 399, 418, 599])("an unknown HTTP status (%d)", async (status) => {
    const shown = await behind({
      status,
      contentType: "application/json",
      body: '{"error_code":"X.1","error_msg":"Hm."}',
    });
    expect(shown).toContain(`answered HTTP ${status} (X.1: Hm.)`);
  });

  test("an unreachable endpoint: no request was sent", async () => {
    const url = `http://127.0.0.1:${String(closedPort)}`;
    workspace().configure(lifecycle(triggered(names, "2")));
    workspace().configureProvider(providerLines(url));
    const shown = await refusal();
    expect(shown).toContain(`no connection to ${url} (connect ECONNREFUSED`);
    expect(shown).toContain("Nothing was sent.");
  });
});

describe("bad answers in the middle of a rollout", () => {
  let workspace: Workspace;
  afterEach(() => workspace.dispose());

  const start = async (more: string, fleet: Parameters<typeof seedOf>[0] = names): Promise<void> => {
    workspace = await createWorkspace({
      hcl: lifecycle(triggered(names, "1"), more),
      emulator: { seed: seedOf(fleet) },
    });
    expect((await workspace.apply()).code).toBe(0);
    workspace.configure(lifecycle(triggered(names, "2"), more));
  };

  test("a proxy's page as the answer to the call: its fate is looked up, and it is not sent twice", async () => {
    await start('ready_timeout = "10s"');
    const front = await startFront(workspace.url, async ({ method }, forward) => {
      const answer = await forward();
      return method === "POST" ? { status: 200, contentType: "text/html", body: "<html>OK</html>" } : answer;
    });
    workspace.configureProvider(providerLines(front.url));
    await applyProven(workspace);
    expect(workspace.calls()).toHaveLength(1);
    expect((await workspace.state()).results).toMatchObject({
      audit: { result: "success" },
      orders: { result: "success" },
    });
    await front.close();
  });

  test("an instance in an undocumented status is waited for and not acted on; it is due until it can be", async () => {
    await start('ready_timeout = "1s"', { audit: { status: "HIBERNATING" }, orders: {} });
    const failed = await workspace.apply();
    expect(failed.code).toBe(1);
    expect(unwrapped(failed.output)).toContain(
      `audit (${idOf("audit")}): restart not started: ready_timeout (1s) is over: it was HIBERNATING`,
    );
    expect(workspace.calls().map(({ instances }) => instances)).toEqual([[idOf("orders")]]);
    expect((await workspace.state()).unfinished).toEqual(["audit"]);

    workspace.emulator.replaceInstances(seedOf(names));
    await applyProven(workspace);
    expect(workspace.calls()).toHaveLength(2);
  });

  test("a refused first apply leaves nothing behind, and the corrected one starts from there", async () => {
    const hcl = lifecycle({ audit: {}, nobody: {} }, "restart_on_create = true");
    workspace = await createWorkspace({ hcl, emulator: { seed: seedOf(names) } });
    expect((await workspace.apply()).code).toBe(1);
    expect(savedObjects(workspace.folder).size).toBe(0);
    workspace.configure(lifecycle({ audit: {}, orders: {} }, "restart_on_create = true"));
    expect((await applyProven(workspace)).calls).toHaveLength(1);
  });
});
