import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createProviderServer } from "../framework/provider-server";
import { createHclog } from "../goplugin/log";
import { servePlugin } from "../goplugin/serve-plugin";
import { createDmsProvider } from "../provider/provider";
import { createTfplugin6Services, terraformPlugin } from "../tfplugin6/services";
import { realClock } from "./real-clock";
import { createRunRecordFiles } from "./run-record-files";

/** The program that Terraform starts. stdout belongs to the handshake; everything else goes to stderr. */
async function main(): Promise<void> {
  const { env } = process;
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

  const provider = createDmsProvider({
    environment: env,
    readFile,
    clock: realClock,
    newId: randomUUID,
    runRecords: createRunRecordFiles(join(env["TF_DATA_DIR"] ?? ".terraform", "dms-lifecycle"), randomUUID, (message) =>
      log("warn", `run records: ${message}`),
    ),
  });
  const server = createProviderServer(provider, { log });
  const outcome = await servePlugin({
    services: () => createTfplugin6Services(server),
    ...terraformPlugin,
    env,
    parentPid: () => process.ppid,
    writeLine: (line) => process.stdout.write(`${line}\n`),
    log,
    onStop: () => server.stop(),
    signal: terminated.signal,
  });
  if (outcome.kind === "no-host") process.stderr.write(`${outcome.message}\n`);
  process.exit(outcome.kind === "ended" ? 0 : 1);
}

function readFile(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

void main();
