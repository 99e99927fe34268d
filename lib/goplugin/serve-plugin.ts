import type { Http2Server } from "node:http2";
import { createServerCertificate } from "./certificate";
import type { GrpcService } from "./grpc-service";
import { failureLine, handshakeLine, hasCookie, hostVersions, type Environment, type MagicCookie } from "./handshake";
import { watchHost } from "./host-watch";
import { createPinnedServer, createPlainServer } from "./http2-server";
import { socketFolders } from "./listen";
import type { Log } from "./log";
import { startServing, type Serving } from "./serving";

export interface ServeOptions {
  /** Called at the first request, after the handshake: what it loads does not delay the start. */
  readonly services: () => readonly GrpcService[];
  readonly protocolVersion: number;
  readonly cookie: MagicCookie;
  readonly env: Environment;
  /** Reads the id of the parent process anew. */
  readonly parentPid: () => number;
  /** Writes a line to stdout, which belongs to the host: nothing else may be written there. */
  readonly writeLine: (line: string) => void;
  readonly log: Log;
  /** Asks running calls to end soon. Called once, when the process is about to end. */
  readonly onStop: () => void;
  /** Ends serving from outside, for instance at SIGTERM. */
  readonly signal?: AbortSignal;
  /**
   * How long calls in hand may take to end once the host has gone or `signal` is aborted, in milliseconds.
   * @default 10000
   */
  readonly graceMs?: number;
  /**
   * How often to look whether the host is still there, in milliseconds.
   * @default 500
   */
  readonly hostCheckMs?: number;
}

export type EndReason = "shutdown" | "host-gone" | "signal";

/** Why `servePlugin` came back. The process has nothing left to do in any of these cases. */
export type ServeOutcome =
  | { readonly kind: "ended"; readonly reason: EndReason }
  /** Started by hand. The message is for that person; nothing was written. */
  | { readonly kind: "no-host"; readonly message: string }
  /** Could not start. The message has been written as the line that the host shows to its user. */
  | { readonly kind: "failed"; readonly message: string };

const DEFAULT_GRACE_MS = 10_000;
const DEFAULT_HOST_CHECK_MS = 500;

/** The host kills two seconds after Shutdown, so what it gave up on gets half of that. */
const SHUTDOWN_GRACE_MS = 1_000;

/** The host connects within a minute of the handshake, or has gone before its process id was known. */
const CONNECT_WITHIN_MS = 60_000;

/**
 * Serves one plugin process from handshake to end: checks that a host has started it, opens a socket, prints the
 * handshake line and answers calls until the host shuts it down, disappears, or `signal` is aborted. Never rejects.
 *
 * Source: the process contract of hashicorp/go-plugin, protocol 1 over gRPC.
 */
export async function servePlugin(options: ServeOptions): Promise<ServeOutcome> {
  const { env, cookie } = options;
  if (!hasCookie(env, cookie)) {
    return {
      kind: "no-host",
      message:
        "This program is a Terraform plugin. Terraform starts it by itself; it does nothing when started by hand.",
    };
  }
  const ending = createEnding();
  const host = watchHost(options.parentPid, options.hostCheckMs ?? DEFAULT_HOST_CHECK_MS, () =>
    ending.end("host-gone"),
  );
  let serving: Serving;
  try {
    serving = await start(options, () => ending.end("shutdown"));
  } catch (error) {
    host.stop();
    const message = failureLine(error instanceof Error ? error.message : String(error));
    options.writeLine(message);
    return { kind: "failed", message };
  }
  serving.grpc.onIdle(host.check);
  endUnlessConnected(serving, () => ending.end("host-gone"));
  endOnSignal(options.signal, () => ending.end("signal"));

  const reason = await ending.reached;
  host.stop();
  options.log("debug", "ending", { reason });
  options.onStop();
  await serving.close(reason === "shutdown" ? SHUTDOWN_GRACE_MS : (options.graceMs ?? DEFAULT_GRACE_MS));
  return { kind: "ended", reason };
}

/** Everything up to the handshake line, which is written last. Rejects when the process cannot serve. */
async function start(options: ServeOptions, onShutdown: () => void): Promise<Serving> {
  const { env, protocolVersion, log } = options;
  refuseOtherVersions(env, protocolVersion);
  const { server, certificateDer } = createServer(env, log);
  const serving = await startServing(server, {
    services: options.services,
    folders: socketFolders(env["PLUGIN_UNIX_SOCKET_DIR"]),
    onShutdown,
    log,
  });
  options.writeLine(handshakeLine(protocolVersion, serving.address, certificateDer));
  return serving;
}

/** A host that says nothing about versions is taken at its word: it will read ours from the handshake line. */
function refuseOtherVersions(env: Environment, protocolVersion: number): void {
  const offered = hostVersions(env);
  if (offered.length === 0 || offered.includes(protocolVersion)) return;
  throw new Error(
    `This provider speaks plugin protocol ${protocolVersion}, and this version of Terraform only ${offered.join(", ")}. ` +
      "Use a newer Terraform.",
  );
}

/** TLS exactly when the host has sent a certificate: without one it will speak clear text. */
function createServer(env: Environment, log: Log): { server: Http2Server; certificateDer?: Buffer } {
  const clientCertificate = env["PLUGIN_CLIENT_CERT"];
  if (clientCertificate === undefined || clientCertificate === "") return { server: createPlainServer(log) };
  const certificate = createServerCertificate(new Date());
  return { server: createPinnedServer(certificate, clientCertificate, log), certificateDer: certificate.der };
}

interface Ending {
  readonly reached: Promise<EndReason>;
  /** The first reason counts. */
  end(reason: EndReason): void;
}

function createEnding(): Ending {
  let end: (reason: EndReason) => void = () => undefined;
  const reached = new Promise<EndReason>((resolve) => (end = resolve));
  return { reached, end };
}

function endUnlessConnected(serving: Serving, end: () => void): void {
  const timer = setTimeout(end, CONNECT_WITHIN_MS);
  timer.unref();
  serving.grpc.onConnect(() => clearTimeout(timer));
}

function endOnSignal(signal: AbortSignal | undefined, end: () => void): void {
  if (signal?.aborted === true) end();
  else signal?.addEventListener("abort", end, { once: true });
}
