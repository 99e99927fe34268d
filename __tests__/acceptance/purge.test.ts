import { idOf, lifecycle, purgeOf, type Seeded, seedOf } from "../support/acceptance/hcl";
import { expectNothingLeft } from "../support/acceptance/proof";
import { interrupt } from "../support/acceptance/provocation";
import { createWorkspace, isEmpty, providerLines, type Workspace } from "../support/acceptance/workspace";

const failed = { status: "CREATEFAILED" } as const;
const healthy = { orders: {}, audit: {} } as const;

const listed = (...names: readonly string[]): readonly object[] =>
  names.map((name) => ({ instance_id: idOf(name), name }));

describe("dms_failed_instance_purge", () => {
  let workspace: Workspace;
  afterEach(() => workspace.dispose());

  const start = async (
    hcl: string,
    fleet: Readonly<Record<string, Seeded>>,
    more = "",
    runs: "attached" | "process" = "attached",
  ): Promise<void> => {
    workspace = await createWorkspace({ hcl, emulator: { seed: seedOf(fleet) }, runs });
    if (more !== "") workspace.configureProvider(providerLines(workspace.url, more));
  };
  const remaining = (): readonly unknown[] =>
    Object.values(workspace.emulator.instances()["projects"] as Record<string, { name: string }[]>).flatMap((each) =>
      each.map(({ name }) => name),
    );

  test("purges failed creations with one call, then later ones; healthy instances stay", async () => {
    await start(purgeOf("kafka"), { ...healthy, broken: failed, absent: failed }, "", "process");
    const creation = await workspace.plan();
    expect(creation.resource_changes?.[0]?.change.after_unknown).toMatchObject({ pending: true, purged: true });
    const first = await workspace.applyPlan();
    expect(first.code).toBe(0);
    expect(workspace.calls()).toEqual([{ action: "delete", instances: undefined, allFailure: "kafka", status: 204 }]);
    const state = await workspace.state();
    expect(state).toMatchObject({ pending: [], purged: listed("absent", "broken") });
    expect(Date.parse(String(state["purged_at"]))).toBeLessThanOrEqual(Date.now());
    await expectNothingLeft(workspace);
    expect(remaining()).toEqual(["orders", "audit"]);

    workspace.emulator.replaceInstances(seedOf({ ...healthy, second: failed }));
    const drifted = await workspace.plan();
    expect(isEmpty(drifted)).toBe(false);
    expect(drifted.resource_drift?.[0]?.change.after).toMatchObject({ pending: listed("second") });
    expect(drifted.resource_changes?.[0]?.change.actions).toEqual(["update"]);
    expect((await workspace.applyPlan()).code).toBe(0);
    expect(workspace.calls()).toHaveLength(2);
    expect(await workspace.state()).toMatchObject({ pending: [], purged: listed("second"), id: state.id });
    await expectNothingLeft(workspace);
    await expectNothingLeft(workspace, "-refresh=false");
  });

  test("with nothing to purge makes no call, and needs no consent", async () => {
    await start(purgeOf("kafka", ""), healthy);
    expect((await workspace.apply()).code).toBe(0);
    expect(workspace.calls()).toEqual([]);
    expect(await workspace.state()).toMatchObject({ pending: [], purged: [], purged_at: null, allow_deletion: false });
    await expectNothingLeft(workspace);
  });

  const stuck = [{ on: { operation: "action" }, do: { stuck: true } }] as const;

  test("instances that an interrupted purge removes after its end are counted as purged by the next refresh", async () => {
    await start(purgeOf("kafka"), healthy);
    expect((await workspace.apply()).code).toBe(0);
    workspace.emulator.replaceInstances(seedOf({ ...healthy, one: failed, two: failed }));
    workspace.emulator.setFaults(stuck);
    expect(await interrupt(workspace)).toContain("Purge Interrupted");
    const interrupted = await workspace.state();
    expect(interrupted).toMatchObject({ pending: listed("one", "two"), purged: [] });

    const unmade = { ...failed, instance_id: idOf("two") };
    workspace.emulator.replaceInstances(seedOf({ ...healthy, two: unmade, later: failed }));
    expect((await workspace.plan(["-refresh-only"])).resource_drift?.[0]?.change.after).toMatchObject({
      pending: listed("later", "two"),
      purged: listed("one"),
    });
    expect((await workspace.applyPlan()).code).toBe(0);
    // An instance for which no purge was sent is not counted when it vanishes.
    workspace.emulator.replaceInstances(seedOf(healthy));
    expect(isEmpty(await workspace.plan())).toBe(true);
    expect((await workspace.applyPlan()).code).toBe(0);
    expect(await workspace.state()).toMatchObject({
      pending: [],
      purged: listed("one", "two"),
      purged_at: interrupted["purged_at"],
    });
    expect(workspace.calls()).toHaveLength(1);
    await expectNothingLeft(workspace);
  });

  test("an interrupted first purge passes its removed instances to its successor", async () => {
    await start(purgeOf("kafka"), { ...healthy, one: failed, two: failed });
    workspace.emulator.setFaults(stuck);
    expect(await interrupt(workspace)).toContain("Purge Interrupted");
    const interrupted = await workspace.state();
    expect(interrupted).toMatchObject({ id: null, pending: listed("one", "two"), purged: [] });

    workspace.emulator.replaceInstances(seedOf(healthy));
    const plan = await workspace.plan();
    expect(plan.resource_changes?.[0]?.change.actions).toEqual(["delete", "create"]);
    expect((await workspace.applyPlan()).code).toBe(0);
    expect(await workspace.state()).toMatchObject({
      id: expect.any(String) as unknown,
      pending: [],
      purged: listed("one", "two"),
      purged_at: interrupted["purged_at"],
    });
    expect(workspace.calls()).toHaveLength(1);
    await expectNothingLeft(workspace);
  });

  test("an open purge of one engine is not counted for another engine", async () => {
    await start(purgeOf("kafka"), healthy);
    expect((await workspace.apply()).code).toBe(0);
    workspace.emulator.replaceInstances(seedOf({ ...healthy, one: failed }));
    workspace.emulator.setFaults(stuck);
    expect(await interrupt(workspace)).toContain("Purge Interrupted");
    workspace.configure(purgeOf("rabbitmq", "allow_deletion = true", "kafka"));
    expect((await workspace.apply()).code).toBe(0);
    workspace.emulator.replaceInstances(seedOf(healthy));
    expect((await workspace.apply(["-refresh-only"])).code).toBe(0);
    expect(await workspace.state()).toMatchObject({ engine: "rabbitmq", purged: [], purged_at: null });
  });

  test("a first purge that failed and is untainted is kept: it gets its id, without a call", async () => {
    await start(purgeOf("kafka"), { ...healthy, one: failed });
    workspace.emulator.setFaults(stuck);
    await interrupt(workspace);
    workspace.emulator.replaceInstances(seedOf(healthy));
    expect((await workspace.terraform(["untaint", "dms_failed_instance_purge.kafka"])).code).toBe(0);
    const plan = await workspace.plan();
    expect(plan.resource_changes?.[0]?.change.actions).toEqual(["update"]);
    expect((await workspace.applyPlan()).code).toBe(0);
    expect(await workspace.state()).toMatchObject({ id: expect.any(String) as unknown, purged: listed("one") });
    expect(workspace.calls()).toHaveLength(1);
    await expectNothingLeft(workspace);
  });

  test("without consent, and above max_purge, the plan fails and nothing is sent; with both given it goes on", async () => {
    const fleet = { ...healthy, one: failed, two: failed };
    await start(purgeOf("kafka", ""), fleet);
    expect(await workspace.planFails()).toContain("Error: Purge Not Allowed");
    workspace.configure(purgeOf("kafka", "allow_deletion = true\n  max_purge = 1"));
    expect(await workspace.planFails()).toContain("Error: Too Many Failed Instances");
    expect(workspace.calls()).toEqual([]);

    workspace.configure(purgeOf("kafka", "allow_deletion = true\n  max_purge = 2"));
    expect((await workspace.apply()).code).toBe(0);
    expect(workspace.calls()).toHaveLength(1);
    await expectNothingLeft(workspace);

    workspace.emulator.replaceInstances(seedOf({ a: failed, b: failed, c: failed }));
    expect(await workspace.planFails()).toContain("Error: Too Many Failed Instances");
    workspace.configure(purgeOf("kafka", "allow_deletion = false\n  max_purge = 3"));
    expect(await workspace.planFails()).toContain("Error: Purge Not Allowed");
    expect(workspace.calls()).toHaveLength(1);
  });

  test("creations that failed after a saved plan are not purged with it: they were never announced", async () => {
    await start(purgeOf("kafka"), healthy);
    expect((await workspace.apply()).code).toBe(0);
    workspace.emulator.replaceInstances(seedOf({ ...healthy, planned: failed }));
    await workspace.plan();
    workspace.emulator.replaceInstances(seedOf({ ...healthy, planned: failed, late: failed }));
    const refused = await workspace.applyPlan();
    expect(refused.code).toBe(1);
    expect(refused.output).toContain("Error: More Failed Instances Than Planned");
    expect(workspace.calls()).toEqual([]);
    expect(await workspace.state()).toMatchObject({ pending: listed("late", "planned"), purged: [] });

    expect((await workspace.apply()).code).toBe(0);
    expect(await workspace.state()).toMatchObject({ pending: [], purged: listed("late", "planned") });
    await expectNothingLeft(workspace);
  });

  test("a first purge also removes only the listed creations", async () => {
    await start(purgeOf("kafka"), { ...healthy, planned: failed });
    expect(await workspace.plan()).toMatchObject({
      resource_changes: [{ change: { after: { planned_purge: listed("planned") } } }],
    });
    workspace.emulator.replaceInstances(seedOf({ ...healthy, planned: failed, late: failed }));
    const refused = await workspace.applyPlan();
    expect(refused.code).toBe(1);
    expect(refused.output).toContain("inconsistent final plan");
    expect(refused.output).toContain(".planned_purge");
    expect(workspace.calls()).toEqual([]);

    expect((await workspace.apply()).code).toBe(0);
    expect(await workspace.state()).toMatchObject({
      planned_purge: listed("late", "planned"),
      purged: listed("late", "planned"),
    });
    await expectNothingLeft(workspace);
  });

  test("max_purge also holds at apply, and instances that disappeared after the plan do not matter", async () => {
    await start(purgeOf("kafka", "allow_deletion = true\n  max_purge = 1"), { ...healthy, one: failed });
    await workspace.plan();
    workspace.emulator.replaceInstances(seedOf({ ...healthy, one: failed, two: failed }));
    const refused = await workspace.applyPlan();
    expect(refused.output).toContain("Error: Too Many Failed Instances");
    expect(refused.code).toBe(1);
    workspace.emulator.replaceInstances(seedOf(healthy));
    expect((await workspace.apply()).code).toBe(0);

    workspace.emulator.replaceInstances(seedOf({ ...healthy, one: failed }));
    await workspace.plan();
    workspace.emulator.replaceInstances(seedOf(healthy));
    expect((await workspace.applyPlan()).code).toBe(0);
    expect(workspace.calls()).toEqual([]);
    await expectNothingLeft(workspace);
  });

  test('API v2 says rocketmq as "reliability"', async () => {
    const engine = "rocketmq";
    const fleet = { fine: { engine }, broken: { engine, ...failed }, other: { engine: "kafka" } };
    await start(purgeOf(engine), fleet, 'api_version = "v2"');
    expect((await workspace.apply()).code).toBe(0);
    expect(workspace.calls()).toEqual([
      { action: "delete", instances: undefined, allFailure: "reliability", status: 204 },
    ]);
    expect(await workspace.state()).toMatchObject({ engine, pending: [], purged: listed("broken") });
    expect(remaining()).toEqual(["fine", "other"]);
    await expectNothingLeft(workspace);
  });

  test("two engines in one project are purged by a call each; changing the engine starts over", async () => {
    const fleet = { ...healthy, k: failed, r: { engine: "rabbitmq", ...failed } };
    await start(purgeOf("kafka") + purgeOf("rabbitmq"), fleet);
    expect((await workspace.apply()).code).toBe(0);
    expect(
      workspace
        .calls()
        .map(({ allFailure }) => allFailure)
        .sort(),
    ).toEqual(["kafka", "true"]);
    expect(await workspace.state("dms_failed_instance_purge.kafka")).toMatchObject({ purged: listed("k") });
    expect(await workspace.state("dms_failed_instance_purge.rabbitmq")).toMatchObject({ purged: listed("r") });
    await expectNothingLeft(workspace);

    workspace.configure(purgeOf("kafka", "allow_deletion = true", "rabbitmq") + purgeOf("kafka"));
    const replaced = await workspace.plan();
    expect(replaced.resource_changes?.find(({ address }) => address.endsWith(".rabbitmq"))?.change.actions).toEqual([
      "delete",
      "create",
    ]);
    expect((await workspace.applyPlan()).code).toBe(0);
    expect(workspace.calls()).toHaveLength(2);
    await expectNothingLeft(workspace);
  });

  test("two purges of one engine are refused in every plan, before any call, unless there is nothing to purge", async () => {
    const twice = purgeOf("kafka") + purgeOf("kafka", "allow_deletion = true", "again");
    await start(twice, { ...healthy, broken: failed });
    for (let round = 0; round < 2; round++) {
      const shown = await workspace.planFails();
      expect(shown).toContain("Error: Engine Purged By Two Resources");
      expect(shown).toContain("the failed kafka creations");
    }
    workspace.emulator.replaceInstances(seedOf(healthy));
    expect((await workspace.apply()).code).toBe(0);
    await expectNothingLeft(workspace);
    workspace.emulator.replaceInstances(seedOf({ ...healthy, broken: failed }));
    expect(await workspace.planFails()).toContain("Error: Engine Purged By Two Resources");
    expect((await workspace.apply()).code).toBe(1);
    expect(workspace.calls()).toEqual([]);
  });

  test("one purge is never taken for two: replaced by hand, or with another engine, while instances have failed", async () => {
    await start(purgeOf("kafka"), healthy);
    expect((await workspace.apply()).code).toBe(0);
    workspace.emulator.replaceInstances(seedOf({ ...healthy, one: failed }));
    expect((await workspace.apply(["-replace=dms_failed_instance_purge.kafka"])).code).toBe(0);
    expect(await workspace.state()).toMatchObject({ pending: [], purged: listed("one") });

    const rabbit = { engine: "rabbitmq", ...failed };
    workspace.emulator.replaceInstances(seedOf({ ...healthy, two: failed, r: rabbit }));
    workspace.configureProvider(providerLines(workspace.url, 'api_version = "v2"'));
    workspace.configure(purgeOf("rabbitmq", "allow_deletion = true", "kafka") + purgeOf("kafka", undefined, "new"));
    expect((await workspace.apply()).code).toBe(0);
    expect(await workspace.state("dms_failed_instance_purge.kafka")).toMatchObject({ purged: listed("r") });
    expect(await workspace.state("dms_failed_instance_purge.new")).toMatchObject({ purged: listed("two") });
    expect(workspace.calls().map(({ allFailure }) => allFailure)).toEqual(
      expect.arrayContaining(["kafka", "rabbitmq"]),
    );
    expect(workspace.calls()).toHaveLength(3);
    await expectNothingLeft(workspace);
  });

  test("a failed creation that a lifecycle resource would delete is not purged too, in either order of planning", async () => {
    const retired = (more = ""): string =>
      lifecycle({ broken: { state: "deleted" } }, `allow_deletion = true\n  ${more}`);
    const after = (address: string): string => `depends_on = [${address}]`;
    await start(retired() + purgeOf("kafka", `allow_deletion = true\n  ${after("dms_instance_lifecycle.fleet")}`), {
      ...healthy,
      broken: failed,
    });
    expect(await workspace.planFails()).toContain("Error: Failed Instance Declared Elsewhere");
    workspace.configure(retired(after("dms_failed_instance_purge.kafka")) + purgeOf("kafka"));
    expect(await workspace.planFails()).toContain("Error: Instance Declared In Two Resources");
    expect(workspace.calls()).toEqual([]);
  });

  test("RocketMQ has no purge in v1.0: a plan-time error", async () => {
    await start(purgeOf("rocketmq"), { broken: { engine: "rocketmq", ...failed } });
    expect(await workspace.planFails()).toContain("Error: Purge Not Offered For This Engine");
    expect(workspace.calls()).toEqual([]);
  });
});
