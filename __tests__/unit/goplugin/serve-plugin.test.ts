import { once } from "node:events";
import { existsSync } from "node:fs";
import { connect, type ClientHttp2Session } from "node:http2";
import { connect as connectSocket } from "node:net";
import { dirname } from "node:path";
import type { GrpcMethod, GrpcService } from "../../../lib/goplugin/grpc/service";
import { servePlugin, type ServeOptions, type ServeOutcome } from "../../../lib/goplugin/serve-plugin";
import { holdTimeouts } from "../../support/time/held-timeouts";

interface Running {
  readonly outcome: Promise<ServeOutcome>;
  readonly socketPath: string;
  readonly stopped: () => number;
}

let parent = 100;
const plain: ServeOptions = {
  services: () => [],
  protocolVersion: 6,
  cookie: { name: "COOKIE", value: "v" },
  env: { COOKIE: "v" },
  parentPid: () => parent,
  writeLine: () => undefined,
  log: () => undefined,
  onStop: () => undefined,
};
const sessions: ClientHttp2Session[] = [];
afterEach(() => {
  parent = 100;
  for (const session of sessions.splice(0)) session.destroy();
});

async function run(changes: Partial<ServeOptions>): Promise<Running> {
  let stops = 0;
  let takeLine: (line: string) => void = () => undefined;
  const line = new Promise<string>((resolve) => (takeLine = resolve));
  const outcome = servePlugin({ ...plain, writeLine: takeLine, onStop: () => (stops += 1), ...changes });
  return { outcome, socketPath: (await line).split("|")[3]!, stopped: () => stops };
}

async function open(socketPath: string): Promise<ClientHttp2Session> {
  const session = connect("http://localhost", { createConnection: () => connectSocket(socketPath) });
  sessions.push(session);
  await once(session, "remoteSettings");
  return session;
}

/** Calls a method that may be cut off before it answers. */
async function callHang({ socketPath }: Running): Promise<void> {
  const session = await open(socketPath);
  session.on("error", () => undefined);
  const stream = session.request({ ":method": "POST", ":path": "/s/Hang", "content-type": "application/grpc" });
  stream.on("error", () => undefined);
  stream.end(Buffer.alloc(5));
}

const Ask: GrpcMethod = { kind: "unary", handle: (request) => Promise.resolve(request) };

/** The gRPC status of a call with an empty message. */
async function ask(session: ClientHttp2Session, path = "/s/Ask"): Promise<unknown> {
  const stream = session.request({ ":method": "POST", ":path": path, "content-type": "application/grpc" });
  const trailers = once(stream, "trailers");
  stream.end(Buffer.alloc(5));
  stream.resume();
  const [received] = (await trailers) as [Record<string, unknown>];
  return received["grpc-status"];
}

