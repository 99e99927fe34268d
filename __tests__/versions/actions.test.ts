import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { EmulatorOptions } from "../../lib/emulator/emulator";
import { idOf, seedOf } from "../support/acceptance/hcl";
import type { RunningTerraform } from "../support/acceptance/terraform";
import { createWorkspace, type Workspace } from "../support/acceptance/workspace";
import { hasActions, programsUnderTest } from "../support/versions/programs";
import { until } from "../support/time/until";

const names = ["audit", "orders"] as const;
const ids = (which: readonly string[] = names): string => JSON.stringify(which.map(idOf));

/** An action `it` of a type, with the lines of its configuration. */
const action = (type: string, ...lines: readonly string[]): string =>
  `action "${type}" "it" {\n  config {\n    ${lines.join("\n    ")}\n  }\n}\n`;
const restart = (...more: readonly string[]): string =>
  action("dms_restart_instances", `instance_ids = ${ids()}`, ...more);

/** A resource of another provider whose update asks for the action. */
const foreign = (value: string, type: string, event = "after_update"): string => `resource "terraform_data" "topic" {
  input = "${value}"
  lifecycle {
    action_trigger {
      events  = [${event}]
      actions = [action.${type}.it]
    }
  }
}
`;

const examples = resolve(__dirname, "../../examples/actions");
const invoking = ["apply", "-no-color", "-input=false", "-auto-approve"] as const;

const programs = programsUnderTest(["1.14.9", "1.15.5"]).filter(hasActions);

