import type { ProviderServer } from "../../../../lib/framework/server";
import { type ObjectValue, unknown } from "../../../../lib/framework/values/value";
import type { LifecycleConfig, LifecycleState } from "../../../../lib/provider/lifecycle/model";
import { type DeclaredInstance, fleetConfig, revised } from "../../../support/lifecycle/fleet-config";
import { createMachine, type Machine } from "../../../support/lifecycle/local-memory";
import { lifecycleType, readyDataFor, startProcess } from "../../../support/lifecycle/provider-process";
import { VirtualClock } from "../../../support/rollout/clock";
import { Simulation } from "../../../support/rollout/simulation";

type Instances = Readonly<Record<string, DeclaredInstance>>;
type Settings = Partial<LifecycleConfig>;

const retired = { state: "deleted" } as const;
const undecided = "Actions Are Decided At Apply";
const [refused, tooMany, restarting, deleting] = [
  "Deletion Not Allowed",
  "Too Many Deletions",
  "Clients Are Rejected During Restart",
  "Deletion Destroys Data",
];

describe("a plan with unknown values", () => {
  let clock: VirtualClock;
  let simulation: Simulation;
  let machine: Machine;
  let server: ProviderServer;

  const start = async (ids: readonly string[], status = "RUNNING"): Promise<void> => {
    clock = new VirtualClock();
    const nobody = { id: "nobody", byItself: [{ afterMs: 0, status: undefined }] };
    simulation = new Simulation(clock, { instances: [...ids.map((id) => ({ id, status })), nobody] });
    machine = createMachine();
    server = await startProcess(readyDataFor({ api: simulation, clock, memory: machine }));
  };
  beforeEach(() => start(["ant", "bee", "cat"]));

  type Plan = Awaited<ReturnType<ProviderServer["planResourceChange"]>>;
  const plan = (config: ObjectValue, prior?: ObjectValue): Promise<Plan> =>
    clock.run(server.planResourceChange(lifecycleType, { config, proposed: config, prior, priorPrivate: undefined }));
  const adopted = async (instances: Instances): Promise<ObjectValue> => {
    const config = fleetConfig(instances);
    const { planned, private: plannedPrivate } = await plan(config);
    const change = { config, prior: undefined, planned, plannedPrivate };
    const { state } = await clock.run(server.applyResourceChange(lifecycleType, change));
    if (state === undefined) throw new Error("not adopted");
    return state;
  };
  const planned = async (instances: Instances, settings: Settings = {}, prior?: ObjectValue) => {
    const { diagnostics, planned: value } = await plan(fleetConfig(instances, settings), prior);
    return {
      said: diagnostics.map(({ severity, summary }) => {
        // The text after the colon names the instances.
        const [title = ""] = summary.split(": ");
        return severity === "error" ? `! ${title}` : title;
      }),
      titles: diagnostics.map(({ summary }) => summary),
      details: diagnostics.map(({ detail }) => detail).join("\n"),
      actions: value?.["planned_actions"],
    };
  };

  const opens: readonly (readonly [string, Instances, string])[] = [
    ["an id", { cat: { id: unknown } }, "instance_id of cat"],
    ["a state", { cat: { state: unknown } }, "desired_state of cat"],
    ["triggers", { cat: { triggers: unknown } }, "restart_triggers of cat"],
    ["one trigger", { cat: { triggers: { a: unknown } } }, "restart_triggers of cat"],
  ];

  describe.each(opens)("%s", (_what, open, cause) => {
    const instances = { ant: {}, bee: retired, ...open };

    test("hides neither a deletion without consent nor one above the limit", async () => {
      const prior = await adopted({ ant: {}, bee: {} });
      expect((await planned(instances, {}, prior)).said).toEqual([`! ${refused}`]);
      const limited = { allow_deletion: true, max_deletions: 0 };
      expect((await planned(instances, limited, prior)).said).toEqual([`! ${tooMany}`]);
    });

    test("leaves certain actions announced, and uncertain ones unlisted", async () => {
      const prior = await adopted({ ...revised(["ant"], "1"), bee: {}, cat: {} });
      const answer = await planned({ ...instances, ...revised(["ant"], "2") }, { allow_deletion: true }, prior);
      expect(answer.said).toEqual([undecided, restarting, deleting]);
      expect(answer.details).toContain(`Known only at apply: ${cause}.`);
      expect(answer.details).toContain("- restart: ant; restart_triggers changed: revision\n- delete: bee;");
      expect(answer.details).not.toContain("wave 1");
      expect(answer.actions).toBe(unknown);
    });
  });

  test("triggers of a deleted instance do not decide: the plan lists the due actions", async () => {
    const prior = await adopted({ ...revised(["ant"], "1"), bee: {} });
    const instances: Instances = { ...revised(["ant"], "2"), bee: { ...retired, triggers: unknown } };
    const answer = await planned(instances, { allow_deletion: true }, prior);
    expect(answer.said).toEqual([restarting, deleting]);
    expect(answer.actions).toMatchObject([{ name: "ant" }, { name: "bee" }]);
  });

  test("of which all instances are unknown says that it cannot say anything", async () => {
    const prior = await adopted({ ant: {} });
    const { diagnostics } = await plan({ ...fleetConfig({}), instances: unknown }, prior);
    expect(diagnostics.map(({ summary }) => summary)).toEqual([undecided]);
    expect(diagnostics[0]?.detail).toContain("Known only at apply: instances. ");
  });

  test("refuses unknown instances among known ones, and no deletion of an instance that does not exist", async () => {
    const open: Instances = { cat: { id: unknown } };
    expect((await planned({ nobody: {}, ...open })).said).toEqual(["! Instance Does Not Exist"]);
    expect((await planned({ nobody: retired, ...open })).said).toEqual(["Nothing To Delete"]);
  });

  test("refuses a deletion of an instance that the same creation adopts", async () => {
    expect((await planned({ bee: retired, cat: { id: unknown } })).said).toEqual([`! ${refused}`]);
  });

  test("that only adopts warns of nothing; with restart_on_create it does", async () => {
    const instances: Instances = { ant: {}, cat: { id: unknown } };
    expect((await planned(instances)).said).toEqual([]);
    expect((await planned(instances, { restart_on_create: true })).said).toEqual([undecided, restarting]);
    expect((await planned(instances, { restart_on_create: unknown })).said).toEqual([undecided]);
  });

  describe("of settings", () => {
    const changed = { ...revised(["ant"], "2"), bee: retired };
    let prior: ObjectValue;
    beforeEach(async () => {
      prior = await adopted({ ...revised(["ant"], "1"), bee: {} });
    });

    const rollouts: readonly (readonly [string, Settings])[] = [
      ["rollout", { rollout: unknown }],
      ["rollout.canary", { rollout: { ...rolloutOf(), canary: unknown } }],
      ["rollout.max_unavailable", { rollout: { ...rolloutOf(), max_unavailable: unknown } }],
    ];
    test.each(rollouts)("%s: consent is asked for, and waves are left out", async (name, settings) => {
      expect((await planned(changed, settings, prior)).said).toEqual([`! ${refused}`]);
      const answer = await planned(changed, { ...settings, allow_deletion: true }, prior);
      expect(answer.said).toEqual([undecided, restarting, deleting]);
      expect(answer.details).toContain(`Known only at apply: ${name}. Apply then decides whether`);
      expect(answer.details).not.toContain("wave 1");
      expect(answer.actions).toBe(unknown);
      expect((await planned(revised(["ant"], "1"), settings, prior)).said).toEqual([]);
    });

    test("consent: only what consent can never allow is refused", async () => {
      const open = await planned(changed, { allow_deletion: unknown }, prior);
      expect(open.said).toEqual([restarting, deleting]);
      expect(open.actions).toMatchObject([{ name: "ant" }, { name: "bee" }]);
      expect(open.details).toContain("allow_deletion or max_deletions is known only at apply");
      expect((await planned(changed, { allow_deletion: true, max_deletions: unknown }, prior)).said).toEqual(open.said);
      expect((await planned(changed, { max_deletions: unknown }, prior)).said).toEqual([`! ${refused}`]);
      const limited = { allow_deletion: unknown, max_deletions: 0 } as const;
      expect((await planned(changed, limited, prior)).said).toEqual([`! ${tooMany}`]);
    });

    test("restart_on_create has no effect on existing instances", async () => {
      const { actions } = await planned(revised(["ant"], "2"), { restart_on_create: unknown }, prior);
      expect(actions).toMatchObject([{ name: "ant", wave: 1 }]);
    });
  });

  test("restart_unhealthy: possible restarts are neither certain nor hidden", async () => {
    await start(["ant", "bee"], "ERROR");
    const prior = await adopted({ ant: {}, ...revised(["bee"], "1") });
    const settings = { restart_unhealthy: unknown } as const;
    const both = await planned({ ant: {}, ...revised(["bee"], "2") }, settings, prior);
    expect(both.said).toEqual([undecided, restarting]);
    expect(both.details).toContain("Apply then decides which actions are due");
    expect(both.details).toContain("1 instance will be restarted: bee.");
    expect((await planned({ ant: {} }, settings, prior)).said).toEqual([undecided]);
  });

  test("on_missing: a missing instance causes a warning and is not refused", async () => {
    const prior = await adopted({ ant: {} });
    const observed = { instance_id: "ant", name: "ant", engine: "kafka", status: "DELETED" };
    const gone = { ...prior, observed: new Map([["ant", observed]]) };
    const answer = await planned({ ant: {} }, { on_missing: unknown }, gone);
    expect(answer.said).toEqual(["Instances No Longer Exist"]);
    expect(answer.details).toContain("on_missing is known only at apply");
  });

  test("does not count actions as certain that a replaced object may have done already", async () => {
    const left = { entry: { ranFor: new Map() }, last: undefined, observed: undefined, destroyed: false };
    machine.replacedInstances.keep(new Map([["ant", { ...left, successor: "somebody" }]]));
    const settings = { restart_on_create: true };
    expect((await planned({ ant: {}, bee: {}, cat: { id: unknown } }, settings)).details).not.toContain("ant");
  });

  test("an instance that is declared deleted and no longer exists causes one warning", async () => {
    const prior = await adopted({ ant: {} });
    const observed = { instance_id: "ant", name: "ant", engine: "kafka", status: "DELETED" };
    const gone = { ...prior, observed: new Map([["ant", observed]]) };
    const retired = { ant: { state: "deleted" } };
    const answer = await planned(retired, { allow_deletion: true }, gone);
    expect(answer.said).toEqual(["Nothing To Delete"]);
    const after = { ...gone, instances: fleetConfig(retired).instances as LifecycleState["instances"] };
    expect((await planned(retired, { allow_deletion: true }, after)).said).toEqual([]);
  });

  test("an instance that is null is refused where it stands", async () => {
    const config = { ...fleetConfig({}), instances: new Map([["ant", null]]) };
    expect(await server.validateResourceConfig(lifecycleType, config)).toMatchObject([
      { severity: "error", summary: "Instance Is Null", path: ["instances", { key: "ant" }] },
    ]);
  });
});

function rolloutOf(): NonNullable<Exclude<LifecycleConfig["rollout"], typeof unknown>> {
  return { max_unavailable: null, canary: null, max_failures: null, pause_between: null, min_ready_time: null };
}
