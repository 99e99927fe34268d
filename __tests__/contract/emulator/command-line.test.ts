import { spawn } from "node:child_process";
import { createServer, type AddressInfo } from "node:net";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { useCommandLine } from "../../support/bin/command-line";
import { instanceId, projectId } from "../../support/emulator/calls";
import { startFromCommandLine } from "../../support/emulator/curl-guide";

const { program } = useCommandLine();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "emulator-command-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the command to its end: its exit code and its stderr. */
function runToEnd(...args: readonly string[]): Promise<{ readonly code: number | null; readonly stderr: string }> {
  const child = spawn(process.execPath, [program, "emulator", ...args], { cwd: folder, timeout: 60_000 });
  let stderr = "";
  child.stderr.on("data", (part: Buffer) => (stderr += part.toString()));
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, stderr })));
}

const seed = {
  projects: {
    [projectId]: [
      { instance_id: instanceId(1), name: "orders" },
      { instance_id: instanceId(2), name: "audit" },
    ],
  },
};
const json = { "content-type": "application/json" };
const path = `/v1.0/${projectId}/instances`;

async function statuses(url: string): Promise<unknown> {
  const { instances } = (await (await fetch(url + path)).json()) as { instances: { name: string; status: string }[] };
  return instances.map(({ name, status }) => [name, status]);
}

test("a state file passes the fleet, with its changes under way and a manual clock, to the next process", async () => {
  writeFileSync(join(folder, "seed.json"), JSON.stringify(seed));
  const command = "npx dms-lifecycle emulator --clock manual --seed seed.json --state state.json";
  const first = await startFromCommandLine(command, folder, program);
  await fetch(`${first.url}${path}/action`, {
    method: "POST",
    headers: json,
    body: JSON.stringify({ action: "restart", instances: [instanceId(1)] }),
  });
  await fetch(`${first.url}/_emulator/clock`, { method: "POST", headers: json, body: '{"advance_ms":1000}' });
  expect(await statuses(first.url)).toEqual([
    ["orders", "RESTARTING"],
    ["audit", "RUNNING"],
  ]);
  await first.close();
  expect(JSON.parse(readFileSync(join(folder, "state.json"), "utf8"))).toMatchObject({ version: 1 });

  const second = await startFromCommandLine(command, folder, program);
  expect(await statuses(second.url)).toEqual([
    ["orders", "RESTARTING"],
    ["audit", "RUNNING"],
  ]);
  const moved = await fetch(`${second.url}/_emulator/clock`, {
    method: "POST",
    headers: json,
    body: '{"advance_ms":900000}',
  });
  expect(await moved.json()).toEqual({ now: "2026-01-01T00:15:01.000Z" });
  expect(await statuses(second.url)).toEqual([
    ["orders", "RUNNING"],
    ["audit", "RUNNING"],
  ]);
  await second.close();
});

test("a state file whose folder disappears causes one warning on stderr, and the emulator goes on", async () => {
  writeFileSync(join(folder, "seed.json"), JSON.stringify(seed));
  mkdirSync(join(folder, "gone"));
  const command = "npx dms-lifecycle emulator --clock manual --seed seed.json --state gone/state.json";
  const running = await startFromCommandLine(command, folder, program);
  rmSync(join(folder, "gone"), { recursive: true });
  const restarted = await fetch(`${running.url}${path}/action`, {
    method: "POST",
    headers: json,
    body: JSON.stringify({ action: "restart", instances: [instanceId(1)] }),
  });
  expect(restarted.status).toBe(200);
  const restarting = [
    ["orders", "RESTARTING"],
    ["audit", "RUNNING"],
  ];
  expect(await statuses(running.url)).toEqual(restarting);
  expect(await statuses(running.url)).toEqual(restarting);
  await running.close();
  const warnings = running.stderr().match(/The state could not be saved/g);
  expect(warnings).toHaveLength(1);
  expect(running.stderr()).toContain("ENOENT");
});

test("a signal ends it at once, also with open requests, and its state file stays", async () => {
  const faults = [{ on: { operation: "list" }, do: { delay_ms: 600_000 } }];
  writeFileSync(join(folder, "seed.json"), JSON.stringify({ ...seed, faults }));
  const running = await startFromCommandLine(
    "npx dms-lifecycle emulator --seed seed.json --state st.json",
    folder,
    program,
  );
  await fetch(`${running.url}${path}/action`, {
    method: "POST",
    headers: json,
    body: JSON.stringify({ action: "restart", instances: [instanceId(1)] }),
  });
  const late = fetch(running.url + path);
  late.catch(() => undefined);
  while (!(await (await fetch(`${running.url}/_emulator/journal`)).text()).includes("late"));
  await running.close();
  await expect(late).rejects.toThrow();
  expect(JSON.parse(readFileSync(join(folder, "st.json"), "utf8"))).toMatchObject({
    instances: [{ condition: { status: "RESTARTING" } }, { condition: { status: "RUNNING" } }],
  });
  expect(readdirSync(folder)).toEqual(["seed.json", "st.json"]);
});

