import { spawn, type ChildProcess } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync } from "node:fs";
import { connect as connectSocket, createServer, type Server, type Socket } from "node:net";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { decode, encode, ExtData } from "@msgpack/msgpack";
import { createServerCertificate } from "../../lib/goplugin/tls/certificate";
import { parseHandshake, ProtocolClient, type ClientCertificate, type Handshake } from "../support/protocol/client";
import {
  bundlePlugin,
  firstLineOf,
  magicCookie,
  startNode,
  type PluginBundle,
  type Started,
} from "../support/protocol/process";
import { oneOf, proto, textOf } from "../support/protocol/protobuf";

const apply = "/tfplugin6.Provider/ApplyResourceChange";
const readData = "/tfplugin6.Provider/ReadDataSource";
const shutdown = "/plugin.GRPCController/Shutdown";
const unknownValue = new ExtData(0, Uint8Array.of(0));

let bundle: PluginBundle;
const started: Started[] = [];
const parents: ChildProcess[] = [];
const clients: ProtocolClient[] = [];
const servers: Server[] = [];

beforeAll(async () => {
  bundle = await bundlePlugin();
});
afterAll(() => bundle.remove());
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
  for (const one of started.splice(0)) one.process.kill("SIGKILL");
  for (const parent of parents.splice(0)) parent.kill("SIGKILL");
  for (const server of servers.splice(0)) server.close();
});

const newCertificate = (): ClientCertificate => createServerCertificate(new Date());

function start(env: Readonly<Record<string, string>>): Started {
  const one = startNode([bundle.file], { TMPDIR: bundle.folder, ...env });
  started.push(one);
  return one;
}

async function startTls(certificate: ClientCertificate): Promise<{ one: Started; handshake: Handshake }> {
  const one = start({
    ...magicCookie,
    PLUGIN_PROTOCOL_VERSIONS: "5,6",
    PLUGIN_CLIENT_CERT: certificate.certificatePem,
  });
  return { one, handshake: parseHandshake((await one.firstLine)!) };
}

async function connect(handshake: Handshake, certificate?: ClientCertificate): Promise<ProtocolClient> {
  const client = await ProtocolClient.connect(handshake, certificate);
  clients.push(client);
  return client;
}

const waitingApply = proto([1, "probe_thing"], [3, proto([1, encode({ name: "waits", id: unknownValue })])]);
const echo = (text: string): Buffer => proto([1, "probe_echo"], [2, proto([1, encode({ text, echo: null })])]);
const echoed = (response: Uint8Array): string => (decode(oneOf(oneOf(response, 1), 1)) as { echo: string }).echo;

/** A socket in front of another one, that can stop reading from it. */
async function slowReader(
  address: string,
  path: string,
): Promise<{ path: string; pauseFor: (ms: number) => void; server: Server }> {
  let upstream: Socket | undefined;
  const server = createServer((downstream) => {
    upstream = connectSocket(address);
    for (const socket of [upstream, downstream]) socket.on("error", () => undefined);
    upstream.pipe(downstream).pipe(upstream);
  });
  server.listen(path);
  await once(server, "listening");
  const pauseFor = (ms: number): void => {
    upstream?.pause();
    setTimeout(() => upstream?.resume(), ms);
  };
  return { path, pauseFor, server };
}

