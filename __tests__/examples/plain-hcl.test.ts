import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type DmsKit, TerraformFailed } from "../../lib/testing";
import { startKit } from "../../lib/testing/running-kit";
import { linesNotPrinted, printedBlocks } from "../support/examples/console";
import { attachProvider } from "../support/provider/attach-provider";

const examples = resolve(__dirname, "../../examples");
const ids = {
  orders: "54602a9d-5e22-4239-9123-77e350df4a34",
  payments: "7166cdea-dbad-4d79-9610-7163e6f8b640",
  "audit-1": "67fc5f8d-3986-4f02-bb75-4075a23112de",
  "audit-2": "afc90a2a-a02c-4cba-94d5-58dfa9ad1e0d",
};
const stage = [{ key: "stage", value: "production" }];
const instances = [
  ...Object.entries(ids).map(([name, instance_id]) => ({ name, instance_id, tags: stage })),
  { name: "audit-try", instance_id: "00000000-0000-4000-8000-000000000001", tags: [] },
];

describe("the module fleet and the page on plain HCL", () => {
  let kit: DmsKit;
  let place: string;
  let folder: string;
  beforeEach(async () => {
    kit = await startKit({ instances }, attachProvider);
    place = mkdtempSync(join(tmpdir(), "dms-plain-hcl-"));
    folder = join(place, "plain-hcl");
    for (const name of ["modules", "plain-hcl"]) cpSync(join(examples, name), join(place, name), { recursive: true });
    configure((hcl) => hcl.replace(', pause_between = "2m"', ""));
  });
  afterEach(async () => {
    await kit.stop();
    rmSync(place, { recursive: true });
  });

  function configure(change: (hcl: string) => string): void {
    const file = join(folder, "main.tf");
    writeFileSync(file, change(readFileSync(file, "utf8")));
  }

  /** Adds a file of the page. */
  const add = (path: string): void => cpSync(join(folder, path), join(folder, path.replaceAll("/", "-")));
  const what = () => ({ folder, root: place });
  const config = (value: string) => ({ variables: { broker_config: value } });
  const sent = () => kit.calls().map(({ action, instances: of }) => [action, of]);
  const failureOf = async (run: Promise<unknown>): Promise<string> => {
    const thrown: unknown = await run.then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(thrown).toBeInstanceOf(TerraformFailed);
    return (thrown as TerraformFailed).log;
  };

  test("by ids: adopts, restarts one after the other, and leaves an empty plan, in the words of the page", async () => {
    const [adopted, planned, failed] = printedBlocks("docs/guides/plain-hcl.md");
    const first = await kit.deploy(what(), config("2026-03"));
    expect(linesNotPrinted(adopted!, first.log)).toEqual([]);
    expect(kit.calls()).toEqual([]);
    expect(linesNotPrinted(planned!, (await kit.plan(what(), config("2026-04"))).log)).toEqual([]);

    kit.setFaults([{ on: { operation: "action", instance: ids.payments, times: 1 }, do: { item: "failed" } }]);
    expect(linesNotPrinted(failed!, await failureOf(kit.deploy(what(), config("2026-04"))))).toEqual([]);
    expect(kit.outputs()).toMatchObject({ unfinished: ["payments"], results: { orders: { result: "success" } } });
    await kit.deploy(what(), config("2026-04"));
    expect(sent()).toEqual([
      ["restart", [ids.orders]],
      ["restart", [ids.payments]],
      ["restart", [ids.payments]],
    ]);
    expect(kit.outputs()).toMatchObject({ unfinished: [] });
    expect((await kit.plan(what(), config("2026-04"))).isEmpty).toBe(true);
  });

  test("by a filter: those that the service lists, with a trigger for one of them", async () => {
    add("by-filter/fleet.tf");
    await kit.deploy(what(), config("1"));
    writeFileSync(
      join(folder, "by-filter-fleet.tf"),
      readFileSync(join(folder, "by-filter-fleet.tf"), "utf8").replace("2026-04", "2026-05"),
    );
    const { actions } = await kit.deploy(what(), config("1"));
    expect(actions.map(({ name, reason }) => [name, reason])).toEqual([["audit-1", "restart_triggers changed: disk"]]);
    expect(sent()).toEqual([["restart", [ids["audit-1"]]]]);

    configure((hcl) => `${hcl}\noutput "found" {\n  value = module.audit.instances\n}\n`);
    await kit.deploy(what(), config("1"));
    expect(kit.outputs()["found"]).toEqual({ "audit-1": ids["audit-1"], "audit-2": ids["audit-2"] });
  });

  test("by a filter that finds too few: an error in the plan, and no call", async () => {
    add("by-filter/fleet.tf");
    configure((hcl) => hcl.replace(/module "kafka"[^]*?\n}\n/, "").replace(/output [^]*/, ""));
    const file = join(folder, "by-filter-fleet.tf");
    writeFileSync(file, readFileSync(file, "utf8").replace("at_least = 2", "at_least = 3"));
    const told = (await failureOf(kit.plan(what(), config("1")))).replace(/\s*\n[│\s]*/g, " ");
    expect(told).toContain("at_least");
    expect(kit.calls()).toEqual([]);
  });

  test("retires the named instances, and refuses a name that is not in the fleet", async () => {
    const retire = (names: string): void =>
      configure((hcl) => hcl.replace(/\n {2}retire.*/, "").replace(/\n {2}source.*/, `$&\n  retire = ${names}`));
    await kit.deploy(what(), config("1"));
    retire('["payments"]');
    await kit.deploy(what(), config("1"));
    expect(sent()).toEqual([["delete", [ids.payments]]]);
    expect((await kit.plan(what(), config("1"))).isEmpty).toBe(true);
    retire('["orders", "paymnts"]');
    const told = (await failureOf(kit.plan(what(), config("1")))).replace(/\s*\n[│\s]*/g, " ");
    expect(told).toContain("Not in it, or no longer: paymnts.");
    expect(kit.calls()).toHaveLength(1);
  });

  test.each([
    ["both", (hcl: string) => hcl.replace("restart_triggers", "filter = { at_least = 0 }\n  restart_triggers")],
    ["neither", (hcl: string) => hcl.replace(/ {2}instances = {[^}]*}\n/, "")],
  ])("given %s of instances and filter: an error in the plan", async (_, change) => {
    configure(change);
    expect(await failureOf(kit.plan(what(), config("1")))).toContain("Give the fleet either instances or a filter.");
  });

  test("imported: the first apply takes the triggers over, and no call is made", async () => {
    add("import/import.tf");
    const [, , , imported] = printedBlocks("docs/guides/plain-hcl.md");
    const { log } = await kit.deploy(what(), config("2026-03"));
    expect(linesNotPrinted(imported!, log)).toEqual([]);
    expect(kit.calls()).toEqual([]);
    await kit.deploy(what(), config("2026-04"));
    expect(sent()).toEqual([
      ["restart", [ids.orders]],
      ["restart", [ids.payments]],
    ]);
  });
});
