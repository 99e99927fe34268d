import type { Diagnostic } from "../framework/diagnostic";
import type { Log, Provider } from "../framework/resource";
import { unknown } from "../framework/value";
import type { Clock } from "../rollout/ports";
import { connect, type ProviderConfig, type Surroundings } from "./connection";
import { instanceDataSource, instancesDataSource } from "./data-sources/instances";
import { localRecordsRefused } from "./messages";
import { instanceLifecycle } from "./lifecycle/resource";
import type { LocalMemory } from "./memory";
import type { ProgressLines } from "../rollout/progress-line";
import { failedInstancePurge } from "./purge/resource";
import { providerSchema } from "./schemas/provider";
import type { ProviderData } from "./service";
import { createReservations } from "./reservations";

/** What the provider takes from the process it runs in. */
interface ProviderDependencies extends Surroundings {
  readonly clock: Clock;
  readonly newId: () => string;
  /** What is remembered about a service, by its base URL; about all of them while that is unknown. */
  readonly memoryOf: (endpoint: string | undefined) => LocalMemory;
  /** Begins to tell of one run, for whoever follows it while it goes on. @default nobody */
  readonly beginProgress?: (() => ProgressLines) | undefined;
}

/** The provider `dms`. */
export function createDmsProvider(dependencies: ProviderDependencies): Provider<typeof providerSchema, ProviderData> {
  return {
    schema: providerSchema,
    configure: (config, { log }) => configure(config, dependencies, log),
    resources: {
      dms_instance_lifecycle: instanceLifecycle,
      dms_failed_instance_purge: failedInstancePurge,
    },
    dataSources: {
      dms_instances: instancesDataSource,
      dms_instance: instanceDataSource,
    },
  };
}

/** A configuration with unknown parts is no error: whatever needs the service then waits for apply. */
async function configure(
  config: ProviderConfig,
  dependencies: ProviderDependencies,
  log: Log,
): Promise<{ readonly data: ProviderData | undefined; readonly diagnostics: readonly Diagnostic[] }> {
  if (Object.values(config).includes(unknown)) {
    return { data: { kind: "deferred", memory: dependencies.memoryOf(undefined) }, diagnostics: [] };
  }
  const connection = await connect(config, dependencies, log);
  if (connection.kind === "refused") return { data: undefined, diagnostics: connection.diagnostics };
  const { service, endpoint, pollIntervalMs, readsTasks } = connection;
  const { clock, newId, memoryOf, beginProgress } = dependencies;
  const memory = memoryOf(endpoint);
  const diagnostics = [
    ...connection.diagnostics,
    ...(memory.refusal === undefined ? [] : [localRecordsRefused(memory.refusal)]),
  ];
  const reservations = createReservations();
  const data = { service, clock, pollIntervalMs, readsTasks, newId, memory, reservations, beginProgress };
  return { data: { kind: "ready", ...data }, diagnostics };
}
