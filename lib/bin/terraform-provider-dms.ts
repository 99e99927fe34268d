import { setFlagsFromString } from "node:v8";
import type { ProviderServer } from "../framework/server";
import type { GrpcService } from "../goplugin/grpc-service";
import { createHclog } from "../goplugin/log";
import { servePlugin } from "../goplugin/serve-plugin";
import { terraformPlugin } from "../tfplugin6/terraform-plugin";

/**
 * The program that Terraform starts. stdout belongs to the handshake; everything else goes to stderr. The provider itself
 * is loaded once the handshake is out.
 */
async function main(): Promise<void> {
  // A Terraform that was killed no longer reads. That must not end this process before it has stopped its calls.
  process.stdout.on("error", () => undefined);
  process.stderr.on("error", () => undefined);
  const log = createHclog(
    (line) => process.stderr.write(`${line}\n`),
    "dms",
    () => new Date(),
  );
  console.log = (...values: unknown[]) => log("debug", values.map(String).join(" "));

  // Ctrl-C reaches the whole process group; Terraform then asks for a stop over the wire, in its own time.
  process.on("SIGINT", () => undefined);
  const terminated = new AbortController();
  process.on("SIGTERM", () => terminated.abort());

  let server: ProviderServer | undefined;
  const services = async (): Promise<readonly GrpcService[]> => {
    // V8 would optimize the HTTP parser's WebAssembly in the background, and a process cannot end before that is done: 80 ms
    // at the end of each command that asks the service anything. Not earlier: with a flag set, V8 compiles Node's own modules
    // anew instead of taking them from its cache.
    setFlagsFromString("--liftoff-only");
    const { createDmsPlugin } = await import("./dms-plugin.js");
    const plugin = createDmsPlugin(process.env, log);
    server = plugin.server;
    return plugin.services;
  };
  const outcome = await servePlugin({
    services,
    ...terraformPlugin,
    env: process.env,
    parentPid: () => process.ppid,
    writeLine: (line) => process.stdout.write(`${line}\n`),
    log,
    onStop: () => server?.stop(),
    signal: terminated.signal,
  });
  if (outcome.kind === "no-host") process.stderr.write(`${outcome.message}\n`);
  process.exit(outcome.kind === "ended" ? 0 : 1);
}

void main();