describe("start", () => {
  test("without the magic cookie it says that Terraform starts it, and exits 1", async () => {
    const one = start({ PLUGIN_PROTOCOL_VERSIONS: "6" });
    expect(await one.exitCode).toBe(1);
    expect(await one.firstLine).toBeUndefined();
    expect(one.stderr()).toMatch(/^This program is a Terraform plugin\. .*\n$/);
  });

  test("the handshake line announces a private socket and an unpadded certificate for localhost", async () => {
    const { handshake } = await startTls(newCertificate());
    expect(handshake).toMatchObject({ coreVersion: "1", protocolVersion: "6", network: "unix", protocol: "grpc" });
    expect(handshake.address.startsWith(`${bundle.folder}/`)).toBe(true);
    expect(handshake.certificate).toMatch(/^[A-Za-z0-9+/]+$/);
    const certificate = new X509Certificate(Buffer.from(handshake.certificate!, "base64"));
    expect(certificate.subjectAltName).toBe("DNS:localhost");
  });

  test("the socket goes where the host wants it", async () => {
    const wanted = join(bundle.folder, "wanted");
    mkdirSync(wanted, { recursive: true });
    const handshake = parseHandshake((await start({ ...magicCookie, PLUGIN_UNIX_SOCKET_DIR: wanted }).firstLine)!);
    expect(dirname(dirname(handshake.address))).toBe(wanted);
    expect(handshake.certificate).toBeUndefined();
  });

  test.each(["/nowhere/at/all", "/proc"])(
    "when the host wants it in %s, it goes to the temporary folder",
    async (wanted) => {
      const handshake = parseHandshake((await start({ ...magicCookie, PLUGIN_UNIX_SOCKET_DIR: wanted }).firstLine)!);
      expect(dirname(dirname(handshake.address))).toBe(bundle.folder);
      expect(echoed(await (await connect(handshake)).unary(readData, echo("here")))).toBe("here");
    },
  );

  test("with no room for a socket path it listens on loopback, and works", async () => {
    const deep = join(bundle.folder, "d".repeat(100));
    mkdirSync(deep, { recursive: true });
    const one = start({ ...magicCookie, PLUGIN_UNIX_SOCKET_DIR: deep, TMPDIR: deep });
    const handshake = parseHandshake((await one.firstLine)!);
    expect(handshake.network).toBe("tcp");
    expect(handshake.address).toMatch(/^127\.0\.0\.1:\d+$/);
    const client = await connect(handshake);
    expect(echoed(await client.unary(readData, echo("over tcp")))).toBe("over tcp");
  });

  test.each([
    ["a host that speaks only protocol 5", { PLUGIN_PROTOCOL_VERSIONS: "4,5" }, /plugin protocol 6.*only 4, 5/],
    ["an invalid client certificate", { PLUGIN_CLIENT_CERT: "not\na\ncertificate" }, /./],
  ])("%s gets one line of explanation on stdout, and exit code 1", async (_case, env, line) => {
    const one = start({ ...magicCookie, ...env });
    expect(await one.firstLine).toMatch(line);
    expect(await one.firstLine).not.toMatch(/^1\|/);
    expect(await one.exitCode).toBe(1);
  });
});

describe("mutual TLS", () => {
  test("the holder of the announced certificate is served", async () => {
    const certificate = newCertificate();
    const { handshake } = await startTls(certificate);
    const client = await connect(handshake, certificate);
    expect(echoed(await client.unary(readData, echo("secret")))).toBe("secret");
  });

  test("no certificate and another certificate are refused, and the right one is served afterwards", async () => {
    const certificate = newCertificate();
    const { one, handshake } = await startTls(certificate);
    await expect(connect(handshake)).rejects.toThrow();
    await expect(connect(handshake, newCertificate())).rejects.toThrow();
    await expect(connect({ ...handshake, certificate: undefined })).rejects.toThrow();
    const client = await connect(handshake, certificate);
    expect(echoed(await client.unary(readData, echo("still")))).toBe("still");
    expect(one.stderr()).toContain("refused a client");
  });

  test("two calls run at once, and a 20 MB message passes beside them", async () => {
    const certificate = newCertificate();
    const { one, handshake } = await startTls(certificate);
    const client = await connect(handshake, certificate);
    const applying = client.unary(apply, waitingApply);
    await one.saw("waiting");
    const text = "x".repeat(20 << 20);
    const [large, small] = await Promise.all([
      client.unary(readData, echo(text)),
      client.unary(readData, echo("small")),
    ]);
    expect(echoed(small)).toBe("small");
    expect(echoed(large) === text).toBe(true);
    await client.unary("/tfplugin6.Provider/StopProvider", proto());
    expect(textOf(oneOf(await applying, 3), 2)).toBe("Stopped");
  });
});

test("more calls at once than Terraform makes by default are no leak to warn of", async () => {
  const certificate = newCertificate();
  const { one, handshake } = await startTls(certificate);
  const client = await connect(handshake, certificate);
  const applying = Array.from({ length: 12 }, () => client.unary(apply, waitingApply));
  await client.unary("/tfplugin6.Provider/StopProvider", proto());
  await Promise.all(applying);
  await client.call(shutdown, proto());
  expect(await one.exitCode).toBe(0);
  expect(one.stderr()).toContain("waiting");
  expect(one.stderr()).not.toContain("MaxListeners");
});

