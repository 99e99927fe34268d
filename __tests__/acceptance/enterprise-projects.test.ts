import { idOf, lifecycle, purgeOf, seedOf, triggered } from "../support/acceptance/hcl";
import { expectNothingLeft, unwrapped } from "../support/acceptance/proof";
import { createWorkspace, providerLines, type Workspace } from "../support/acceptance/workspace";
import type { JournalEntry } from "../../lib/emulator/journal/entry";

const names = ["audit", "orders"] as const;
const fleet = { audit: { enterprise_project_id: "team" }, orders: { enterprise_project_id: "shop" } };
const source = `data "dms_instances" "seen" {}
output "seen" { value = data.dms_instances.seen.instances[*].name }
`;

function filtersOf(journal: readonly JournalEntry[]): readonly unknown[] {
  return journal
    .filter(({ method, path }) => method === "GET" && path.endsWith("/instances"))
    .map(({ query }) => query["enterprise_project_id"]);
}

describe.each(["v1.0", "v2"])("the provider's enterprise project, with API %s", (version) => {
  let workspace: Workspace;
  afterEach(() => workspace.dispose());

  test("limits refreshes and data sources; an instance outside a refresh's list is not gone, and calls have no limit", async () => {
    const restarted = triggered(names, "2");
    workspace = await createWorkspace({
      hcl: lifecycle(triggered(names, "1")) + source,
      emulator: { seed: seedOf(fleet) },
    });
    workspace.configureProvider(
      providerLines(workspace.url, `enterprise_project_id = "shop"\n  api_version = "${version}"`),
    );
    expect((await workspace.apply()).code).toBe(0);
    expect(await workspace.output()).toMatchObject({ seen: ["orders"] });
    const adopted = workspace.emulator.journal().length;

    await expectNothingLeft(workspace);
    const ofPlan = workspace.emulator.journal().slice(adopted);
    expect(new Set(filtersOf(ofPlan))).toEqual(new Set(["shop"]));
    expect(ofPlan.map(({ path }) => path.split("/").at(-1))).toContain(idOf("audit"));

    workspace.configure(lifecycle(restarted) + source);
    expect((await workspace.apply()).code).toBe(0);
    expect(workspace.calls().map(({ instances }) => instances)).toEqual([names.map(idOf)]);
    const first = workspace.emulator.journal().findIndex(({ method }) => method === "POST");
    expect(filtersOf(workspace.emulator.journal().slice(first))).toContain(undefined);
  });

  test("never limits a purge: failed creations of another one refuse the plan, with their names", async () => {
    const lost = (enterprise_project_id: string) => ({ status: "CREATEFAILED", enterprise_project_id });
    workspace = await createWorkspace({ hcl: purgeOf("kafka"), emulator: { seed: seedOf({ ours: lost("shop") }) } });
    workspace.configureProvider(
      providerLines(workspace.url, `enterprise_project_id = "shop"\n  api_version = "${version}"`),
    );
    expect((await workspace.apply()).code).toBe(0);
    expect(workspace.calls()).toHaveLength(1);

    workspace.emulator.replaceInstances(seedOf({ more: lost("shop"), theirs: lost("team") }));
    const refused = unwrapped(await workspace.planFails());
    expect(refused).toContain("Failed Instances Of Another Enterprise Project");
    expect(refused).toContain(`theirs (${idOf("theirs")}): "team"`);
    expect(refused).not.toContain("more (");
    expect(workspace.calls()).toHaveLength(1);
  });
});
