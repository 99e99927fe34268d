import { type Front, startFront } from "../support/acceptance/front";
import { idOf, lifecycle } from "../support/acceptance/hcl";
import { unwrapped } from "../support/acceptance/proof";
import { createWorkspace, providerLines, type Workspace } from "../support/acceptance/workspace";
import type { JournalEntry } from "../../lib/emulator/journal/entry";

const projects = Array.from({ length: 12 }, (_, index) => `p${String(index + 1).padStart(2, "0")}`);

/** In each project one instance, of one name. */
const seed = {
  projects: Object.fromEntries(
    projects.map((project) => [
      project,
      [{ instance_id: idOf(project), name: "orders", engine: "kafka", status: "RUNNING" }],
    ]),
  ),
};

/** One resource for each project; `trigger` is HCL. */
function fleets(trigger: string): string {
  const ids = projects.map((project) => `    ${project} = "${idOf(project)}"`).join("\n");
  return `locals {
  ids = {
${ids}
  }
}
resource "dms_instance_lifecycle" "fleet" {
  for_each   = local.ids
  project_id = each.key
  instances = {
    orders = { instance_id = each.value, restart_triggers = { config = ${trigger} } }
  }
}
`;
}

function projectsOf(journal: readonly JournalEntry[], method: string): readonly string[] {
  return journal
    .filter((entry) => entry.method === method)
    .map(({ path }) => path.split("/")[2] ?? "")
    .sort();
}

describe("one provider block for twelve projects", () => {
  let workspace: Workspace;
  let front: Front | undefined;
  afterEach(async () => {
    await front?.close();
    front = undefined;
    await workspace.dispose();
  });

  test("lists each project once for a plan, and calls each for its own instance", async () => {
    workspace = await createWorkspace({ hcl: fleets('"1"'), emulator: { seed } });
    expect((await workspace.apply()).code).toBe(0);
    expect(workspace.calls()).toEqual([]);

    const [adopted] = workspace.emulator.journal().slice(-1);
    expect(await workspace.isSettled()).toBe(true);
    const ofPlan = workspace.emulator.journal().filter(({ seq }) => seq > (adopted?.seq ?? 0));
    expect(projectsOf(ofPlan, "GET")).toEqual(projects);

    workspace.configure(fleets('"2"'));
    expect((await workspace.apply()).code).toBe(0);
    expect(projectsOf(workspace.emulator.journal(), "POST")).toEqual(projects);
    expect(
      workspace
        .calls()
        .map(({ instances }) => instances?.join(","))
        .sort(),
    ).toEqual(projects.map(idOf).sort());
  });

  test("goes on in the others when one may not be read, and names it", async () => {
    workspace = await createWorkspace({ hcl: fleets('"1"'), emulator: { seed } });
    const forbidden = { status: 403, contentType: "application/json", body: '{"error_code":"DMS.00403003"}' };
    let isForbidden = false;
    front = await startFront(workspace.url, ({ path }, forward) =>
      isForbidden && path.includes("/p07/") ? Promise.resolve(forbidden) : forward(),
    );
    workspace.configureProvider(providerLines(front.url));
    expect((await workspace.apply()).code).toBe(0);
    isForbidden = true;
    workspace.configure(fleets('each.key == "p07" ? "1" : "2"'));
    const { code, output } = await workspace.apply();
    expect(code).toBe(0);
    expect(unwrapped(output)).toContain('This is about project "p07".');
    expect(projectsOf(workspace.emulator.journal(), "POST")).toEqual(projects.filter((project) => project !== "p07"));
  });
});