describe.each(programs.map((each) => [each.title, each] as const))("actions on %s", (_, { program }) => {
  let workspace: Workspace;
  let path: string;
  beforeAll(async () => {
    path = await program();
  }, 300_000);
  afterEach(() => workspace.dispose());

  const open = async (hcl: string, options: EmulatorOptions = {}, runs: "attached" | "both" = "attached") => {
    workspace = await createWorkspace({ hcl, emulator: { seed: seedOf(names), ...options }, runs, program: path });
  };
  const invoke = (type: string) => workspace.apply([`-invoke=action.${type}.it`]);
  const restarted = (...of: readonly string[]): object => ({ action: "restart", instances: of.map(idOf), status: 200 });
  const calls = (): readonly object[] =>
    workspace.calls().map(({ action: verb, instances, status }) => ({ action: verb, instances, status }));

  test.each(readdirSync(examples))(
    "the example of the page of %s is a configuration that Terraform takes",
    async (type) => {
      await open(readFileSync(join(examples, type, "action.tf"), "utf8"));
      const validated = await workspace.terraform(["validate", "-no-color"]);
      expect(validated.output).toContain("The configuration is valid");
    },
  );

  test("an update of a foreign resource restarts in waves, once, and shows each of them; creation and rest do not", async () => {
    const hcl = (value: string): string =>
      foreign(value, "dms_restart_instances") + restart('rollout = { max_unavailable = "1" }');
    await open(hcl("1"));
    expect((await workspace.apply()).code).toBe(0);
    expect(calls()).toEqual([]);

    workspace.configure(hcl("2"));
    const planned = await workspace.terraform(["plan", "-no-color", "-input=false"]);
    expect(flat(planned.output)).toContain("While an instance restarts, its clients cannot send or receive messages.");
    const applied = await workspace.apply();
    expect(applied.code).toBe(0);
    for (const line of [
      `Wave 1 of 2: audit (${idOf("audit")})`,
      `orders (${idOf("orders")}): restart done and proven after`,
    ]) {
      expect(applied.output).toContain(line);
    }
    expect(calls()).toEqual([restarted("audit"), restarted("orders")]);
    expect(await workspace.isSettled()).toBe(true);
    expect((await workspace.apply()).code).toBe(0);
    expect(calls()).toHaveLength(2);
  });

  test("ids that are known only at apply do not fail the plan", async () => {
    const source = `resource "terraform_data" "created" {\n  input = "${idOf("orders")}"\n}\n`;
    const late = action("dms_restart_instances", "instance_ids = [terraform_data.created.output]");
    await open(source + foreign("1", "dms_restart_instances", "after_create") + late);
    const planned = await workspace.terraform(["plan", "-no-color", "-input=false"]);
    expect([planned.code, flat(planned.output)]).toEqual([
      0,
      expect.stringContaining("their ids are known only at apply"),
    ]);
    expect((await workspace.apply()).code).toBe(0);
    expect(calls()).toEqual([restarted("orders")]);
  });

  test("-invoke restarts each time, and an end that is not proven is an error with the sentences of the resource", async () => {
    await open(restart('ready_timeout = "3s"'));
    expect((await invoke("dms_restart_instances")).code).toBe(0);
    const stuck = { on: { operation: "action", instance: idOf("orders") }, do: { stuck: true } } as const;
    workspace.emulator.setFaults([stuck]);
    const second = await invoke("dms_restart_instances");
    expect(second.code).toBe(1);
    const told = flat(second.output);
    expect(told).toContain(`1 Of 2 Instances Unfinished: orders (${idOf("orders")})`);
    expect(told).toContain("restart unknown: ready_timeout (3s) is over: still RESTARTING");
    expect(told).toContain("1 of 2 ended as desired. An action keeps no results");
    expect(calls()).toEqual([restarted(...names), restarted(...names)]);
  });

  test("no instance is deleted without consent; with it, the named instances are deleted and proven to be gone", async () => {
    const erase = (...more: readonly string[]): string =>
      action("dms_delete_instances", `instance_ids = ${ids(["orders"])}`, ...more);
    await open(erase());
    const refused = await invoke("dms_delete_instances");
    expect([refused.code, refused.output]).toEqual([1, expect.stringContaining("allow_deletion is not true")]);
    expect(calls()).toEqual([]);

    workspace.configure(erase("allow_deletion = true", "max_deletions = 1"));
    const done = await invoke("dms_delete_instances");
    expect([done.code, done.output]).toEqual([0, expect.stringContaining("with all data and without backup")]);
    expect(calls()).toEqual([{ action: "delete", instances: [idOf("orders")], status: 200 }]);

    const again = await invoke("dms_delete_instances");
    expect([again.code, again.output]).toEqual([0, expect.stringContaining("Nothing To Delete")]);
    expect(calls()).toHaveLength(1);
  });

  test("a purge is refused above its limit and without consent, and removes failed creations with one call", async () => {
    const purge = (...more: readonly string[]): string =>
      action("dms_purge_failed_instances", 'engine = "kafka"', ...more);
    const failed = { status: "CREATEFAILED" } as const;
    await open(purge(), { seed: seedOf({ audit: {}, broken: failed, absent: failed }) });
    for (const [lines, told] of [
      [[], "allow_deletion is not true"],
      [["allow_deletion = true", "max_purge = 1"], "max_purge allows 1"],
    ] as const) {
      workspace.configure(purge(...lines));
      const refused = await invoke("dms_purge_failed_instances");
      expect([refused.code, flat(refused.output)]).toEqual([1, expect.stringContaining(told)]);
    }
    expect(workspace.calls()).toEqual([]);
    workspace.configure(purge("allow_deletion = true", "max_purge = 2"));
    const done = await invoke("dms_purge_failed_instances");
    expect([done.code, done.output]).toEqual([0, expect.stringContaining("Removed absent")]);
    expect(workspace.calls()).toEqual([{ action: "delete", instances: undefined, allFailure: "kafka", status: 204 }]);
  });

  test.each([
    ["with the provider", -1],
    ["under the provider, which winds down", 1],
  ])(
    "an invocation that is killed %s leaves its calls known: the next one watches them, the one after that sends",
    async (_, group) => {
      await open(restart(), {}, "both");
      workspace.emulator.setFaults([{ on: { operation: "action" }, do: { stuck: true } }]);
      const running = workspace.startProcess([...invoking, "-invoke=action.dms_restart_instances.it"]);
      await until("the call", () => workspace.calls().length > 0, running);
      const pid = running.process.pid ?? 0;
      process.kill(group * pid, "SIGKILL");
      await running.finished;
      await until("the end of the provider", () => hasEnded(-pid));
      const left = (): readonly string[] =>
        readdirSync(join(workspace.folder, ".terraform", "dms-lifecycle", "default", "actions")).filter((name) =>
          name.endsWith(".json"),
        );
      expect(left()).toHaveLength(1);

      workspace.emulator.setFaults([]);
      const seen = workspace.emulator.journal().length;
      const following = workspace.start([...invoking, "-invoke=action.dms_restart_instances.it"]);
      await until("the second look", () => workspace.emulator.journal().length > seen + 1, following);
      workspace.emulator.replaceInstances(seedOf(names));
      const next = await following.finished;
      expect([next.code, flat(next.output)]).toEqual([
        0,
        expect.stringContaining("Calls Of A Killed Invocation Are Not Repeated"),
      ]);
      expect(calls()).toEqual([restarted(...names)]);
      expect(left()).toEqual([]);

      expect((await invoke("dms_restart_instances")).code).toBe(0);
      expect(calls()).toEqual([restarted(...names), restarted(...names)]);
    },
  );

  test("an invocation that is interrupted sends no more calls, and tells the started ones", async () => {
    await open(restart('rollout = { max_unavailable = "1" }'), { speed: 5 });
    const running = workspace.start([...invoking, "-invoke=action.dms_restart_instances.it"]);
    // Terraform has read all events until the restart ends: it crashes at the event after one that it reads after a signal.
    await shows(running, `Under way: audit (${idOf("audit")})`);
    running.process.kill("SIGINT");
    const { code, output } = await running.finished;
    const told = flat(output);
    expect(code).toBe(1);
    expect(told).toContain(`audit (${idOf("audit")}): restart unknown: the run was interrupted`);
    expect(told).toContain(`orders (${idOf("orders")}): restart not started: the run was interrupted`);
    expect(calls()).toEqual([restarted("audit")]);
  });
});

/** Output that Terraform has wrapped into a frame, as one line. */
function flat(output: string): string {
  return output.replace(/\s*\n[│\s]*/g, " ");
}

/** Waits until a command has printed the text. Fails when it ends before. */
function shows(running: RunningTerraform, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let printed = "";
    running.process.stdout?.on("data", (part: Buffer) => {
      printed += part.toString();
      if (flat(printed).includes(text)) resolve();
    });
    running.process.once("close", () => reject(new Error(`"${text}" was not printed, but:\n${printed}`)));
  });
}

/** Whether no process of the group is left. */
function hasEnded(group: number): boolean {
  try {
    process.kill(group, 0);
    return false;
  } catch {
    return true;
  }
}
