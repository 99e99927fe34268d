import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import {
  callsHeardOf,
  localRecordsRefused,
  refreshOutOfDate,
  restartsNotRepeated,
  runNotRecorded,
} from "../../lib/provider/messages";
import { idOf, lifecycle, seedOf, triggered } from "../support/acceptance/hcl";
import { adopt, applyProven, dueRows, expectNothingLeft, unwrapped } from "../support/acceptance/proof";
import { recordOf } from "../support/rollout/records";
import { createWorkspace, type Workspace } from "../support/acceptance/workspace";
import { until } from "../support/time/until";

const names = ["ant", "bee", "cat"] as const;
const oneByOne = 'rollout = { max_unavailable = "1" }';
const someInstance = [{ name: "", id: "" }] as const;
// Up to the colon: the instances follow.
const titleOf = ([said]: readonly { readonly summary: string }[]): string => said!.summary.split(":")[0]!;
const spared = titleOf(restartsNotRepeated(someInstance));
const heardOf = titleOf(callsHeardOf(someInstance));

/** Where the copies of records are, in the user's home. */
const copiesIn = (workspace: Workspace): string =>
  join(workspace.folder, "home", ".local", "state", "dms-lifecycle", "runs");

/** Others could write copies of records there. */
function refuseCopies(workspace: Workspace): void {
  mkdirSync(copiesIn(workspace), { recursive: true });
  chmodSync(copiesIn(workspace), 0o777);
}

