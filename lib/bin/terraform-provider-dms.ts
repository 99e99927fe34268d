import { Console } from "node:console";
import { writeSync } from "node:fs";
import type { GrpcService } from "../goplugin/grpc/service";
import { createHclog, type Log } from "../goplugin/log";
import { servePlugin } from "../goplugin/serve-plugin";
import { schemaAtHand, terraformPlugin } from "../tfplugin6/terraform-plugin";

/** This program's answer to GetProviderSchema in base64, inserted by `npm run build`. */
declare const SCHEMA_ANSWER: string | undefined;

/**
 * The program that Terraform starts. stdout belongs to the handshake; all other output goes to stderr. The provider itself is loaded at the
 * first request for more than its schema.
 */
async function main(): Promise<void> {
  const log = createHclog(writeTo(2), "dms", () => new Date());
  globalThis.console = logConsole(log);
  const terminated = heedSignals();
  const stopping = new AbortController();
  const outcome = await servePlugin({
    services: () => loadServices(stopping.signal, log),
    ...(typeof SCHEMA_ANSWER === "string" && { atHand: [schemaAtHand(Buffer.from(SCHEMA_ANSWER, "base64"))] }),
    ...terraformPlugin,
    env: process.env,
    parentPid: () => process.ppid,
    writeLine: writeTo(1),
    log,
    onStop: () => stopping.abort(),
    signal: terminated,
  });
  if (outcome.kind === "no-host") writeTo(2)(outcome.message);
  process.exit(outcome.kind === "ended" ? 0 : 1);
}

/**
 * Writes lines to a file descriptor, and throws if it has no reader. `process.stdout` would report that later or never, and would have to
 * be loaded.
 */
function writeTo(descriptor: number): (line: string) => void {
  return (line) => void writeSync(descriptor, `${line}\n`);
}

/** A console that writes to the log: a line on stdout could be taken for the handshake, or fill a pipe without a reader. */
function logConsole(log: Log): Console {
  const sink = { write: (text: string) => log("debug", text.trimEnd()) } as unknown as NodeJS.WritableStream;
  return new Console({ stdout: sink, ignoreErrors: false });
}

/** A signal that aborts when a process other than Terraform asks this one to end. */
function heedSignals(): AbortSignal {
  const terminated = new AbortController();
  // Ctrl-C reaches the whole process group; Terraform then asks for a stop over the wire, in its own time.
  process.on("SIGINT", () => undefined);
  // The end of a service, a container or a terminal may reach the group or this process alone.
  process.on("SIGTERM", () => terminated.abort());
  process.on("SIGHUP", () => terminated.abort());
  // By default this signal would open a port for a debugger.
  process.on("SIGUSR1", () => undefined);
  return terminated.signal;
}

/**
 * The flag by which V8 optimizes only functions that run ten times as long as usual. A process lives for one command: by default its
 * optimizing threads take a third of a plan's processor time with 500 instances, and the plan is over before that is of use.
 */
function rareOptimization(v8: string): string {
  return Number.parseInt(v8, 10) < 12 ? "--interrupt-budget=675840" : "--invocation-count-for-turbofan=30000";
}

async function loadServices(stopping: AbortSignal, log: Log): Promise<readonly GrpcService[]> {
  // V8 would optimize the HTTP parser's WebAssembly in the background, and a process cannot end before that is done: 80 ms
  // at the end of each command that asks the service anything. It would mark the heap in small steps, too, so that no pause is
  // long: nothing here waits for a pause, and the steps take 20 ms of a command. Not earlier: with a flag set, V8 compiles Node's
  // own modules again instead of taking them from its cache.
  const { setFlagsFromString } = await import("node:v8");
  const flags = ["--liftoff-only", "--no-incremental-marking", rareOptimization(process.versions.v8)];
  for (const flag of flags) setFlagsFromString(flag);
  const { createDmsPlugin } = await import("./dms-plugin.js");
  const host = { env: process.env, cwd: process.cwd() };
  const { server, services } = createDmsPlugin(host, log);
  if (stopping.aborted) server.stop();
  else stopping.addEventListener("abort", () => server.stop(), { once: true });
  return services;
}

void main();
