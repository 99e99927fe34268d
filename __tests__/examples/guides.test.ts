import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { App } from "cdktf";
import { type DmsKit, TerraformFailed } from "../../lib/testing";
import { startKit } from "../../lib/testing/running-kit";
import { linesNotPrinted, printedBlocks } from "../support/examples/console";
import { attachProvider } from "../support/provider/attach-provider";

const examples = resolve(__dirname, "../../examples");
const ids = {
  orders: "54602a9d-5e22-4239-9123-77e350df4a34",
  payments: "7166cdea-dbad-4d79-9610-7163e6f8b640",
  search: "afc90a2a-a02c-4cba-94d5-58dfa9ad1e0d",
  audit: "67fc5f8d-3986-4f02-bb75-4075a23112de",
  legacy: "9e8f1c34-6a0d-4c58-9d3f-0b6a7c2d5e41",
};
const instances = [
  ...Object.entries(ids).map(([name, instance_id]) => ({ name, instance_id })),
  { name: "kafka-try", instance_id: "00000000-0000-4000-8000-000000000001", status: "CREATEFAILED" },
];

/** A stack of an example; its import of this package by name leads to the build. */
async function stackOf(file: string, name: string, ...args: readonly unknown[]): Promise<(app: App) => unknown> {
  const module = (await import(join(examples, file))) as Record<
    string,
    new (app: App, id: string, ...rest: unknown[]) => unknown
  >;
  return (app) => new module[name]!(app, "stack", ...args);
}

test("a line of a guide that is not printed is found", () => {
  const printed = "│ 1 instance will be\n│ restarted: orders (5460).\n";
  const block = ["1 instance will be restarted: orders (5460).", "restarted: … (5460)", "2 instances", "(5461)"];
  expect(linesNotPrinted(block, printed)).toEqual(["2 instances", "(5461)"]);
});

