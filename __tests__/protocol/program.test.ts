import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Readable } from "node:stream";
import { schemaAnswer } from "../../scripts/schema-answer";
import { createServerCertificate } from "../../lib/goplugin/tls/certificate";
import { parseHandshake, ProtocolClient } from "../support/protocol/client";
import { magicCookie, startNode, startProgram, type Started } from "../support/protocol/process";
import { proto } from "../support/protocol/protobuf";

// The provider's own program, as `npm run build` has made it.
const root = resolve(__dirname, "../..");
const folder = join(root, "dist/provider");
const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")) as { readonly executable: string };
const program = join(folder, manifest.executable);

const schema = "/tfplugin6.Provider/GetProviderSchema";
const shutdown = "/plugin.GRPCController/Shutdown";

const certificate = createServerCertificate(new Date());
const hostName = { ...magicCookie, PLUGIN_PROTOCOL_VERSIONS: "6", PLUGIN_CLIENT_CERT: certificate.certificatePem };

let temporary: string;
const started: Started[] = [];
const clients: ProtocolClient[] = [];

beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), "program-"));
});
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
  for (const one of started.splice(0)) one.process.kill("SIGKILL");
  rmSync(temporary, { recursive: true, force: true });
});

/** As Terraform starts it; with arguments for node, without its launcher. */
function start(env: Readonly<Record<string, string>> = {}, nodeArgs?: readonly string[], file = program): Started {
  const all = { ...hostName, TMPDIR: temporary, ...env };
  const one = nodeArgs === undefined ? startProgram(file, [], all) : startNode([...nodeArgs, file], all);
  started.push(one);
  return one;
}

async function connect(one: Started): Promise<ProtocolClient> {
  const client = await ProtocolClient.connect(parseHandshake((await one.firstLine)!), certificate);
  clients.push(client);
  return client;
}

describe("the schema", () => {
  test("is answered with the very bytes that the provider itself would give", async () => {
    const client = await connect(start());
    expect((await client.unary(schema, proto())).equals(await schemaAnswer(root))).toBe(true);
  });

  test("is answered by the part that is there for the handshake: the rest of the program is not even looked at", async () => {
    const [copy, parts] = copyBeside((bytes, length) => bytes.fill("!", length));
    const client = await connect(start({}, [], copy));
    expect((await client.unary(schema, proto())).length).toBeGreaterThan(5_000);
    const { status, statusMessage } = await client.call("/tfplugin6.Provider/GetMetadata", proto());
    expect([status, statusMessage]).toEqual([13, expect.stringContaining(`${parts} has other content: the package`)]);
  });

  test("is not answered by a program whose other file is cut: its first line names the file and the repair", async () => {
    const [copy, parts] = copyBeside((bytes, length) => bytes.subarray(0, length));
    const one = start({}, [], copy);
    expect(await one.firstLine).toMatch(new RegExp(`^${parts} has \\d+ bytes instead of \\d+: .* run terraform init;`));
    expect(await one.exitCode).toBe(1);
  });

  /** A copy of the program, beside which the file of parts is `harm` of it; `length` has the first part. */
  function copyBeside(harm: (bytes: Buffer, length: number) => Buffer): readonly [copy: string, parts: string] {
    const [copy, parts] = [join(temporary, "copy.cjs"), join(temporary, "parts.js")];
    copyFileSync(program, copy);
    const [, length = 0] = /"places":\[\[0,(\d+),/.exec(readFileSync(program, "utf8")) ?? [];
    writeFileSync(parts, harm(readFileSync(join(folder, "parts.js")), Number(length)));
    return [copy, parts];
  }

  test.each(["without", "with"])("is answered %s kept code", async (which) => {
    const answerIn = async (): Promise<void> => {
      const one = start({ HOME: temporary });
      const client = await connect(one);
      expect((await client.unary(schema, proto())).equals(await schemaAnswer(root))).toBe(true);
      expect(await client.call("/tfplugin6.Provider/GetMetadata", proto())).toMatchObject({ status: 0 });
      await client.unary(shutdown, proto());
      expect(await one.exitCode).toBe(0);
    };
    if (which === "with") await answerIn();
    await answerIn();
    // V8 is set otherwise when the first part has loaded the second.
    expect(readdirSync(join(temporary, ".cache/dms-lifecycle/code"))).toEqual([expect.stringMatching(/part:1$/)]);
  });
});

describe("signals", () => {
  test.each<NodeJS.Signals>(["SIGTERM", "SIGHUP"])("at %s it goes on until it is shut down", async (signal) => {
    const one = start();
    const client = await connect(one);
    await client.unary(schema, proto());
    one.process.kill(signal);
    await new Promise((done) => setTimeout(done, 300));
    expect(one.process.exitCode ?? one.process.signalCode).toBeNull();
    await client.unary(schema, proto());
    await client.unary(shutdown, proto());
    expect(await one.exitCode).toBe(0);
  });

  test("at SIGUSR1 it opens no port for a debugger", async () => {
    const one = start();
    const client = await connect(one);
    one.process.kill("SIGUSR1");
    await new Promise((done) => setTimeout(done, 300));
    await client.unary(shutdown, proto());
    expect(await one.exitCode).toBe(0);
    expect(one.stderr()).not.toContain("Debugger");
  });
});

test("a host that is killed right after the start ends it", async () => {
  const script = `require("node:child_process").spawn(${JSON.stringify(program)}, [], { stdio: ["ignore", "pipe", "pipe", 3] });
    process.kill(process.pid, "SIGKILL");`;
  const parent = spawn(process.execPath, ["-e", script], {
    env: { PATH: process.env["PATH"], TMPDIR: temporary, ...hostName },
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  // Held open by the program as long as it lives.
  const lifeline = parent.stdio[3] as Readable;
  await once(parent, "exit");
  const orphanedAt = Date.now();
  await once(lifeline.resume(), "end");
  // A program that did not watch its host would wait a minute for a connection.
  expect(Date.now() - orphanedAt).toBeLessThan(50_000);
  expect(readdirSync(temporary)).toEqual([]);
});

describe("its surroundings", () => {
  test("all output of a console goes into the log, and nothing but the handshake to stdout", async () => {
    const hook = join(temporary, "hook.cjs");
    const calls = `console.log("said log"); console.info("said info"); console.debug("said debug"); console.dir("said dir");
      console.table([{ said: "table" }]); console.group("said group"); console.warn("said warn"); console.error("said error");
      console.count("said count"); console.trace("said trace"); console.assert(false, "said assert");`;
    writeFileSync(hook, `setTimeout(() => { ${calls} }, 100);`);
    const one = start({}, ["-r", hook]);
    await one.firstLine;
    await one.saw("said assert");
    expect(one.stdout()).toMatch(/^1\|6\|[^\n]+\n$/);
    const messages = one
      .stderr()
      .trimEnd()
      .split("\n")
      .map((line) => (JSON.parse(line) as { "@message": string })["@message"]);
    for (const word of ["log", "info", "debug", "dir", "group", "warn", "error", "count", "trace", "assert"])
      expect(messages.some((message) => message.includes(`said ${word}`))).toBe(true);
    expect(messages.join("\n")).toContain("'table'");
  });

  test("starts below a program that is itself a worker of Node's cluster", async () => {
    const one = start({
      NODE_UNIQUE_ID: "1",
      NODE_CHANNEL_FD: "3",
      NODE_CHANNEL_SERIALIZATION_MODE: "json",
      NODE_V8_COVERAGE: join(temporary, "coverage"),
    });
    await (await connect(one)).unary(shutdown, proto());
    expect(await one.exitCode).toBe(0);
  });
});