describe("a run that was killed", () => {
  let workspace: Workspace;
  afterEach(() => workspace.dispose());

  const fleet = (trigger: string, more = ""): string => lifecycle(triggered(names, trigger), `${oneByOne}\n  ${more}`);
  const memory = (): string => join(workspace.folder, ".terraform", "dms-lifecycle");
  const filesBelow = (folder: string): readonly string[] =>
    (existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }) : [])
      .map((name) => join(folder, name))
      .filter((path) => statSync(path).isFile());
  const restarts = (name: string): number =>
    workspace.calls().filter(({ instances }) => instances?.includes(idOf(name))).length;

  const open = async (hcl: string, runs: "attached" | "both" = "both"): Promise<void> => {
    workspace = await createWorkspace({ hcl, emulator: { seed: seedOf(names), speed: 600 }, runs });
  };

  /** Applies, and kills terraform and the provider when the second of three instances has been sent. */
  const killMidway = async (args: readonly string[]): Promise<void> => {
    const before = workspace.calls().length;
    const running = workspace.startProcess(["apply", "-no-color", "-input=false", ...args]);
    await until("the second call", () => workspace.calls().length >= before + 2, running);
    process.kill(-(running.process.pid ?? 0), "SIGKILL");
    await running.finished;
    ageDrafts();
  };

  /** Dates the drafts that the kill broke off hours back: a later run removes them then. */
  const ageDrafts = (): void => {
    const longAgo = new Date(Date.now() - 2 * 3_600_000);
    const files = [...filesBelow(memory()), ...filesBelow(copiesIn(workspace))];
    for (const file of files) if (file.endsWith(".draft")) utimesSync(file, longAgo, longAgo);
  };

  test("in an update: the next plan lists the unfinished actions and tells the ones that are not repeated, and why", async () => {
    await open(fleet("1"));
    await adopt(workspace);
    workspace.configure(fleet("2"));
    await killMidway(["-auto-approve"]);
    for (const args of [["-refresh=false"], []]) {
      const shown = await workspace.terraform(["plan", "-no-color", ...args]);
      expect(unwrapped(shown.output)).toContain(spared);
    }
    const plan = await workspace.plan();
    expect(dueRows(plan).filter(([, action]) => action === "restart")).toEqual([
      ["cat", "restart", expect.any(Number)],
    ]);
    expect((await workspace.applyPlan()).code).toBe(0);
    expect(names.map(restarts)).toEqual([1, 1, 1]);
    await expectNothingLeft(workspace);
    expect(filesBelow(memory())).toEqual([]);
  });

  test("is known after Terraform's data folder was deleted; a run that ended leaves no copy", async () => {
    await open(fleet("1"));
    await applyProven(workspace);
    expect(filesBelow(copiesIn(workspace))).toEqual([]);
    workspace.configure(fleet("2"));
    await killMidway(["-auto-approve"]);
    rmSync(memory(), { recursive: true });
    expect(dueRows(await workspace.plan()).filter(([, action]) => action === "restart")).toEqual([
      ["cat", "restart", expect.any(Number)],
    ]);
    expect((await workspace.applyPlan()).code).toBe(0);
    expect(names.map(restarts)).toEqual([1, 1, 1]);
    await expectNothingLeft(workspace);
    expect([...filesBelow(memory()), ...filesBelow(copiesIn(workspace))]).toEqual([]);
  });

  test("the knowledge of a refresh goes to another machine with the saved plan", async () => {
    await open(fleet("1"));
    await adopt(workspace);
    workspace.configure(fleet("2"));
    await killMidway(["-auto-approve"]);
    await workspace.plan();
    for (const place of [memory(), copiesIn(workspace)]) rmSync(place, { recursive: true });
    expect((await workspace.applyPlan()).code).toBe(0);
    expect(names.map(restarts)).toEqual([1, 1, 1]);
    await expectNothingLeft(workspace);
  });

  test("its own plan cannot be applied a second time; nothing is sent", async () => {
    await open(fleet("1"));
    await adopt(workspace);
    workspace.configure(fleet("2"));
    await workspace.plan();
    await killMidway(["tfplan"]);
    const sent = workspace.calls().length;
    const again = await workspace.applyPlan();
    expect(again.code).toBe(1);
    expect(again.output).toContain(spared);
    expect(unwrapped(again.output)).toContain(refreshOutOfDate().detail);
    expect(again.output).not.toContain("inconsistent final plan");
    expect(workspace.calls()).toHaveLength(sent);
    await applyProven(workspace);
    expect(names.map(restarts)).toEqual([1, 1, 1]);
  });

  test("is forgotten with the change it was for: triggers taken back restart nothing, triggers changed again restart", async () => {
    await open(fleet("1"));
    await adopt(workspace);
    workspace.configure(fleet("2"));
    await killMidway(["-auto-approve"]);
    workspace.configure(fleet("1"));
    expect(dueRows(await workspace.plan()).filter(([, action]) => action !== "verify")).toEqual([]);
    workspace.configure(fleet("3"));
    // One that is still down goes first.
    const due = dueRows(await workspace.plan()).map(([name, action]) => [name, action]);
    expect(due).toHaveLength(names.length);
    expect(due).toEqual(expect.arrayContaining(names.map((name) => [name, "restart"])));
  });

  test("in the first apply: nothing is restarted twice, and nothing is restarted that is not asked for any more", async () => {
    await open(fleet("1", "restart_on_create = true"));
    await killMidway(["-auto-approve"]);
    workspace.configure(fleet("1"));
    expect(dueRows(await workspace.plan()).filter(([, action]) => action !== "verify")).toEqual([]);
    workspace.configure(fleet("1", "restart_on_create = true"));
    const { due } = await applyProven(workspace);
    expect(due.filter(([, action]) => action === "restart").map(([name]) => name)).toEqual(["cat"]);
    expect(names.map(restarts)).toEqual([1, 1, 1]);
  });

  test("does not count in another workspace", async () => {
    await open(fleet("1", "restart_on_create = true"));
    await killMidway(["-auto-approve"]);
    expect((await workspace.terraform(["workspace", "new", "other"])).code).toBe(0);
    expect(dueRows(await workspace.plan())).toHaveLength(3);
  });

  test("leaves records that only the user can read, without a trigger's value", async () => {
    await open(
      lifecycle(
        { ant: {}, bee: { triggers: { secret: "canary-7f3a" } }, cat: {} },
        `${oneByOne}\n  restart_on_create = true`,
      ),
    );
    await killMidway(["-auto-approve"]);
    const files = filesBelow(memory());
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(readFileSync(file, "utf8")).not.toContain("canary-7f3a");
    }
    expect(statSync(memory()).mode & 0o777).toBe(0o700);
  });

  test("unreadable records are ignored", async () => {
    await open(fleet("1"), "attached");
    const runs = join(memory(), "default", "runs");
    mkdirSync(runs, { recursive: true });
    writeFileSync(join(runs, "half.json"), '{"format":2,"instances":{"a":{"record":{"finishedAt":"2026"}');
    writeFileSync(
      join(runs, "other.json"),
      `{"format":2,"instances":{"${idOf("ant")}":{"record":{"finishedAt":"2999"},"triggers":{}}}}`,
    );
    writeFileSync(join(memory(), "default", "replaced.json"), "[]");
    await applyProven(workspace);
    workspace.configure(fleet("2"));
    expect((await applyProven(workspace)).calls).toHaveLength(3);
  });

  test("a run that cannot be recorded goes on, and says so", async () => {
    await open(fleet("1"), "attached");
    await adopt(workspace);
    rmSync(memory(), { recursive: true, force: true });
    mkdirSync(dirname(memory()), { recursive: true });
    writeFileSync(memory(), "a file where the folder should be");
    refuseCopies(workspace);
    workspace.configure(fleet("2"));
    const { run } = await applyProven(workspace);
    expect(run.output).toContain(`Warning: ${runNotRecorded("").summary}`);
  });
});

