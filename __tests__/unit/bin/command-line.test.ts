import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createEmulator } from "../../../lib/emulator/emulator";
import { bundle } from "../../../scripts/bundle";
import { idOf, seedOf } from "../../support/acceptance/hcl";
import { quietEnvironment } from "../../support/acceptance/terraform";
import { projectId } from "../../support/acceptance/workspace";
import { stateOfRollout } from "../../support/browser/report-state";

let folder: string;
let program: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "dms-command-line-"));
  program = join(folder, "dms-lifecycle.cjs");
  const { code } = await bundle("lib/bin/dms-lifecycle.ts", resolve(__dirname, "../../.."), "#!/usr/bin/env node");
  writeFileSync(program, code);
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input = "",
): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  const child = spawn(process.execPath, [program, ...args], { cwd: folder, env: quietEnvironment(env) });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (part: Buffer) => (stdout += part.toString()));
  child.stderr.on("data", (part: Buffer) => (stderr += part.toString()));
  child.stdin.end(input);
  return { child, ended: once(child, "close").then(([code]) => ({ code: code as number | null, stdout, stderr })) };
}

describe("the command line", () => {
  test("teaches: every command has a help with an example", async () => {
    const { stdout, code } = await start(["--help"]).ended;
    expect(code).toBe(0);
    expect(stdout).toContain("Example:");
    const commands = [...stdout.matchAll(/^ {2}(\w+) [[<]/gm)].map((match) => match[1]!);
    expect(commands.filter((name) => name !== "help").sort()).toEqual(["batch", "emulator", "mirror", "report"]);
    const helps = await Promise.all(commands.slice(0, -1).map((name) => start([name, "--help"]).ended));
    for (const help of helps)
      expect(help).toMatchObject({ code: 0, stdout: expect.stringMatching(/Example:\n {2}\S/) as unknown });
  });

  test.each([
    ["an unknown command", ["restart"]],
    ["an unknown option", ["batch", "--all"]],
    ["a wrong choice", ["batch", "--action", "stop"]],
    ["a wrong combination", ["batch", "--action", "restart"]],
  ])("exits 2 for %s, and says it on stderr", async (_, args) => {
    const { code, stdout, stderr } = await start(args).ended;
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).not.toBe("");
  });

  test.each(["SIGINT", "SIGTERM"] as const)(
    "is out within five seconds of %s, with its results written",
    async (signal) => {
      const emulator = createEmulator({ seed: seedOf(["alpha", "bravo"]) });
      const { url } = await emulator.listen();
      const options = ["--max-unavailable", "1", "--poll-interval", "100ms", "--results", "interrupted.json"];
      const instances = ["alpha", "bravo"].flatMap((name) => ["--instance", `${name}=${idOf(name)}`]);
      const { child, ended } = start(["batch", "--action", "restart", ...options, ...instances], {
        DMS_ENDPOINT: url,
        OS_PROJECT_ID: projectId,
      });
      child.stdout?.on("data", (part: Buffer) => {
        if (part.toString().includes("under way")) child.kill(signal);
      });
      const [{ code }, tookMs] = await timed(ended, () => once(child.stdout!, "data"));
      expect(code).toBe(1);
      expect(tookMs).toBeLessThan(5_000);
      expect(JSON.parse(readFileSync(join(folder, "interrupted.json"), "utf8"))).toMatchObject({
        alpha: { result: "unknown", status: "RESTARTING" },
        bravo: { result: "not_started", reason: "the run was interrupted" },
      });
      await emulator.close();
    },
  );
});

describe("dms-lifecycle report", () => {
  const state = JSON.stringify(stateOfRollout());

  test("reads a file or stdin, and writes the form that is asked for", async () => {
    const file = join(folder, "state.json");
    writeFileSync(file, state);
    const [fromFile, fromStdin, html, json, short] = await Promise.all([
      start(["report", file]).ended,
      start(["report", "-"], {}, state).ended,
      start(["report", "--format", "html", file]).ended,
      start(["report", "--format", "json", file]).ended,
      start(["report", "--json", file]).ended,
    ]);
    for (const { code } of [fromFile, fromStdin, html, json, short]) expect(code).toBe(0);
    expect(fromFile.stdout).toMatch(/^\| audit +\|/m);
    expect(fromStdin.stdout).toBe(fromFile.stdout);
    expect(html.stdout).toMatch(/^<!doctype html>/i);
    expect(JSON.parse(json.stdout)).toMatchObject({ totals: { unfinished: 3 } });
    expect(short.stdout).toBe(json.stdout);
  });

  test("exits 1 with --check while something is unfinished", async () => {
    expect(await start(["report", "--check"], {}, state).ended).toMatchObject({ code: 1, stderr: "" });
    const nothing = JSON.stringify({ format_version: "1.0", values: { root_module: {} } });
    expect(await start(["report", "--check"], {}, nothing).ended).toMatchObject({ code: 0, stderr: "" });
  });

  test.each([
    ["a file that is not there", ["missing.json"], "", "missing.json cannot be read"],
    ["what is not JSON", [], "<html>", "stdin is not JSON"],
    ["JSON of something else", [], "[1]", "stdin cannot be reported on"],
    ["two forms at once", ["--json", "--format", "html"], state, "--format"],
  ])("exits 2 for %s, and writes nothing", async (_, args, input, text) => {
    const { code, stdout, stderr } = await start(["report", ...args], {}, input).ended;
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(text);
  });
});

/** What `work` answers, and the milliseconds since `begin` was answered. */
async function timed<T>(work: Promise<T>, begin: () => Promise<unknown>): Promise<readonly [T, number]> {
  await begin();
  const beganMs = Date.now();
  return [await work, Date.now() - beganMs];
}