test("listening on every address causes a warning on stderr, and the first line on stdout is a URL to call", async () => {
  const running = await startFromCommandLine(
    "npx dms-lifecycle emulator --host 0.0.0.0 --allow-host dms",
    folder,
    program,
  );
  expect((await fetch(`${running.url}/_emulator/health`)).status).toBe(200);
  await running.close();
  expect(running.stderr()).toMatch(/^The emulator listens on 0\.0\.0\.0: every machine .*\n$/);
});

test("a port that is taken is bad usage: exit code 2, and a text that says so", async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  const port = String((taken.address() as AddressInfo).port);
  const { code, stderr } = await runToEnd("--port", port);
  await new Promise((resolve) => taken.close(resolve));
  expect([code, stderr]).toEqual([
    2,
    `--port ${port} cannot be used: something else listens on it. Allowed: a port that is free, or 0, which takes one.\n`,
  ]);
});

test("a missing state file is created in its folder, without other files", async () => {
  writeFileSync(join(folder, "seed.json"), JSON.stringify(seed));
  const running = await startFromCommandLine(
    "npx dms-lifecycle emulator --seed seed.json --state st.json",
    folder,
    program,
  );
  expect(readdirSync(folder)).toEqual(["seed.json"]);
  expect(await statuses(running.url)).toHaveLength(2);
  expect(readdirSync(folder)).toEqual(["seed.json", "st.json"]);
  await running.close();
});

test("a state is not written through a link that others have put beside it", async () => {
  writeFileSync(join(folder, "seed.json"), JSON.stringify(seed));
  writeFileSync(join(folder, "precious"), "precious");
  symlinkSync(join(folder, "precious"), join(folder, "st.json.new"));
  const running = await startFromCommandLine(
    "npx dms-lifecycle emulator --seed seed.json --state st.json",
    folder,
    program,
  );
  expect(await statuses(running.url)).toHaveLength(2);
  await running.close();
  expect(readFileSync(join(folder, "precious"), "utf8")).toBe("precious");
  expect(readdirSync(folder)).toEqual(["precious", "seed.json", "st.json", "st.json.new"]);
});

test("a warning without a reader does not end the emulator", async () => {
  writeFileSync(join(folder, "seed.json"), JSON.stringify(seed));
  mkdirSync(join(folder, "gone"));
  const command = "npx dms-lifecycle emulator --seed seed.json --state gone/state.json";
  const running = await startFromCommandLine(command, folder, program);
  running.stopReading();
  rmSync(join(folder, "gone"), { recursive: true });
  for (let call = 1; call <= 5; call += 1) expect(await statuses(running.url)).toHaveLength(2);
  await running.close();
});

test.each<[string, readonly string[], string]>([
  ["an invalid port", ["--port", "99999"], "whole number from 0 to 65535"],
  ["a speed of zero", ["--speed", "0"], "above 0"],
  ["an unknown kind of clock", ["--clock", "sundial"], "Allowed choices are real, manual"],
  ["an unknown option", ["--sped", "2"], "unknown option"],
  [
    "a seed that is not there",
    ["--seed", "nowhere.json"],
    "--seed nowhere.json cannot be used: it is not there. Allowed: a JSON file",
  ],
  ["a seed that is a folder", ["--seed", "."], "--seed . cannot be used: it is a folder. Allowed: a JSON file"],
  [
    "a seed that is not JSON",
    ["--seed", "broken.json"],
    "--seed broken.json cannot be used: it is not JSON (line 1, c",
  ],
  ["an invalid seed", ["--seed", "bad.json"], "projects.p[0].engine must be kafka, rabbitmq or rocketmq"],
  ["an invalid state", ["--state", "bad.json"], "--state bad.json cannot be used: state.version must be 1"],
  ["a state that is broken off", ["--state", "broken.json"], "--state broken.json cannot be used: state is not JSON"],
  ["a state whose folder is not there", ["--state", "gone/st.json"], "--state gone/st.json cannot be used: its folder"],
  ["a state whose folder is a file", ["--state", "bad.json/st"], "--state bad.json/st cannot be used: its folder is a"],
  ["a state that is a folder", ["--state", "folder"], "--state folder cannot be used: it is not a file."],
  ["a state that cannot be replaced", ["--state", "/proc/held"], "--state /proc/held cannot be used: "],
  ["a state without a name", ["--state", ""], "must be the name of a file"],
  ["a host of another machine", ["--host", "203.0.113.7"], "--host 203.0.113.7 cannot be used: this machine has no"],
  ["an allowed host with a port", ["--allow-host", "dms:8080"], "must be a name or an address, without a scheme and a"],
  ["a host without a name", ["--host", ""], "must be an address of this machine"],
])("%s is bad usage: exit code 2, and a text that names the fault", async (_, args, text) => {
  writeFileSync(join(folder, "bad.json"), '{"projects":{"p":[{"engine":"redis"}]}}');
  writeFileSync(join(folder, "broken.json"), '{"version":1,"clock_ms":');
  mkdirSync(join(folder, "folder"));
  const { code, stderr } = await runToEnd(...args);
  expect(code).toBe(2);
  expect(stderr).toContain(text);
});
