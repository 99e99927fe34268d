import { idOf, seedOf } from "../support/acceptance/hcl";
import { applyProven, expectNothingLeft, unwrapped } from "../support/acceptance/proof";
import { createWorkspace, projectId, providerLines, type Workspace } from "../support/acceptance/workspace";

const fleet = {
  "orders-1": { enterprise_project_id: "shop", created_at: "1572866120990" },
  "orders-2": { status: "ERROR" },
  "reorders-1": { engine: "rabbitmq", engine_version: "3.12" },
  stream: { engine: "rocketmq", enterprise_project_id: "shop" },
  broken: { status: "CREATEFAILED" },
  orders: {},
} as const;

describe("data sources", () => {
  let workspace: Workspace;
  afterEach(() => workspace.dispose());

  const start = async (hcl: string, seed: Parameters<typeof seedOf>[0] = fleet): Promise<void> => {
    workspace = await createWorkspace({ hcl, emulator: { seed: seedOf(seed) } });
  };
  const useV2 = (): void => workspace.configureProvider(providerLines(workspace.url, 'api_version = "v2"'));

  const filters = {
    all: "",
    kafka: 'engine = "kafka"',
    rocketmq: 'engine = "rocketmq"',
    part: 'name = "orders"',
    exact: 'name = "orders"\n  exact_name = true',
    faulty: 'status = "ERROR"',
    failed: "include_failed = true",
    shop: 'enterprise_project_id = "shop"',
    both: 'engine = "kafka"\n  enterprise_project_id = "shop"\n  name = "1"',
    nothing: 'name = "nothing of the kind"',
  };

  test.each(["v1.0", "v2"])("dms_instances narrows by every filter, sorted by name, in API %s", async (version) => {
    const blocks = Object.entries(filters).map(
      ([name, lines]) => `data "dms_instances" "${name}" {\n  ${lines}\n}
output "${name}" { value = data.dms_instances.${name}.instances[*].name }\n`,
    );
    await start(blocks.join(""));
    if (version === "v2") useV2();
    expect((await workspace.apply()).code).toBe(0);
    expect(await workspace.output()).toEqual({
      all: ["orders", "orders-1", "orders-2", "reorders-1", "stream"],
      kafka: ["orders", "orders-1", "orders-2"],
      rocketmq: ["stream"],
      part: ["orders", "orders-1", "orders-2", "reorders-1"],
      exact: ["orders"],
      faulty: ["orders-2"],
      failed: ["broken", "orders", "orders-1", "orders-2", "reorders-1", "stream"],
      shop: ["orders-1", "stream"],
      both: ["orders-1"],
      nothing: [],
    });
    await expectNothingLeft(workspace);
    expect(workspace.calls()).toEqual([]);
    const { instances } = await workspace.state("data.dms_instances.both");
    expect(instances).toEqual([
      {
        instance_id: idOf("orders-1"),
        name: "orders-1",
        engine: "kafka",
        engine_version: "2.7",
        status: "RUNNING",
        created_at: "2019-11-04T11:15:20.990Z",
        tags: {},
        maintain_begin: "22:00:00",
        maintain_end: "02:00:00",
      },
    ]);
  });

  describe("a fleet with tags", () => {
    const tagged = (
      name: string,
      tags: Readonly<Record<string, string>>,
      more: Readonly<Record<string, string>> = {},
    ) => ({
      instance_id: idOf(name),
      name,
      engine: "kafka",
      status: "RUNNING",
      tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
      ...more,
    });
    const seed = {
      projects: {
        [projectId]: [
          tagged(
            "orders",
            { stage: "production", team: "shop" },
            { maintain_begin: "02:00:00", maintain_end: "06:00:00" },
          ),
          tagged("audit", { stage: "production" }),
          tagged("trial", { stage: "test", team: "shop" }),
          tagged("left", { stage: "production" }, { name: "twin" }),
          tagged("right", {}, { name: "twin" }),
        ],
      },
    };
    const begin = async (hcl: string): Promise<void> => {
      workspace = await createWorkspace({ hcl, emulator: { seed } });
    };

    test.each(["v1.0", "v2"])("is narrowed by tags, all of which must match, in API %s", async (version) => {
      const narrowed = {
        production: '{ stage = "production" }',
        shop: '{ stage = "production", team = "shop" }',
        none: "{ team = null }",
      };
      const blocks = Object.entries(narrowed).map(
        ([name, tags]) => `data "dms_instances" "${name}" {\n  tags = ${tags}\n}
output "${name}" { value = data.dms_instances.${name}.instances[*].name }\n`,
      );
      await begin(blocks.join(""));
      if (version === "v2") useV2();
      expect((await workspace.apply()).code).toBe(0);
      expect(await workspace.output()).toEqual({
        production: ["audit", "orders", "twin"],
        shop: ["orders"],
        none: ["audit", "orders", "trial", "twin", "twin"],
      });
      const { instances } = await workspace.state("data.dms_instances.shop");
      expect(instances).toMatchObject([
        { tags: { stage: "production", team: "shop" }, maintain_begin: "02:00:00", maintain_end: "06:00:00" },
      ]);
      await expectNothingLeft(workspace);
    });

    test("has a map for for_each, in which instances of the same name have their ids as keys", async () => {
      await begin(`data "dms_instances" "all" {}
resource "dms_instance_lifecycle" "each" {
  for_each  = data.dms_instances.all.by_key
  instances = { one = { instance_id = each.value.instance_id } }
}
output "keys" { value = keys(data.dms_instances.all.by_key) }
`);
      await applyProven(workspace);
      const twins = ["left", "right"].map((name) => `twin/${idOf(name)}`).sort();
      expect(await workspace.output()).toEqual({ keys: ["audit", "orders", "trial", ...twins] });
    });

    test("of fewer instances than at_least is an error at its line, so that no lifecycle forgets one", async () => {
      const hcl = `data "dms_instances" "all" {
  tags     = { stage = "production" }
  at_least = 3
}
resource "dms_instance_lifecycle" "fleet" {
  instances = { for key, instance in data.dms_instances.all.by_key : key => { instance_id = instance.instance_id } }
}
`;
      await begin(hcl);
      expect((await workspace.apply()).code).toBe(0);
      workspace.emulator.setFaults([{ on: { operation: "list", instance: idOf("audit") }, do: { omit: true } }]);
      const refused = unwrapped(await workspace.planFails());
      expect(refused).toContain("Error: Fewer Instances Than Expected");
      expect(refused).toContain("The listing shows 2 instances with these filters: orders");
      expect(refused).toContain("at_least is 3.");
      expect(refused).toContain("on main.tf line 3");
      workspace.emulator.setFaults([]);
      expect(await workspace.isSettled()).toBe(true);
    });

    test("shows one instance's tags and maintenance window", async () => {
      await begin('data "dms_instance" "one" {\n  name = "orders"\n}\n');
      expect((await workspace.apply()).code).toBe(0);
      expect(await workspace.state("data.dms_instance.one")).toMatchObject({
        tags: { stage: "production", team: "shop" },
        maintain_begin: "02:00:00",
        maintain_end: "06:00:00",
      });
    });
  });

  test("dms_instances shows a fleet of several pages, and a lifecycle can be made of it with a for expression", async () => {
    const many = Array.from({ length: 64 }, (_, index) => `n${String(index).padStart(2, "0")}`);
    const hcl = (config: string): string => `data "dms_instances" "all" {
  engine = "kafka"
  status = "RUNNING"
}
resource "dms_instance_lifecycle" "fleet" {
  instances = {
    for instance in data.dms_instances.all.instances : instance.name => {
      instance_id      = instance.instance_id
      restart_triggers = { config = "${config}" }
    }
  }
  rollout = { max_unavailable = "50%" }
}
output "count" { value = length(data.dms_instances.all.instances) }
`;
    await start(hcl("1"), many);
    useV2();
    await applyProven(workspace);
    expect(await workspace.output()).toEqual({ count: 64 });
    workspace.configure(hcl("2"));
    const { due, calls } = await applyProven(workspace);
    expect(due).toEqual(many.map((name, index) => [name, "restart", index < 32 ? 1 : 2]));
    expect(calls.map(({ instances }) => instances?.length)).toEqual([32, 32]);
  });

  test("dms_instance is found by id and by exact name, failed creations included", async () => {
    await start(`data "dms_instance" "by_id" {\n  instance_id = "${idOf("reorders-1")}"\n}
data "dms_instance" "by_name" {\n  name = "orders"\n}
data "dms_instance" "failed" {\n  name = "broken"\n}
resource "dms_instance_lifecycle" "fleet" {
  instances = { orders = { instance_id = data.dms_instance.by_name.instance_id } }
}
output "found" { value = [data.dms_instance.by_id.name, data.dms_instance.by_name.instance_id, data.dms_instance.failed.status] }
`);
    await applyProven(workspace);
    expect(await workspace.output()).toEqual({ found: ["reorders-1", idOf("orders"), "CREATEFAILED"] });
    expect(await workspace.state("data.dms_instance.by_id")).toMatchObject({
      engine: "rabbitmq",
      engine_version: "3.12",
      status: "RUNNING",
    });
  });

  test("a status that changes shows in the next plan", async () => {
    await start(`data "dms_instance" "orders" {\n  name = "orders"\n}
output "status" { value = data.dms_instance.orders.status }\n`);
    expect((await workspace.apply()).code).toBe(0);
    workspace.emulator.replaceInstances(seedOf({ ...fleet, orders: { status: "RESTARTING" } }));
    const changed = await workspace.terraform(["plan", "-no-color", "-detailed-exitcode"]);
    expect(changed.code).toBe(2);
    expect(changed.output).toContain('"RUNNING" -> "RESTARTING"');
  });

  test.each([
    ["neither id nor name", "", "Exactly one of instance_id and name must be set, got neither."],
    ["both", 'instance_id = "x"\n  name = "y"', "Exactly one of instance_id and name must be set, got both."],
    ["an unknown id", `instance_id = "${idOf("nobody")}"`, `No instance with instance_id "${idOf("nobody")}"`],
    ["an unknown name", 'name = "order"', 'No instance with name "order" is visible in this project.'],
    ["a name of several", 'name = "twin"', '2 instances have the name "twin"'],
    ["an empty name", 'name = " "', 'name must be a non-empty string, but is " ".'],
  ])("dms_instance by %s is an error at its line", async (_what, lines, sentence) => {
    await start(`\n\ndata "dms_instance" "one" {\n  ${lines}\n}\n`, {
      ...fleet,
      left: { name: "twin" },
      right: { name: "twin" },
    });
    const refused = unwrapped(await workspace.planFails());
    expect(refused).toContain(sentence);
    expect(refused).toMatch(/on main\.tf line [34], in data "dms_instance" "one"/);
  });

  test("dms_instances with an engine that does not exist names those that do", async () => {
    await start(`data "dms_instances" "all" {\n  engine = "pulsar"\n}\n`);
    const refused = unwrapped(await workspace.planFails());
    expect(refused).toContain("on main.tf line 2");
    expect(refused).toContain('engine must be one of "kafka", "rabbitmq", "rocketmq", but is "pulsar".');
  });
});
