import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { get, type IncomingMessage } from "node:http";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { createEmulator, type Emulator } from "../../../lib/emulator/emulator";
import { idOf, seedOf } from "../../support/acceptance/hcl";
import { projectId } from "../../support/acceptance/workspace";
import { useCommandLine } from "../../support/bin/command-line";
import { hidden, obeyed } from "../../support/client/hostile-texts";
import { lifecycleOf, resource, stateOf } from "../../support/report/shown-json";

const { folder, program, start } = useCommandLine();

describe("the command line", () => {
  test("has a help with an example for every command", async () => {
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
    ["an id that can be none", ["batch", "--action", "restart", "--instance", "orders=.."]],
  ])("exits 2 for %s, and says it on stderr", async (_, args) => {
    const { code, stdout, stderr } = await start(args).ended;
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).not.toBe("");
  });
});

describe("an error shows its input without an effect on a terminal or in a CI system:", () => {
  const typed = "\u001b[2J\u202e##vso[task.complete]";
  test.each([
    ["an unknown option", ["batch", `--${typed}`]],
    ["an unknown command", [typed]],
    ["a wrong choice", ["batch", "--action", `x\n::error::${typed}`]],
    ["an id that can be none", ["batch", "--action", "restart", "--instance", `${typed}=..`]],
    [
      "a name that is there twice",
      ["batch", "--action", "restart", "--instance", `${typed}=a`, "--instance", `${typed}=b`],
    ],
    ["two names of one id", ["batch", "--action", "restart", "--instance", `${typed}=a`, "--instance", "b=a"]],
    ["a file that is not there", ["report", `\n::error::${typed}`]],
  ])("%s", async (_, args) => {
    const { code, stdout, stderr } = await start(args, { env: { OS_PROJECT_ID: projectId } }).ended;
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/# #vso\[task.complete\]/);
    expect(stderr.split("\n").filter((line) => hidden.test(line) || obeyed.test(line))).toEqual([]);
  });

  test("text that is not JSON", async () => {
    const { code, stderr } = await start(["report"], { input: "::error::\u001b[2J" }).ended;
    expect(code).toBe(2);
    expect(stderr.split("\n").filter((line) => hidden.test(line) || obeyed.test(line))).toEqual([]);
  });
});

describe("a working folder that has been removed", () => {
  test.each([
    ["a mirror", "mirror here"],
    ["results of a batch", `batch --action restart --instance a=${idOf("alpha")} --results r.json`],
  ])("is an error with exit code 2 for a command that names a file in it: %s", (_, args) => {
    const gone = mkdtempSync(join(folder, "gone-"));
    const script = `rmdir "${gone}" && "${process.execPath}" "${join(folder, "dms-lifecycle.cjs")}" ${args}`;
    const env = { ...process.env, DMS_ENDPOINT: "http://127.0.0.1:9", OS_PROJECT_ID: projectId };
    const { status, stdout, stderr } = spawnSync("sh", ["-c", script], { cwd: gone, env, encoding: "utf8" });
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(/^The working directory no longer exists, .* Allowed: /);
  });
});

describe("a batch that is interrupted", () => {
  let emulator: Emulator;
  let env: Readonly<Record<string, string>>;
  beforeEach(async () => {
    emulator = createEmulator({ seed: seedOf(["alpha", "bravo"]) });
    env = { DMS_ENDPOINT: (await emulator.listen()).url, OS_PROJECT_ID: projectId };
  });
  afterEach(() => emulator.close());

  const options = ["--max-unavailable", "1", "--poll-interval", "100ms", "--results", "interrupted.json"];
  const instances = ["alpha", "bravo"].flatMap((name) => ["--instance", `${name}=${idOf(name)}`]);
  const args = ["batch", "--action", "restart", ...options, ...instances];

  function expectResults(): void {
    expect(JSON.parse(readFileSync(join(folder, "interrupted.json"), "utf8"))).toMatchObject({
      alpha: { result: "unknown", status: "RESTARTING" },
      bravo: { result: "not_started", reason: "the run was interrupted" },
    });
  }

  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "ends within five seconds of %s, with its results written",
    async (signal) => {
      const { child, ended } = start(args, { env });
      child.stdout?.on("data", (part: Buffer) => {
        if (part.toString().includes("under way")) child.kill(signal);
      });
      const [{ code }, tookMs] = await timed(ended, () => once(child.stdout!, "data"));
      expect(code).toBe(1);
      expect(tookMs).toBeLessThan(5_000);
      expectResults();
    },
  );

  test("leaves its results at the end of its terminal, which takes its output along", async () => {
    const { child, ended } = start(args, { env });
    child.stdout?.on("data", (part: Buffer) => {
      if (!part.toString().includes("under way")) return;
      child.kill("SIGHUP");
      child.stdout?.destroy();
      child.stderr?.destroy();
    });
    expect((await ended).code).toBe(1);
    expectResults();
  });

  test("without a reader leaves its results, too, and starts no more work", async () => {
    const { code, stderr } = await start(args, { env, readUntil: "  restart: alpha" }).ended;
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expectResults();
  });
});

