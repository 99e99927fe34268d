import { pathVariableOf } from "../domain/environment";
import { randomUUID } from "node:crypto";
import { setMaxListeners } from "node:events";
import { resolve } from "node:path";
import { createProviderServer } from "../framework/provider-server";
import type { Log } from "../framework/resource";
import type { ProviderServer } from "../framework/server";
import { createDmsProvider } from "../provider/provider";
import type { Clock } from "../rollout/ports";
import type { GrpcService } from "../tfplugin6/grpc-service";
import { createTfplugin6Services } from "../tfplugin6/services";
import type { Host } from "./memory/record-places";
import { createMemory } from "./memory/memory";
import { createProgressFile } from "./progress-file";
import { readableFiles } from "./readable-files";
import { realClock } from "./real-clock";

/** The provider in this process, with its stop. */
export interface DmsPlugin {
  readonly server: ProviderServer;
  /** The provider's services for Terraform. */
  readonly services: readonly GrpcService[];
}

/** The provider with this machine's files and, by default, its clock. */
export function createDmsPlugin({ env, cwd }: Host, log: Log, clock: Clock = realClock): DmsPlugin {
  const progressPath = pathVariableOf(env, "DMS_PROGRESS_FILE");
  const warn = (message: string): void => log("warn", `local memory: ${message}`);
  const provider = createDmsProvider({
    environment: env,
    ...readableFiles(cwd),
    clock,
    newId: randomUUID,
    memoryOf: createMemory({ env, cwd }, warn),
    beginProgress: progressPath === undefined ? undefined : progressFile(resolve(cwd, progressPath), log, clock),
  });
  const stopping = new AbortController();
  // Each running resource listens. Node.js would report more than ten listeners as a leak on stderr.
  setMaxListeners(0, stopping.signal);
  const server = createProviderServer(provider, { log, stopping });
  return { server, services: createTfplugin6Services(server) };
}

function progressFile(path: string, log: Log, clock: Clock): ReturnType<typeof createProgressFile> {
  const onProblem = (message: string): void => log("warn", `DMS_PROGRESS_FILE: ${message}`);
  return createProgressFile({ path, now: () => clock.now(), newId: randomUUID, onProblem });
}