test("a record of a run does not suppress a restart of an instance that was forgotten and adopted again", async () => {
  const fleet = (trigger?: string): string =>
    lifecycle({ ...triggered(["bee"], "1"), ...(trigger === undefined ? {} : triggered(["ant"], trigger)) });
  const workspace = await createWorkspace({ hcl: fleet("1"), emulator: { seed: seedOf(names) } });
  const apply = async (trigger: string | undefined, ...args: readonly string[]): Promise<void> => {
    workspace.configure(fleet(trigger));
    expect((await workspace.apply(args)).code).toBe(0);
  };
  await apply("1", "-refresh=false");
  await apply("2", "-refresh=false");
  await apply(undefined, "-refresh=false");
  await apply("1");
  expect(workspace.calls()).toHaveLength(1);
  workspace.configure(fleet("2"));
  expect((await applyProven(workspace)).due).toEqual([["ant", "restart", 1]]);
  expect(workspace.calls()).toHaveLength(2);
  await workspace.dispose();
});

describe("a record that this user's provider did not write", () => {
  let workspace: Workspace;
  afterEach(() => workspace.dispose());

  const fleet = (trigger: string, more = ""): string =>
    lifecycle(triggered(["ant"], trigger), `ready_timeout = "3s"\n  ${more}`);
  const folder = (...parts: readonly string[]): string =>
    join(workspace.folder, ".terraform", "dms-lifecycle", "default", ...parts);
  const digest = (value: string): string => createHash("sha256").update(value).digest("base64url");
  const forged = (trigger: string, more: Readonly<Record<string, unknown>> = {}): string => {
    const record = recordOf({
      instanceId: idOf("ant"),
      requestId: "",
      submittedAt: "2998-12-31T23:50:00.000Z",
      leftAt: "2998-12-31T23:55:00.000Z",
      finishedAt: "2999-01-01T00:00:00.000Z",
    });
    const instances = { [idOf("ant")]: { record: { ...record, ...more }, triggers: { config: digest(trigger) } } };
    return JSON.stringify({ format: 2, endpoint: workspace.url, instances });
  };
  const forge = (text: string, mode = 0o700): void => {
    mkdirSync(folder("runs"), { recursive: true, mode: 0o700 });
    writeFileSync(folder("runs", "forged.json"), text, { mode: 0o600 });
    chmodSync(folder("runs"), mode);
  };
  const open = async (runs: "attached" | "both" = "attached"): Promise<void> => {
    workspace = await createWorkspace({ hcl: fleet("1"), emulator: { seed: seedOf(["ant"]) }, runs });
    await adopt(workspace);
    workspace.configure(fleet("2"));
  };

  test("makes nothing green: the instance is looked at, and its restart is not proven", async () => {
    await open();
    forge(forged("2"));
    for (const args of [["-refresh=false"], []]) {
      const shown = await workspace.terraform(["plan", "-no-color", ...args]);
      expect(unwrapped(shown.output)).toContain(heardOf);
      expect(unwrapped(shown.output)).not.toContain(spared);
    }
    expect(dueRows(await workspace.plan())).toEqual([["ant", "verify", 1]]);
    const run = await workspace.applyPlan();
    expect(run.code).toBe(1);
    expect(workspace.calls()).toEqual([]);
    expect(await workspace.state()).toMatchObject({
      unfinished: ["ant"],
      results: { ant: { result: "unknown", submitted_at: null } },
    });
    workspace.configure(fleet("3"));
    expect((await applyProven(workspace)).due).toEqual([["ant", "restart", 1]]);
  });

  test("has no effect once it is removed before the apply", async () => {
    await open();
    forge(forged("2"));
    expect(dueRows(await workspace.plan())).toEqual([["ant", "verify", 1]]);
    rmSync(folder("runs", "forged.json"));
    expect((await applyProven(workspace)).due).toEqual([["ant", "restart", 1]]);
  });

  test("makes nothing due, and keeps proven actions proven", async () => {
    await open();
    await applyProven(workspace);
    for (const result of ["unknown", "failed", "not_started", "success"]) {
      forge(forged("2", { result }));
      await expectNothingLeft(workspace);
    }
    expect((await workspace.state()).results).toMatchObject({ ant: { result: "success" } });
  });

  test("is not believed if its triggers were changed", async () => {
    await open("both");
    const running = workspace.startProcess(["apply", "-no-color", "-input=false", "-auto-approve"]);
    await until("the call", () => workspace.calls().length > 0, running);
    process.kill(-(running.process.pid ?? 0), "SIGKILL");
    await running.finished;
    const [name = ""] = readdirSync(folder("runs")).filter((each) => each.endsWith(".json"));
    const text = readFileSync(folder("runs", name), "utf8");
    rmSync(folder("runs"), { recursive: true });
    forge(text.replace(digest("2"), digest("3")));
    workspace.configure(fleet("3"));
    expect(dueRows(await workspace.plan())).toEqual([["ant", "verify", 1]]);
  });

  test("of a deletion is looked at too", async () => {
    await open();
    workspace.configure(
      lifecycle(
        { ant: { state: "deleted", triggers: { config: "1" } } },
        'allow_deletion = true\n  ready_timeout = "3s"',
      ),
    );
    forge(forged("1", { action: "delete", status: "DELETED" }));
    expect(dueRows(await workspace.plan())).toEqual([["ant", "verify", 1]]);
    expect((await workspace.applyPlan()).code).toBe(1);
    expect(workspace.calls()).toEqual([]);
    rmSync(folder("runs", "forged.json"));
    expect((await applyProven(workspace)).due).toEqual([["ant", "delete", 1]]);
  });

  test("of a replaced object takes no restart away", async () => {
    workspace = await createWorkspace({
      hcl: fleet("1", "restart_on_create = true"),
      emulator: { seed: seedOf(["ant"]) },
    });
    mkdirSync(folder(), { recursive: true, mode: 0o700 });
    const known = { entry: { ranFor: { config: digest("1") } }, destroyed: true };
    writeFileSync(folder("replaced.json"), JSON.stringify({ format: 2, instances: { [idOf("ant")]: known } }));
    expect((await applyProven(workspace)).due).toEqual([["ant", "restart", 1]]);
  });

  test("is not read in a folder that others can write, with a warning", async () => {
    await open();
    forge(forged("2"), 0o777);
    refuseCopies(workspace);
    const shown = await workspace.terraform(["plan", "-no-color"]);
    expect(shown.output).toContain(`Warning: ${localRecordsRefused("").summary}`);
    expect(unwrapped(shown.output)).toContain(`${folder("runs")} can be written by other users (mode 0777)`);
    const { due, run } = await applyProven(workspace);
    expect(due).toEqual([["ant", "restart", 1]]);
    expect(run.output).toContain(`Warning: ${runNotRecorded("").summary}`);
  });
});