describe("the emulator, as its users end it", () => {
  /** Its first line of output, once it listens. */
  const urlOf = async (child: ChildProcess): Promise<string> => {
    const [line] = (await once(child.stdout!, "data")) as [Buffer];
    return (JSON.parse(line.toString()) as { readonly url: string }).url;
  };

  test.each(["SIGTERM", "SIGHUP"] as const)(
    "ends at once at %s, without a standard input, and keeps its state file",
    async (signal) => {
      const file = join(folder, `kept-${signal}.json`);
      const child = spawn(process.execPath, [program, "emulator", "--seed", fleetFile(), "--state", file], {
        stdio: ["ignore", "pipe", "inherit"],
        detached: true,
      });
      const url = await urlOf(child);
      await restartAlpha(url);
      const asked = Date.now();
      child.kill(signal);
      expect(await once(child, "exit")).toEqual([0, null]);
      expect(Date.now() - asked).toBeLessThan(5_000);
      expect(readFileSync(file, "utf8")).toContain(idOf("alpha"));
    },
  );

  test.each([
    ["ends with npx, which hands no signal on", { npm_command: "exec" }, true],
    ["outlives any other program that has started it", {}, false],
  ] as const)("%s", async (_what, env, ends) => {
    const command = `"${process.execPath}" "${program}" emulator & echo $! >&2; wait`;
    const parent = spawn("sh", ["-c", command], { env: { PATH: process.env["PATH"] ?? "", ...env } });
    const [said] = (await once(parent.stderr, "data")) as [Buffer];
    const pid = Number(said.toString());
    const url = await urlOf(parent);
    parent.kill("SIGKILL");
    const closed = once(parent.stdout, "close").then(() => true);
    const stillThere = new Promise<false>((resolve) => setTimeout(() => resolve(false), ends ? 20_000 : 700).unref());
    expect(await Promise.race([closed, stillThere])).toBe(ends);
    if (ends) return;
    expect((await fetch(`${url}/_emulator/journal`)).status).toBe(200);
    process.kill(pid, "SIGKILL");
    await closed;
  });

  test("runs as the compose file of the examples has it, and answers by the name of its service", async () => {
    const { services } = parse(
      readFileSync(resolve(__dirname, "../../../examples/containers/compose.yaml"), "utf8"),
    ) as {
      readonly services: Readonly<Record<string, { readonly command: readonly string[]; readonly environment: Named }>>;
    };
    const [, , ...args] = services["dms"]!.command;
    const replaced = { port: "0", seed: fleetFile(), state: join(folder, "composed.json") };
    const own = Object.entries(replaced).flatMap(([name, value]) => [`--${name}`, value]);
    const { child, ended } = start([...args, ...own]);
    const url = await urlOf(child);
    const { DMS_ENDPOINT: called, OS_PROJECT_ID: project, OS_TOKEN: token } = services["deploy"]!.environment;
    const headers = { host: new URL(called!).host, "x-auth-token": token };
    const [answer] = (await once(get(`${url}/v1.0/${project!}/instances`, { headers }), "response")) as [
      IncomingMessage,
    ];
    answer.resume();
    expect(answer.statusCode).toBe(200);
    child.kill("SIGTERM");
    expect(await ended).toMatchObject({ code: 0 });
  });

  type Named = Readonly<Record<string, string>>;

  const fleetFile = (): string => {
    const file = join(folder, "fleet.json");
    writeFileSync(file, JSON.stringify(seedOf(["alpha"])));
    return file;
  };

  async function restartAlpha(url: string): Promise<void> {
    const answer = await fetch(`${url}/v1.0/${projectId}/instances/action`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ action: "restart", instances: [idOf("alpha")] }),
    });
    expect(answer.ok).toBe(true);
  }
});

describe("output that is not read to its end", () => {
  const file = "large.json";
  const fleet = Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`instance-${index}`, {}]));
  const state = (values: object) => JSON.stringify(stateOf(resource("dms_instance_lifecycle.fleet", { ...values })));

  test.each([
    ["a report", ["report", file], "# Run", 0],
    ["a report that finds something unfinished", ["report", "--check", file], "# Run", 1],
    ["JSON", ["report", "--json", file], "{", 0],
    ["a help", ["--help"], "", 0],
    ["the address of an emulator", ["emulator"], "", 0],
  ])("ends the program quietly, with the exit code it would have had: %s", async (_, args, readUntil, expected) => {
    writeFileSync(join(folder, file), state({ ...lifecycleOf(fleet), unfinished: ["instance-1"] }));
    const { code, stderr } = await start(args, { readUntil }).ended;
    expect({ code, stderr }).toEqual({ code: expected, stderr: "" });
  });

  test("is told apart from output that cannot be written", async () => {
    const stdout = openSync(join(folder, "dms-lifecycle.cjs"), "r");
    const { code, stderr } = await start(["report"], { input: state({}), stdout }).ended;
    closeSync(stdout);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^The output cannot be written: EBADF.*\.\n$/);
  });
});

/** The answer of `work`, and the milliseconds since `begin` was answered. */
async function timed<T>(work: Promise<T>, begin: () => Promise<unknown>): Promise<readonly [T, number]> {
  await begin();
  const beganMs = Date.now();
  return [await work, Date.now() - beganMs];
}
