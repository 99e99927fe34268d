import type { GrpcService, ServiceLoader } from "./grpc/service";
import { failureLine, hasCookie, type Environment, type MagicCookie } from "./handshake";
import { watchHost } from "./host-watch";
import type { Log } from "./log";
import type { Serving } from "./serving";
import { startPlugin, type StartedPlugin } from "./start-plugin";

/** The parts of a plugin process and its surroundings. */
export interface ServeOptions {
  /**
   * Loads the services. Called once: at the first call of a method outside `atHand` or, without `atHand`, right after the handshake line.
   * The loading delays that call, not the start.
   */
  readonly services: ServiceLoader;
  /**
   * Methods that can be answered before the services are loaded. A process whose host calls only these never loads the services. They
   * override methods of the same name in `services`.
   * @default none
   */
  readonly atHand?: readonly GrpcService[];
  readonly protocolVersion: number;
  readonly cookie: MagicCookie;
  readonly env: Environment;
  /** Reads the present id of the parent process. */
  readonly parentPid: () => number;
  /** Writes a line to stdout, which belongs to the host: no other code may write there. */
  readonly writeLine: (line: string) => void;
  readonly log: Log;
  /** Asks running calls to end soon. Called once: when `signal` aborts, or before the process ends. */
  readonly onStop: () => void;
  /**
   * Asks for the end from outside, for instance at SIGTERM. Calls are stopped at once; the server goes on for at most `graceMs`, so that
   * the host can take the answers and shut the process down.
   * @default no signal
   */
  readonly signal?: AbortSignal;
  /**
   * Milliseconds for running calls to end once the host has gone, and for the whole end once `signal` aborts.
   * @default 10000
   */
  readonly graceMs?: number;
  /**
   * Milliseconds between two checks whether the host still exists.
   * @default 500
   */
  readonly hostCheckMs?: number;
}

type EndReason = "shutdown" | "host-gone" | "signal";

/** The reason why `servePlugin` returned. The process has no more work in any of these cases. */
export type ServeOutcome =
  | { readonly kind: "ended"; readonly reason: EndReason }
  /** The program was started by hand. The message is for that person and is not written yet. */
  | { readonly kind: "no-host"; readonly message: string }
  /** The server could not start. The message has been written as the line that the host shows to its user. */
  | { readonly kind: "failed"; readonly message: string };

const defaultGraceMs = 10_000;
const defaultHostCheckMs = 500;

/** The host kills the process two seconds after Shutdown, so abandoned calls get half of that. */
const shutdownGraceMs = 1_000;

/** A host that does not connect within a minute of the handshake has gone before its process id was known. */
const connectWithinMs = 60_000;

/**
 * Serves one plugin process from handshake to end: checks that a host has started it, opens a socket, prints the
 * handshake line and answers calls until the host shuts it down or disappears, or some time after `signal` is aborted.
 * Never rejects.
 *
 * Source: the process contract of hashicorp/go-plugin, protocol 1 over gRPC.
 */
export async function servePlugin(options: ServeOptions): Promise<ServeOutcome> {
  if (!hasCookie(options.env, options.cookie)) return { kind: "no-host", message: startedByHand };
  const ending = createEnding();
  const hostGone = (): void => ending.end("host-gone");
  const host = watchHost(options.parentPid, options.hostCheckMs ?? defaultHostCheckMs, hostGone);
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
  const graceMs = options.graceMs ?? defaultGraceMs;
  const stop = once(options.onStop);
  onAbort(options.signal, () => {
    stop();
    setTimeout(() => ending.end("signal"), graceMs).unref();
  });

  const reason = await ending.reached;
  host.stop();
  options.log("debug", "ending", { reason });
  // First of the two: a call that is stopped with its caller gone must not take its answer for read.
  if (reason === "host-gone") serving.grpc.cancel();
  stop();
  await serving.close({ shutdown: shutdownGraceMs, "host-gone": graceMs, signal: 0 }[reason]);
  return { kind: "ended", reason };
}

const startedByHand =
  "This program is a Terraform plugin. Terraform starts it by itself; it does nothing when started by hand.";

/** Whether the line could be written: a killed host has closed its end. */
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
  const timer = setTimeout(end, connectWithinMs);
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
