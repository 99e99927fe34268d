import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { idOf, lifecycle, purgeOf, seedOf, triggered } from "../support/acceptance/hcl";
import { createWorkspace, type Workspace } from "../support/acceptance/workspace";
import { until } from "../support/time/until";

interface Line {
  readonly time: string;
  readonly run: string;
  readonly event: string;
  readonly [field: string]: unknown;
}

describe("the progress file (DMS_PROGRESS_FILE)", () => {
  let workspace: Workspace;
  afterEach(() => workspace.dispose());

  const named = (...names: readonly string[]) => names.map((name) => ({ name, instance_id: idOf(name) }));
  const apply = (file: string) =>
    workspace.terraform(["apply", "-no-color", "-input=false", "-auto-approve"], {
      DMS_PROGRESS_FILE: file,
      TF_LOG_PROVIDER: "WARN",
    });
  const linesOf = (file: string): readonly Line[] =>
    readFileSync(file, "utf8")
      .split("\n")
      // After the last line break, a line that is not written to its end yet.
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Line);

  test("reports a run wave by wave, by names, in order", async () => {
    const more = `rollout = { max_unavailable = "1" }`;
    const names = ["ant", "bee"];
    workspace = await createWorkspace({
      hcl: lifecycle(triggered(names, "1"), more),
      emulator: { seed: seedOf(names) },
    });
    const file = join(workspace.folder, "progress.jsonl");
    expect((await apply(file)).code).toBe(0);
    workspace.configure(lifecycle(triggered(names, "2"), more));
    expect((await apply(file)).code).toBe(0);

    const lines = linesOf(file);
    expect(lines.map(({ event, instances, name }) => [event, name ?? instances ?? null])).toMatchObject([
      ["begin", named("ant", "bee")],
      ["wave", named("ant")],
      ["sending", named("ant")],
      ["answered", null],
      ["left", named("ant")],
      ["finished", "ant"],
      ["wave", named("bee")],
      ["sending", named("bee")],
      ["answered", null],
      ["left", named("bee")],
      ["finished", "bee"],
      ["end", null],
    ]);
    expect(lines[3]).toMatchObject({ accepted: named("ant"), refused: [] });
    expect(lines[5]).toMatchObject({ action: "restart", result: "success", status: "RUNNING", wave: 1 });
    expect(lines.at(-1)).toMatchObject({ done: 2, unfinished: [] });
    expect(new Set(lines.map(({ run }) => run)).size).toBe(1);
    const times = lines.map(({ time }) => time);
    expect(times).toEqual([...times].sort());
    expect(times.every((time) => new Date(time).toISOString() === time)).toBe(true);
  });

  test("can be followed while the run goes on", async () => {
    workspace = await createWorkspace({
      hcl: lifecycle(triggered(["ant"], "1"), "restart_on_create = true"),
      emulator: { seed: seedOf(["ant"]), clock: "manual", speed: 1 },
    });
    const file = join(workspace.folder, "progress.jsonl");
    const applying = apply(file);
    const has = (event: string): boolean => existsSync(file) && linesOf(file).some((line) => line.event === event);
    const seen = (event: string): Promise<void> => until(`the line ${event}`, () => has(event));
    await seen("left");
    expect(linesOf(file).some(({ event }) => event === "finished")).toBe(false);
    workspace.emulator.advance(30 * 60_000);
    await seen("end");
    expect((await applying).code).toBe(0);
  });

  test("reports purges too, with all that runs at the same time", async () => {
    const hcl = lifecycle(triggered(["ant"], "1"), "restart_on_create = true") + purgeOf("kafka");
    workspace = await createWorkspace({
      hcl,
      emulator: { seed: seedOf({ ant: {}, half: { status: "CREATEFAILED" } }) },
    });
    const file = join(workspace.folder, "progress.jsonl");
    expect((await apply(file)).code).toBe(0);
    const byRun = new Map<string, Line[]>();
    for (const line of linesOf(file)) byRun.set(line.run, [...(byRun.get(line.run) ?? []), line]);
    const purge = [...byRun.values()].find(([first]) => JSON.stringify(first).includes("half"));
    expect(byRun.size).toBe(2);
    expect(purge?.map(({ event }) => event)).toEqual(["begin", "sending", "finished", "end"]);
    expect(purge?.[2]).toMatchObject({ ...named("half")[0], action: "delete", result: "success", status: "DELETED" });
  });

  test("that cannot be written causes only a warning in the log", async () => {
    workspace = await createWorkspace({
      runs: "process",
      hcl: lifecycle(triggered(["ant"], "1"), "restart_on_create = true"),
      emulator: { seed: seedOf(["ant"]) },
    });
    mkdirSync(join(workspace.folder, "taken"));
    const run = await apply(join(workspace.folder, "taken"));
    expect(run.code).toBe(0);
    expect(run.output.match(/DMS_PROGRESS_FILE: \S+ cannot be written, and the run goes on without it/g)).toHaveLength(
      1,
    );
    expect(workspace.calls()).toHaveLength(1);
  });
});
