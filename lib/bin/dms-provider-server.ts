import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createProviderServer } from "../framework/provider-server";
import type { Log } from "../framework/resource";
import type { ProviderServer } from "../framework/server";
import { createDmsProvider } from "../provider/provider";
import { createProgressFile } from "./progress-file";
import { realClock } from "./real-clock";
import { createReplacedInstanceFile } from "./replaced-instance-file";
import { createRunRecordFiles } from "./run-record-files";

/** The provider with this process's clock, files and environment. */
export function createDmsProviderServer(env: NodeJS.ProcessEnv, log: Log): ProviderServer {
  const folder = join(env["TF_DATA_DIR"] ?? ".terraform", "dms-lifecycle");
  const warn = (message: string): void => log("warn", `run records: ${message}`);
  const provider = createDmsProvider({
    environment: env,
    readFile,
    clock: realClock,
    newId: randomUUID,
    runRecords: createRunRecordFiles(folder, randomUUID, warn),
    replacedInstances: createReplacedInstanceFile(join(folder, "replaced-instances"), warn),
    beginProgress: progressFile(env["DMS_PROGRESS_FILE"] ?? "", log),
  });
  return createProviderServer(provider, { log });
}

function progressFile(path: string, log: Log): ReturnType<typeof createProgressFile> | undefined {
  if (path === "") return undefined;
  const onProblem = (message: string): void => log("warn", `DMS_PROGRESS_FILE: ${message}`);
  return createProgressFile({ path, now: () => Date.now(), newId: randomUUID, onProblem });
}

function readFile(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