describe("serving a plugin", () => {
  test("at a signal stops calls at once, serves on for the host, and ends in order when the time is over", async () => {
    await holdTimeouts(async (pass) => {
      const abort = new AbortController();
      const running = await run({
        signal: abort.signal,
        graceMs: 300,
        services: () => [{ name: "s", methods: { Ask } }],
      });
      abort.abort();
      expect(running.stopped()).toBe(1);
      pass(299);
      const session = await open(running.socketPath);
      expect(await ask(session)).toBe("0");
      pass(1);
      expect(await running.outcome).toEqual({ kind: "ended", reason: "signal" });
      expect(running.stopped()).toBe(1);
      expect(existsSync(dirname(running.socketPath))).toBe(false);
    });
  });

  test("after a signal a shutdown ends it, without waiting for the time to be over", async () => {
    const abort = new AbortController();
    const running = await run({ signal: abort.signal, graceMs: 1_000_000 });
    const session = await open(running.socketPath);
    abort.abort();
    await ask(session, "/plugin.GRPCController/Shutdown");
    expect(await running.outcome).toEqual({ kind: "ended", reason: "shutdown" });
    expect(running.stopped()).toBe(1);
  });

  test("heeds a signal that came before it began", async () => {
    const running = await run({ signal: AbortSignal.abort(), graceMs: 1 });
    expect(running.stopped()).toBe(1);
    expect(await running.outcome).toEqual({ kind: "ended", reason: "signal" });
  });

  test("ends at once when the last session closes and the parent is another", async () => {
    const running = await run({ hostCheckMs: 1_000_000 });
    const session = await open(running.socketPath);
    parent = 1;
    session.close();
    expect(await running.outcome).toEqual({ kind: "ended", reason: "host-gone" });
    expect(running.stopped()).toBe(1);
  });

  test("signals to running calls that their caller has gone before it stops them, even if the connection has not closed", async () => {
    const told: string[] = [];
    let begun: () => void = () => undefined;
    const hanging = new Promise<void>((resolve) => (begun = resolve));
    const handle = (_: Uint8Array, { signal }: { readonly signal: AbortSignal }): Promise<Uint8Array> =>
      new Promise((resolve) => {
        signal.addEventListener("abort", () => {
          told.push("cancelled");
          resolve(Buffer.alloc(0));
        });
        begun();
      });
    const running = await run({
      services: () => [{ name: "s", methods: { Hang: { kind: "unary", handle } } }],
      hostCheckMs: 1,
      onStop: () => told.push("stopped"),
    });
    await callHang(running);
    await hanging;
    parent = 1;
    expect(await running.outcome).toEqual({ kind: "ended", reason: "host-gone" });
    expect(told).toEqual(["cancelled", "stopped"]);
  });

  test("outlives a session when the parent is the same: a host may connect again", async () => {
    const abort = new AbortController();
    const running = await run({ signal: abort.signal, graceMs: 1 });
    const session = await open(running.socketPath);
    session.close();
    await once(session, "close");
    await open(running.socketPath);
    expect(running.stopped()).toBe(0);
    abort.abort();
    await running.outcome;
  });

  test("waits a bounded time for a call that does not heed the stop", async () => {
    let begun: () => void = () => undefined;
    const hanging = new Promise<void>((resolve) => (begun = resolve));
    const handle = (): Promise<Uint8Array> => {
      begun();
      return new Promise(() => undefined);
    };
    const abort = new AbortController();
    const running = await run({
      services: () => [{ name: "s", methods: { Hang: { kind: "unary", handle } } }],
      signal: abort.signal,
      graceMs: 5,
    });
    await callHang(running);
    await hanging;
    abort.abort();
    expect(await running.outcome).toEqual({ kind: "ended", reason: "signal" });
  });

  test("loads its services once the handshake line is out, before the first call", async () => {
    const order: string[] = [];
    const abort = new AbortController();
    let loaded: () => void = () => undefined;
    const loading = new Promise<void>((resolve) => (loaded = resolve));
    const outcome = servePlugin({
      ...plain,
      signal: abort.signal,
      graceMs: 1,
      writeLine: () => order.push("line"),
      services: () => {
        order.push("services");
        loaded();
        return Promise.resolve([]);
      },
    });
    await loading;
    expect(order).toEqual(["line", "services"]);
    abort.abort();
    await outcome;
  });

  test("with ready methods, loads its services at the first call of another one", async () => {
    let loads = 0;
    const services = (): readonly GrpcService[] => {
      loads += 1;
      return [{ name: "s", methods: { Other: Ask } }];
    };
    const running = await run({ services, atHand: [{ name: "s", methods: { Ask } }] });
    const session = await open(running.socketPath);
    expect(await ask(session)).toBe("0");
    expect(loads).toBe(0);
    expect(await ask(session, "/s/Other")).toBe("0");
    expect(loads).toBe(1);
    await ask(session, "/plugin.GRPCController/Shutdown");
    await running.outcome;
  });

  test("ends in order when the host was killed before it could read the line", async () => {
    let stops = 0;
    const outcome = await servePlugin({
      ...plain,
      onStop: () => (stops += 1),
      writeLine: () => {
        throw new Error("EPIPE");
      },
    });
    expect(outcome).toEqual({ kind: "ended", reason: "host-gone" });
    expect(stops).toBe(1);
  });

  test("gives up on a host that never connects", async () => {
    jest.useFakeTimers({ doNotFake: ["nextTick", "setImmediate", "queueMicrotask"] });
    try {
      const running = await run({});
      jest.advanceTimersByTime(59_000);
      expect(running.stopped()).toBe(0);
      jest.advanceTimersByTime(1_000);
      expect(await running.outcome).toEqual({ kind: "ended", reason: "host-gone" });
    } finally {
      jest.useRealTimers();
    }
  });

  test("without the cookie writes nothing and serves nothing", async () => {
    const lines: string[] = [];
    const outcome = await servePlugin({ ...plain, env: {}, writeLine: (line) => lines.push(line) });
    expect(outcome.kind).toBe("no-host");
    expect(lines).toEqual([]);
  });
});