describe("the guides", () => {
  let kit: DmsKit;
  let place: string;
  beforeEach(async () => {
    kit = await startKit({ instances }, attachProvider);
    place = mkdtempSync(join(tmpdir(), "dms-guides-"));
  });
  afterEach(async () => {
    await kit.stop();
    rmSync(place, { recursive: true });
  });

  /** A copy of an example's HCL, without its waits. */
  const hcl = (example: string) => {
    const folder = join(place, example);
    mkdirSync(folder, { recursive: true });
    cpSync(join(examples, example), folder, { recursive: true });
    const file = join(folder, "main.tf");
    writeFileSync(file, readFileSync(file, "utf8").replace(/"(2m|30s)"/g, '"0s"'));
    return { folder };
  };
  const failureOf = async (deploy: Promise<unknown>): Promise<string> => {
    const thrown: unknown = await deploy.then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(thrown).toBeInstanceOf(TerraformFailed);
    return (thrown as TerraformFailed).log;
  };
  const sent = () => kit.calls().map(({ action, instances: of, allFailure }) => [action, of ?? allFailure]);

  test("rolling restart, and when an apply fails: waves, a failure, and the rest, in the words of the pages", async () => {
    const [planned] = printedBlocks("docs/guides/rolling-restart.md");
    const [failed, left] = printedBlocks("docs/guides/when-an-apply-fails.md");
    const folder = hcl("rolling-restart");
    const config = (value: string) => ({ variables: { broker_config: value } });
    await kit.deploy(folder, config("2026-03"));
    expect(kit.calls()).toEqual([]);

    const { log } = await kit.plan(folder, config("2026-04"));
    expect(linesNotPrinted(planned!, log)).toEqual([]);

    kit.setFaults([{ on: { operation: "action", instance: ids.orders, times: 1 }, do: { end: "ERROR" } }]);
    expect(linesNotPrinted(failed!, await failureOf(kit.deploy(folder, config("2026-04"))))).toEqual([]);
    expect(sent()).toEqual([
      ["restart", [ids.audit]],
      ["restart", [ids.orders, ids.payments]],
    ]);
    expect(kit.outputs()).toEqual({ results: {} });

    const again = await kit.plan(folder, config("2026-04"));
    expect(linesNotPrinted(left!, again.log)).toEqual([]);
    await kit.deploy(folder, config("2026-04"));
    expect(sent().slice(2)).toEqual([
      ["restart", [ids.search]],
      ["restart", [ids.orders]],
    ]);
    expect((await kit.plan(folder, config("2026-04"))).isEmpty).toBe(true);
  });

  test("when an apply fails: reverted triggers leave failed actions; an entry that is removed and restored is adopted unchanged", async () => {
    const folder = hcl("rolling-restart");
    const file = join(folder.folder, "main.tf");
    const whole = readFileSync(file, "utf8");
    const config = (value: string) => ({ variables: { broker_config: value } });
    await kit.deploy(folder, config("1"));
    kit.setFaults([{ on: { operation: "action" }, do: { item: "failed" } }]);
    await failureOf(kit.deploy(folder, config("2")));
    expect((await kit.plan(folder, config("1"))).actions.map(({ name }) => name)).toEqual(["audit"]);

    writeFileSync(file, whole.replace(/^ +(audit|payments|search) +=.*\n/gm, ""));
    await failureOf(kit.deploy(folder, config("2")));
    writeFileSync(file, whole);
    expect((await kit.plan(folder, config("2"))).actions.map(({ name }) => name)).toEqual(["orders"]);
  });

  test("rolling restart: the warning lists earlier due actions every time", async () => {
    const folder = hcl("rolling-restart");
    const config = (value: string) => ({ variables: { broker_config: value } });
    await kit.deploy(folder, config("1"));
    kit.setFaults([{ on: { operation: "action" }, do: { item: "failed" } }]);
    await failureOf(kit.deploy(folder, config("2")));
    await failureOf(kit.deploy(folder, config("2")));
    const { actions, log } = await kit.plan(folder, config("2"));
    expect(actions).toHaveLength(4);
    const waves = ["- wave 1: audit; again: its restart failed in an earlier run", "- wave 2: orders, payments; again"];
    expect(linesNotPrinted(waves, log)).toEqual([]);
  });

  test("rolling restart, with constructs", async () => {
    await kit.deploy(await stackOf("rolling-restart/stack.ts", "RollingRestart", "1"));
    await kit.deploy(await stackOf("rolling-restart/stack.ts", "RollingRestart", "2"));
    expect(sent()).toEqual([
      ["restart", [ids.audit]],
      ["restart", [ids.orders, ids.payments]],
      ["restart", [ids.search]],
    ]);
  });

  test("retiring instances: consent, the plan's words, one call, and no call for removed entries", async () => {
    const [refused, planned] = printedBlocks("docs/guides/retiring-instances.md");
    const folder = hcl("retiring-instances");
    const file = join(folder.folder, "main.tf");
    const whole = readFileSync(file, "utf8");
    const retire = { variables: { retire: '["legacy"]' } };
    await kit.deploy(folder);
    writeFileSync(file, whole.replace(/^ *allow_deletion.*$/m, ""));
    expect(linesNotPrinted(refused!, await failureOf(kit.plan(folder, retire)))).toEqual([]);

    writeFileSync(file, whole);
    expect(linesNotPrinted(planned!, (await kit.plan(folder, retire)).log)).toEqual([]);
    await kit.deploy(folder, retire);
    expect(sent()).toEqual([["delete", [ids.legacy]]]);
    expect(kit.statuses()).not.toHaveProperty(ids.legacy);

    writeFileSync(file, whole.replace(/^ *legacy.*\n/m, ""));
    await kit.deploy(folder);
    writeFileSync(file, whole.replace(/^resource[^]*/m, ""));
    await kit.deploy(folder);
    expect(kit.calls()).toHaveLength(1);
    expect(kit.statuses()[ids.orders]).toBe("RUNNING");
  });

  test("retiring instances: one that does not exist causes no call, but a warning", async () => {
    const folder = hcl("retiring-instances");
    const file = join(folder.folder, "main.tf");
    writeFileSync(file, readFileSync(file, "utf8").replace(ids.legacy, "00000000-0000-4000-8000-000000000009"));
    const { actions, log } = await kit.deploy(folder, { variables: { retire: '["legacy"]' } });
    expect(actions).toEqual([]);
    expect(log).toContain("Nothing To Delete");
    expect(kit.calls()).toEqual([]);
  });

  test("retiring instances, with constructs", async () => {
    await kit.deploy(await stackOf("retiring-instances/stack.ts", "RetiringInstances", []));
    await kit.deploy(await stackOf("retiring-instances/stack.ts", "RetiringInstances", ["legacy"]));
    expect(sent()).toEqual([["delete", [ids.legacy]]]);
  });

  test("failed creations: found, named, removed; consent taken away is an error at plan time", async () => {
    const [announced] = printedBlocks("docs/guides/failed-creations.md");
    const folder = hcl("failed-creations");
    const file = join(folder.folder, "main.tf");
    const whole = readFileSync(file, "utf8");
    writeFileSync(file, whole.replace("allow_deletion = true", ""));
    expect(await failureOf(kit.plan(folder))).toContain("kafka-try");

    writeFileSync(file, whole);
    const { log } = await kit.deploy(folder);
    expect(linesNotPrinted(announced!, log)).toEqual([]);
    expect(sent()).toEqual([["delete", "kafka"]]);
    expect(kit.outputs()).toMatchObject({ failed: ["kafka-try"], purged: [{ name: "kafka-try" }] });
  });

  test("failed creations, with constructs", async () => {
    await kit.deploy(await stackOf("failed-creations/stack.ts", "FailedCreations"));
    expect(kit.outputs()).toMatchObject({ purged: [{ name: "kafka-try" }] });
  });

  test("migrating from the batch action: adopts, purges earlier failed creations, restarts on a new value", async () => {
    const folder = { folder: join(examples, "migrating/batch-action/after") };
    await kit.deploy(folder);
    expect(sent()).toEqual([["delete", "kafka"]]);
    await kit.deploy(folder, { variables: { restarted: "2026-04-01" } });
    expect(sent().slice(1)).toEqual([["restart", [ids.orders, ids.payments]]]);
  });

  test("the two environments in plain HCL: one at a time in production, all at once in staging", async () => {
    const root = join(place, "infra");
    cpSync(join(examples, "hcl-two-environments"), root, { recursive: true });
    const deploy = async (environment: string, from: string, to: string) => {
      const file = join(root, environment, "main.tf");
      writeFileSync(file, readFileSync(file, "utf8").replaceAll(from, to));
      await kit.deploy({ folder: join(root, environment), root });
    };
    const common = 'broker_config   = "2026-03"';
    const quick = `pause_between = "0s"\n  ${common}`;
    await deploy("staging", common, quick);
    await deploy("staging", '"2026-03"', '"2026-04"');
    await deploy("production", common, quick);
    await deploy("production", '"2026-03"', '"2026-04"');
    const misspelt = deploy("production", '"2026-04"', '"2026-04"\n  retire = ["legcay"]');
    await expect(misspelt).rejects.toThrow("retire has names that are not in instances: legcay");
    await deploy("production", "legcay", "legacy");
    expect(sent()).toEqual([
      ["restart", [ids.orders]],
      ["restart", [ids.payments]],
      ["restart", [ids.legacy]],
      ["restart", [ids.search]],
      ["restart", [ids.audit]],
      ["delete", [ids.legacy]],
    ]);
  });
});
