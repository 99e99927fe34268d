import { idOf, lifecycle, purgeOf, seedOf, type Seeded, triggered } from "../support/acceptance/hcl";
import { applyProven } from "../support/acceptance/proof";
import { createWorkspace, providerLines, type Workspace } from "../support/acceptance/workspace";
import { mustApply, oneLine } from "../support/acceptance/guarded-workspace";

let workspace: Workspace;
afterEach(() => workspace.dispose());

async function start(
  hcl: string,
  fleet: readonly string[] | Readonly<Record<string, Seeded>>,
  options: { readonly apiVersion?: string; readonly recycleBin?: boolean } = {},
): Promise<void> {
  const seed = { ...seedOf(fleet), recycle_bin: options.recycleBin ?? false };
  workspace = await createWorkspace({ hcl, emulator: { seed } });
  workspace.configureProvider(providerLines(workspace.url, `api_version = "${options.apiVersion ?? "v1.0"}"`));
}

const bodies = (): readonly unknown[] =>
  workspace.emulator
    .journal()
    .filter(({ method }) => method === "POST")
    .map(({ body }) => body);

describe("RocketMQ", () => {
  const fleet = { stream: { engine: "rocketmq" }, alias: { engine: "reliability" }, orders: {} };

  test.each(["v1.0", "v2"])(
    "has no batch restart in %s: a plan-time error that names the instance",
    async (apiVersion) => {
      await start(lifecycle(triggered(["stream", "alias", "orders"], "1")), fleet, { apiVersion });
      await mustApply(workspace);
      workspace.configure(lifecycle(triggered(["stream", "alias", "orders"], "2")));
      const output = oneLine(await workspace.planFails());
      expect(output).toContain("Error: Action Not Offered For This Engine");
      for (const name of ["stream", "alias"]) {
        expect(output).toContain(
          `${name} (${idOf(name)}) is due for a restart, but the service does not restart rocketmq instances in batches with API version ${apiVersion}.`,
        );
      }
      expect(bodies()).toEqual([]);

      workspace.configure(lifecycle({ ...triggered(["stream", "alias"], "1"), ...triggered(["orders"], "2") }));
      await applyProven(workspace);
    },
  );

  test("does not exist for a resource that is only being created either", async () => {
    await start(lifecycle({ stream: {}, orders: {} }, "restart_on_create = true"), fleet, { apiVersion: "v2" });
    const output = oneLine(await workspace.planFails());
    expect(output).toContain("Error: Action Not Offered For This Engine");
    expect(output).toContain("stream (");
    expect(bodies()).toEqual([]);
  });

  test("is deleted in v2, and not offered for that in v1.0", async () => {
    const retire = lifecycle({ stream: { state: "deleted" }, alias: { state: "deleted" } }, "allow_deletion = true");
    await start(lifecycle({ stream: {}, alias: {} }), fleet);
    await mustApply(workspace);
    workspace.configure(retire);
    expect(oneLine(await workspace.planFails())).toContain("does not delete rocketmq instances");
    workspace.configureProvider(providerLines(workspace.url, 'api_version = "v2"'));
    const { due } = await applyProven(workspace);
    expect(due).toEqual([
      ["alias", "delete", 1],
      ["stream", "delete", 1],
    ]);
  });
});

describe("RabbitMQ", () => {
  test.each(["v1.0", "v2"])("is restarted and deleted in %s like Kafka, in the same calls", async (apiVersion) => {
    const more = "allow_deletion = true";
    const names = ["queue", "orders"] as const;
    await start(lifecycle(triggered(names, "1"), more), { queue: { engine: "rabbitmq" }, orders: {} }, { apiVersion });
    await mustApply(workspace);
    workspace.configure(lifecycle(triggered(names, "2"), more));
    await applyProven(workspace);
    workspace.configure(lifecycle({ queue: { state: "deleted" }, orders: { triggers: { config: "2" } } }, more));
    await applyProven(workspace);
    expect(bodies()).toEqual([
      { action: "restart", instances: [idOf("orders"), idOf("queue")] },
      { action: "delete", instances: [idOf("queue")] },
    ]);
  });
});

describe("the purge of RabbitMQ", () => {
  const fleet = { broken: { engine: "rabbitmq", status: "CREATEFAILED" }, fine: { engine: "rabbitmq" } };

  test("warns in v1.0, where the call does not name the engine, and only when a purge is due; in v2 the call names it", async () => {
    await start(purgeOf("rabbitmq"), fleet);
    const plan = async (): Promise<string> =>
      oneLine((await workspace.terraform(["plan", "-no-color", "-input=false"])).output);
    expect(await plan()).toMatch(/Warning: Purge Names No Engine .* it does not name the engine \("true"\)\./);
    await mustApply(workspace);
    expect(bodies()).toEqual([{ action: "delete", allFailure: "true" }]);
    expect(await plan()).not.toContain("Purge Names No Engine");

    workspace.emulator.replaceInstances(seedOf(fleet));
    expect(await plan()).toContain("Purge Names No Engine");
    workspace.configureProvider(providerLines(workspace.url, 'api_version = "v2"'));
    expect(await plan()).not.toContain("Purge Names No Engine");
  });
});

describe("v2", () => {
  const retired = (more: string): string => lifecycle({ orders: { state: "deleted" }, audit: {} }, more);

  test("deletes without the recycle bin with force_delete", async () => {
    await start(retired("allow_deletion = true\n  force_delete = true"), ["orders", "audit"], {
      apiVersion: "v2",
      recycleBin: true,
    });
    await applyProven(workspace);
    expect(bodies()).toEqual([{ action: "delete", instances: [idOf("orders")], force_delete: true }]);
    expect((await workspace.state()).observed).toMatchObject({ orders: { status: "DELETED" } });
  });

  test("without force_delete leaves the instance in the recycle bin: as desired, and nothing is due afterwards", async () => {
    await start(retired("allow_deletion = true"), ["orders", "audit"], { apiVersion: "v2", recycleBin: true });
    await applyProven(workspace);
    expect(bodies()).toEqual([{ action: "delete", instances: [idOf("orders")] }]);
    expect(await workspace.state()).toMatchObject({
      observed: { orders: { status: "RECYCLE" }, audit: { status: "RUNNING" } },
      results: { orders: { result: "success" } },
    });
  });

  test("shows a fleet of several pages and engines, and restarts it in one wave", async () => {
    const names = Array.from({ length: 60 }, (_, index) => `n${String(index).padStart(2, "0")}`);
    const fleet = Object.fromEntries(names.map((name, index) => [name, index < 55 ? {} : { engine: "rabbitmq" }]));
    await start(lifecycle(triggered(names, "1"), "restart_on_create = true"), fleet, { apiVersion: "v2" });
    const { calls } = await applyProven(workspace);
    expect(calls.map(({ instances }) => instances?.length)).toEqual([50, 10]);
    const lists = workspace.emulator.journal().filter(({ path }) => path.endsWith("/instances"));
    expect(lists.every(({ status }) => status === 200)).toBe(true);
    expect(new Set(lists.map(({ query }) => query["offset"]))).toEqual(new Set(["0", "50"]));
  });
});

test("force_delete is refused in v1.0 at plan time", async () => {
  await start(lifecycle({ orders: { state: "deleted" } }, "allow_deletion = true\n  force_delete = true"), ["orders"]);
  expect(oneLine(await workspace.planFails())).toContain("API version v1.0 has no such option");
});