describe("the project of an object", () => {
  let workspace: Workspace;
  afterEach(() => workspace.dispose());

  const [first, second] = projects as [string, string];
  const inProject = (lines: string, trigger = "1"): string =>
    lifecycle({ orders: { id: idOf(first), triggers: { config: trigger } } }, lines);
  const inSecond = lifecycle({ orders: { id: idOf(second), triggers: { config: "2" } } }, `project_id = "${second}"`);

  test("may be named with the provider's own value; another one replaces the object, which adopts without a call, and open actions are reported", async () => {
    const emulator = { seed };
    const lines = (url: string): string => providerLines(url).replace(/project_id = ".*"/, `project_id = "${first}"`);
    workspace = await createWorkspace({ hcl: inProject(""), emulator });
    workspace.configureProvider(lines(workspace.url));
    expect((await workspace.apply()).code).toBe(0);

    workspace.configure(inProject(`project_id = "${first}"`));
    const told = await workspace.plan();
    expect(told.resource_changes?.[0]?.change.actions).toEqual(["update"]);
    expect((await workspace.applyPlan()).code).toBe(0);

    workspace.emulator.setFaults([{ on: { operation: "action" }, do: { item: "failed" } }]);
    workspace.configure(inProject(`project_id = "${first}"`, "2"));
    expect((await workspace.apply()).code).toBe(1);
    const called = workspace.calls().length;
    workspace.configure(inSecond.replace("project_id", 'on_forget = "error"\n  project_id'));
    expect(unwrapped(await workspace.planFails())).toContain("Open Actions Would Be Forgotten");

    workspace.configure(inSecond);
    const moved = await workspace.plan();
    expect(moved.resource_changes?.[0]?.change.actions).toEqual(["delete", "create"]);
    expect((await workspace.applyPlan()).code).toBe(0);
    expect(await workspace.isSettled()).toBe(true);
    expect(workspace.calls()).toHaveLength(called);
  });

  test("may be unknown in a plan; it turns out to be the same, and the due actions are done", async () => {
    const unknownProject = `project_id = terraform_data.project.output`;
    const source = (revision: string): string =>
      `resource "terraform_data" "project" {\n  input = "${first}"\n  triggers_replace = "${revision}"\n}\n`;
    workspace = await createWorkspace({ hcl: source("1") + inProject(unknownProject), emulator: { seed } });
    expect((await workspace.apply()).code).toBe(0);
    expect(workspace.calls()).toEqual([]);

    workspace.configure(source("2") + inProject(unknownProject, "2"));
    const plan = await workspace.plan();
    const change = plan.resource_changes?.find(({ address }) => address.startsWith("dms_"))?.change;
    expect(change?.actions).toEqual(["delete", "create"]);
    expect(change?.after_unknown["planned_actions"]).toBe(true);
    expect((await workspace.applyPlan()).code).toBe(0);
    expect(workspace.calls().map(({ instances }) => instances)).toEqual([[idOf(first)]]);
    expect(await workspace.isSettled()).toBe(true);
  });

  test("is taken from an import id, and read by data sources", async () => {
    const hcl = `${inSecond}data "dms_instances" "second" {\n  project_id = "${second}"\n}
data "dms_instance" "named" {
  project_name = "eu-de_2"
  name         = "orders"
}
output "named" { value = data.dms_instance.named.instance_id }
output "found" {\n  value = data.dms_instances.second.instances[*].instance_id\n}\n`;
    workspace = await createWorkspace({ hcl, emulator: { seed } });
    const id = `${second}/orders=${idOf(second)}`;
    const imported = await workspace.terraform(["import", "-no-color", "dms_instance_lifecycle.fleet", id]);
    expect(imported.output).toContain("Import successful!");
    expect(await workspace.state("dms_instance_lifecycle.fleet")).toMatchObject({ project_id: second });
    expect((await workspace.apply()).code).toBe(0);
    expect(await workspace.isSettled()).toBe(true);
    expect(await workspace.output()).toEqual({ found: [idOf(second)], named: idOf(second) });
    expect(workspace.calls()).toEqual([]);
  });

  const users = [{ name: "anna", password: "anna-password", domain: "OTC-1" }];
  test("of another project than the token's is an error that says so", async () => {
    workspace = await createWorkspace({ hcl: inSecond, emulator: { seed: { ...seed, users }, auth: "token" } });
    const answer = await fetch(`${workspace.url}/v3/auth/tokens`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        auth: {
          identity: {
            methods: ["password"],
            password: { user: { name: "anna", password: "anna-password", domain: { name: "OTC-1" } } },
          },
          scope: { project: { id: first } },
        },
      }),
    });
    const token = answer.headers.get("x-subject-token") ?? "";
    workspace.configureProvider(providerLines(workspace.url, `token = "${token}"`));
    const shown = unwrapped(await workspace.planFails());
    expect(shown).toContain("The token belongs to another project than this call");
    expect(shown).toContain(`This is about project "${second}".`);
  });
});