describe("end", () => {
  test("Shutdown is answered, the process exits 0 and leaves no socket", async () => {
    const certificate = newCertificate();
    const { one, handshake } = await startTls(certificate);
    const client = await connect(handshake, certificate);
    expect(await client.call(shutdown, proto())).toMatchObject({ status: 0 });
    expect(await one.exitCode).toBe(0);
    expect(existsSync(dirname(handshake.address))).toBe(false);
  });

  test("Shutdown stops running calls, which still get to answer", async () => {
    const certificate = newCertificate();
    const { one, handshake } = await startTls(certificate);
    const client = await connect(handshake, certificate);
    const applying = client.unary(apply, waitingApply);
    await one.saw("waiting");
    void client.call(shutdown, proto());
    expect(textOf(oneOf(await applying, 3), 2)).toBe("Stopped");
    expect(await one.exitCode).toBe(0);
  });

  // More than the socket itself holds, so that the end of it still waits in the process when the call has ended.
  test.each([300_000, 2_000_000])(
    "the answer of %s bytes to a stopped call arrives at a host that is slow to read it",
    async (size) => {
      const certificate = newCertificate();
      const { one, handshake } = await startTls(certificate);
      const slow = await slowReader(handshake.address, join(bundle.folder, `slow-${size}`));
      servers.push(slow.server);
      const client = await connect({ ...handshake, address: slow.path }, certificate);
      client.session.setLocalWindowSize(1 << 24);
      client.session.settings({ initialWindowSize: 1 << 24 });
      const secret = "x".repeat(size);
      const waiting = proto([1, "probe_thing"], [3, proto([1, encode({ name: "waits", id: unknownValue, secret })])]);
      const applying = client.unary(apply, waiting);
      await one.saw("waiting");
      slow.pauseFor(100);
      void client.call(shutdown, proto());
      expect(textOf(oneOf(await applying, 3), 2)).toBe("Stopped");
      expect(await one.exitCode).toBe(0);
    },
  );

  test("Ctrl-C is left to the host", async () => {
    const certificate = newCertificate();
    const { one, handshake } = await startTls(certificate);
    const client = await connect(handshake, certificate);
    one.process.kill("SIGINT");
    expect(echoed(await client.unary(readData, echo("alive")))).toBe("alive");
  });

  test("a log without a reader does not prevent it from ending in order", async () => {
    const certificate = newCertificate();
    const { one, handshake } = await startTls(certificate);
    const client = await connect(handshake, certificate);
    one.process.stderr!.destroy();
    one.process.stdout!.destroy();
    await client.call(shutdown, proto());
    expect(await one.exitCode).toBe(0);
    expect(existsSync(dirname(handshake.address))).toBe(false);
  });
});

describe("a killed host", () => {
  /** Starts the plugin as a grandchild, which holds `lifeline` open as long as it lives. */
  async function startBelowParent(): Promise<{
    parent: ChildProcess;
    handshake: Handshake;
    log: Readable;
    gone: Promise<unknown>;
  }> {
    const script = `require("node:child_process").spawn(process.execPath, [${JSON.stringify(bundle.file)}], { stdio: ["ignore", 1, 2, 3] });
      setInterval(() => undefined, 1e6);`;
    const parent = spawn(process.execPath, ["-e", script], {
      env: { PATH: process.env["PATH"], TMPDIR: bundle.folder, ...magicCookie },
      stdio: ["ignore", "pipe", "pipe", "pipe"],
    });
    parents.push(parent);
    const lifeline = parent.stdio[3] as Readable;
    const { stdout, stderr } = parent;
    if (stdout === null || stderr === null) throw new Error("The parent has no pipes.");
    const gone = once(lifeline.resume(), "end");
    const handshake = parseHandshake((await firstLineOf(stdout))!);
    return { parent, handshake, log: stderr, gone };
  }

  test("ends an idle plugin", async () => {
    const { parent, handshake, gone } = await startBelowParent();
    const client = await connect(handshake);
    await client.unary(readData, echo("x"));
    parent.kill("SIGKILL");
    await gone;
    expect(existsSync(dirname(handshake.address))).toBe(false);
  });

  test("stops a running call first, then ends the plugin, though another client is still connected", async () => {
    const { parent, handshake, log, gone } = await startBelowParent();
    const client = await connect(handshake);
    const waiting = new Promise<void>((resolve) => {
      log.on("data", (chunk: Buffer) => {
        if (chunk.toString().includes("waiting")) resolve();
      });
    });
    const applying = client.unary(apply, waitingApply);
    await waiting;
    parent.kill("SIGKILL");
    expect(textOf(oneOf(await applying, 3), 2)).toBe("Stopped");
    await gone;
    expect(existsSync(dirname(handshake.address))).toBe(false);
  });
});