describe("an unfinished restart that the configuration no longer asks for", () => {
  let workspace: Workspace;
  afterEach(() => workspace.dispose());

  test("is taken back with its trigger when it was not started; a failed one stays due", async () => {
    const fleet = (trigger: string): string => lifecycle(triggered(names, trigger), oneByOne);
    workspace = await createWorkspace({ hcl: fleet("1"), emulator: { seed: seedOf(names) } });
    await adopt(workspace);
    workspace.configure(fleet("2"));
    workspace.emulator.setFaults([
      { on: { operation: "action", instance: idOf("ant"), times: 1 }, do: { item: "failed" } },
    ]);
    expect((await workspace.apply()).code).toBe(1);
    expect((await workspace.state()).unfinished).toEqual([...names]);

    workspace.configure(fleet("1"));
    const { due } = await applyProven(workspace);
    expect(due).toEqual([["ant", "restart", 1]]);
    const { results, unfinished } = await workspace.state();
    expect(Object.keys(results ?? {})).toEqual(["ant"]);
    expect(unfinished).toEqual([]);
  });

  test("is taken back with its trigger when it ended without a call", async () => {
    const fleet = (trigger: string): string => lifecycle(triggered(["ant"], trigger), 'ready_timeout = "1s"');
    const seed = (status: string) => seedOf({ ant: { status } });
    workspace = await createWorkspace({ hcl: fleet("1"), emulator: { seed: seed("RUNNING") } });
    await adopt(workspace);
    workspace.emulator.replaceInstances(seed("EXTENDING"));
    workspace.configure(fleet("2"));
    expect((await workspace.apply()).code).toBe(1);
    expect((await workspace.state()).results).toMatchObject({ ant: { result: "not_started", submitted_at: null } });

    workspace.emulator.replaceInstances(seed("RUNNING"));
    workspace.configure(fleet("1"));
    expect((await applyProven(workspace)).due).toEqual([]);
    expect(workspace.calls()).toEqual([]);
  });
});
