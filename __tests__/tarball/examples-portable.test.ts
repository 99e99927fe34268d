import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { App, TerraformStack } from "cdktf";
import { exitCodes } from "../../lib/bin/exit-codes";
import { type DmsKit, startDms, TerraformFailed } from "../../lib/testing";
import { readProjectFile, tableRowsBelow } from "../support/docs/markdown";
import { linesNotPrinted, printedBlocks } from "../support/examples/console";
import { openGuide } from "../support/examples/guide";
import { createExampleProject } from "../support/examples/project";
import { addNullProvider } from "../support/null-provider/mirror";

const page = "docs/guides/portable-mode.md";
const ids = { orders: "54602a9d-5e22-4239-9123-77e350df4a34", payments: "7166cdea-dbad-4d79-9610-7163e6f8b640" };

describe("the guide to portable mode", () => {
  let place: string;
  let kit: DmsKit;
  beforeAll(async () => {
    place = mkdtempSync(join(tmpdir(), "dms-portable-guide-"));
    await addNullProvider(join(place, "mirror"));
    const mirror = `  filesystem_mirror {\n    path = ${JSON.stringify(join(place, "mirror"))}\n  }\n`;
    writeFileSync(join(place, "cli.tfrc"), `provider_installation {\n${mirror}}\n`);
    kit = await startDms({ instances: Object.entries(ids).map(([name, instance_id]) => ({ name, instance_id })) });
  });
  afterAll(async () => {
    await kit.stop();
    rmSync(place, { recursive: true });
  });

  test("its program restarts at the first deploy and on a changed trigger; a failure is shown, kept and repeated, as the page says", async () => {
    const example = resolve(__dirname, "../../examples/constructs/portable-batch-action.ts");
    const { PortableRestart } = (await import(example)) as Record<
      string,
      new (app: App, id: string, config: string) => TerraformStack
    >;
    let synthesized = "";
    const stack = (config: string) => (app: App) => {
      synthesized = join(app.outdir, "stacks/portable/dms-lifecycle");
      return new PortableRestart!(app, "portable", config);
    };
    const options = { environment: { TF_CLI_CONFIG_FILE: join(place, "cli.tfrc") } };
    const [carriedOut, failed] = printedBlocks(page);
    const first = await kit.deploy(stack("1"), options);
    expect(first.log).toMatch(/null_resource\.\w+ will be created/);
    expect(linesNotPrinted(carriedOut!, first.log)).toEqual([]);
    expect((await kit.plan(stack("1"), options)).isEmpty).toBe(true);

    kit.setFaults([{ on: { operation: "action", instance: ids.payments, times: 1 }, do: { item: "failed" } }]);
    const thrown: unknown = await kit.deploy(stack("2"), options).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(TerraformFailed);
    expect(linesNotPrinted(failed!, (thrown as TerraformFailed).log)).toEqual([]);
    expect(kit.outputs()).toMatchObject({ unfinished: ["payments"], results: { orders: { result: "success" } } });
    expect(existsSync(synthesized)).toBe(true);
    expect(readdirSync(synthesized).filter((file) => /_run_\w+\.(json|\w+\.unfinished)$/.test(file))).toHaveLength(2);

    await kit.deploy(stack("2"), options);
    expect(kit.calls().map(({ instances }) => instances)).toEqual(
      [ids.orders, ids.payments, ids.orders, ids.payments, ids.orders, ids.payments].map((id) => [id]),
    );
    expect((await kit.plan(stack("2"), options)).isEmpty).toBe(true);
  });

  test("its commands print the lines of the page", async () => {
    const project = createExampleProject("first-fleet");
    const guide = openGuide(page, project, { skip: /^$/, address: "http://127.0.0.1:41235", stack: "kafka-fleet" });
    try {
      const steps = await guide.follow();
      expect(steps.filter(({ missing }) => missing.length > 0)).toEqual([]);
      expect(steps).toHaveLength(5);
    } finally {
      await guide.close();
      project.remove();
    }
  });

  test("its exit codes are those of the command", () => {
    const [, ...rows] = tableRowsBelow(readProjectFile(page), "## The Command Line Alone");
    expect(rows.map(([code]) => Number(code))).toEqual(Object.values(exitCodes));
  });
});
