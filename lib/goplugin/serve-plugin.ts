import type { GrpcService } from "./grpc-service";
import { failureLine, hasCookie, type Environment, type MagicCookie } from "./handshake";
import { watchHost } from "./host-watch";
import type { Log } from "./log";
import type { ServiceLoader } from "./method-table";
import type { Serving } from "./serving";
import { startPlugin, type StartedPlugin } from "./start-plugin";

/** What a plugin process is made of, and what it touches of its surroundings. */
export interface ServeOptions {
  /**
   * Loads the services. Called once: at the first call of a method that is not at hand, or, with nothing at hand, right after
   * the handshake line is out. What it loads delays that call, and not the start.
   */
  readonly services: ServiceLoader;
  /**
   * Methods that can be answered before the services are loaded. A host that calls no others gets a process that never loads
   * them; they win over methods of the same name in `services`.
   * @default none
   */
  readonly atHand?: readonly GrpcService[];
  readonly protocolVersion: number;
  readonly cookie: MagicCookie;
  readonly env: Environment;
  /** Reads the id of the parent process anew. */
  readonly parentPid: () => number;
  /** Writes a line to stdout, which belongs to the host: nothing else may be written there. */
  readonly writeLine: (line: string) => void;
  readonly log: Log;
  /** Asks running calls to end soon. Called once: when `signal` is aborted, or the process is about to end. */
  readonly onStop: () => void;
  /**
   * Asks for an end from outside, for instance at SIGTERM. Calls are stopped at once; serving goes on, so that the host can
   * take their answers and shut the process down, for `graceMs` at most.
   * @default nobody asks
   */
  readonly signal?: AbortSignal;
  /**
   * How long calls in hand may take to end once the host has gone, and all of it may take once `signal` is aborted, in
   * milliseconds.
   * @default 10000
   */
  readonly graceMs?: number;
  /**
   * How often to look whether the host is still there, in milliseconds.
   * @default 500
   */
  readonly hostCheckMs?: number;
}

type EndReason = "shutdown" | "host-gone" | "signal";

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
 * handshake line and answers calls until the host shuts it down or disappears, or some time after `signal` is aborted.
 * Never rejects.
 *
 * Source: the process contract of hashicorp/go-plugin, protocol 1 over gRPC.
 */
export async function servePlugin(options: ServeOptions): Promise<ServeOutcome> {
  if (!hasCookie(options.env, options.cookie)) return { kind: "no-host", message: STARTED_BY_HAND };
  const ending = createEnding();
  const hostGone = (): void => ending.end("host-gone");
  const host = watchHost(options.parentPid, options.hostCheckMs ?? DEFAULT_HOST_CHECK_MS, hostGone);
  let started: StartedPlugin;
  try {
    started = await startPlugin(options, () => ending.end("shutdown"));
  } catch (error) {
    host.stop();
    const message = failureLine(error instanceof Error ? error.message : String(error));
    canWrite(options, message);
    return { kind: "failed", message };
  }
  const { serving, handshake } = started;
  if (!canWrite(options, handshake)) hostGone();
  if (options.atHand === undefined) serving.preload();
  serving.grpc.onIdle(host.check);
  endUnlessConnected(serving, hostGone);
  const graceMs = options.graceMs ?? DEFAULT_GRACE_MS;
  const stop = once(options.onStop);
  onAbort(options.signal, () => {
    stop();
    setTimeout(() => ending.end("signal"), graceMs).unref();
  });

  const reason = await ending.reached;
  host.stop();
  options.log("debug", "ending", { reason });
  stop();
  await serving.close({ shutdown: SHUTDOWN_GRACE_MS, "host-gone": graceMs, signal: 0 }[reason]);
  return { kind: "ended", reason };
}

const STARTED_BY_HAND =
  "This program is a Terraform plugin. Terraform starts it by itself; it does nothing when started by hand.";

/** Whether the line was written: a host that was killed has closed its end. */
function canWrite(options: ServeOptions, line: string): boolean {
  try {
    options.writeLine(line);
    return true;
  } catch {
    return false;
  }
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

function onAbort(signal: AbortSignal | undefined, listener: () => void): void {
  if (signal?.aborted === true) listener();
  else signal?.addEventListener("abort", listener, { once: true });
}

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (!done) action();
    done = true;
  };
}
