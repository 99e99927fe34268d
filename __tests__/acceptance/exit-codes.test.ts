import { lifecycle, purgeOf, seedOf, triggered } from "../support/acceptance/hcl";
import { createWorkspace, providerLines, type Workspace } from "../support/acceptance/workspace";
import { readProjectFile, tableRowsBelow } from "../support/docs/markdown";

const names = ["orders", "payments"] as const;
const fleet = (more = ""): string => lifecycle(triggered(names, "1"), more);
const observed = 'output "observed" {\n  value = dms_instance_lifecycle.fleet.observed\n}\n';

/** A situation of the page: the configuration that is applied, the events after it, and words of the plan. */
interface Situation {
  readonly hcl: string;
  readonly then: (workspace: Workspace) => unknown;
  readonly says: string;
}

const now = (seeded: Parameters<typeof seedOf>[0]) => (workspace: Workspace) => {
  workspace.emulator.replaceInstances(seedOf(seeded));
};
const extending = now({ orders: { status: "EXTENDING" }, payments: {} });
const faulty = now({ orders: { status: "ERROR" }, payments: {} });
const gone = now(["payments"]);

/** By the words of the page. */
const situations: Readonly<Record<string, Situation>> = {
  "Nothing has changed": { hcl: fleet(), then: () => undefined, says: "No changes." },
  "A user extends an instance (`EXTENDING`)": { hcl: fleet(), then: extending, says: "No changes." },
  "The same, and an output shows `observed`": {
    hcl: fleet() + observed,
    then: extending,
    says: '"RUNNING" -> "EXTENDING"',
  },
  "An instance is in `ERROR`": { hcl: fleet(), then: faulty, says: "No changes." },
  "The same, with `restart_unhealthy = true`": {
    hcl: fleet("restart_unhealthy = true"),
    then: faulty,
    says: "status is ERROR and restart_unhealthy is true",
  },
  "An instance no longer exists": { hcl: fleet(), then: gone, says: "Error: Instance Does Not Exist" },
  'The same, with `on_missing = "forget"`': {
    hcl: fleet('on_missing = "forget"'),
    then: gone,
    says: "Warning: Instances No Longer Exist",
  },
  "A restart of the last apply failed": {
    hcl: fleet(),
    then: async (workspace) => {
      workspace.emulator.setFaults([{ on: { operation: "action", times: 1 }, do: { item: "failed" } }]);
      workspace.configure(lifecycle(triggered(names, "2")));
      expect((await workspace.apply()).code).toBe(1);
    },
    says: "again: its restart failed in an earlier run",
  },
  "A creation failed, and a purge is declared": {
    hcl: fleet() + purgeOf("kafka"),
    then: now({ orders: {}, payments: {}, "try-1": { status: "CREATEFAILED" } }),
    says: "Warning: Failed Instances Will Be Removed",
  },
  "The service cannot be reached": {
    hcl: fleet(),
    then: (workspace) => workspace.configureProvider(providerLines("http://127.0.0.1:1")),
    says: "Error: Service Call Failed",
  },
};

describe("terraform plan -detailed-exitcode, by the table of the page on drift detection", () => {
  const [, ...rows] = tableRowsBelow(readProjectFile("docs/guides/drift-detection.md"), "## Exit Codes");
  let workspace: Workspace;
  afterEach(() => workspace.dispose());

  test.each(rows.map(([situation, code]) => [situation!, Number(code)] as const))("%s: %d", async (name, code) => {
    const { hcl, then, says } = situations[name]!;
    workspace = await createWorkspace({ hcl, emulator: { seed: seedOf(names) } });
    expect((await workspace.apply()).code).toBe(0);
    await then(workspace);
    const sent = workspace.calls().length;
    const plan = await workspace.terraform(["plan", "-detailed-exitcode", "-input=false", "-no-color"]);
    expect(plan.output).toContain(says);
    expect(plan.code).toBe(code);
    expect(workspace.calls()).toHaveLength(sent);
  });

  test("every row of the table has a test, and every test has a row", async () => {
    workspace = await createWorkspace({ hcl: "" });
    expect(rows.map(([situation]) => situation)).toEqual(Object.keys(situations));
  });
});
