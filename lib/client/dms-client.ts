import type { Action, BatchAnswer, Engine, Instance, InstanceId } from "../domain/instance";
import type { Task } from "../domain/task";
import { createAuthenticator } from "./auth/create-authenticator";
import { createProjectIdSource } from "./auth/project-id";
import { type CallLog, withLog } from "./calls/call-log";
import type { DmsClientConfig, ApiVersion } from "./client-config";
import { dialectOf, type ListOptions } from "./calls/dialect";
import { createListMemory } from "./calls/gone";
import { createHostHolds, type HoldListener, type HostHolds } from "./retries/host-holds";
import type { Send } from "./http/http-message";
import { getInstance, readPage, sendBatch, sendPurge, listTasks } from "./calls/instance-calls";
import { listInstances } from "./calls/instance-listing";
import type { LongWait } from "./retries/long-waits";
import { createPatientReads } from "./retries/patient-reads";
import { type Pacing, realPacing } from "./retries/read-retry";
import { createServiceCall } from "./calls/service-call";
import { createSpellingMemory } from "./calls/spellings";
import { createServiceClock } from "./http/service-clock";
import { tellingWay } from "./http/telling-way";
import { createTransport } from "./http/transport";

/**
 * The service. Every method rejects with a `DmsError` if its call fails; `signal` ends it early with code `interrupted`. Reads are repeated
 * if that may help, within one budget for all. Writes are sent exactly once (twice only after a 401 and a new login).
 */
export interface DmsClient {
  readonly apiVersion: ApiVersion;
  /** Every instance of the project, failed creations included, all pages, in the service's order, each once. */
  list(signal: AbortSignal): Promise<readonly Instance[]>;
  /** The instances that pass the service's filters. */
  listFiltered(options: ListOptions, signal: AbortSignal): Promise<readonly Instance[]>;
  /**
   * One instance; `undefined` only if the answer proves that it does not exist (see `gone.ts` and `spellings.ts`). A 404 that the service did
   * not write is not a proof; one with an empty body is one right after a listing without the instance.
   */
  get(id: InstanceId, signal: AbortSignal): Promise<Instance | undefined>;
  /**
   * The service's own records of the instance's tasks that began at `sinceMs` (by the service's clock) or later, at most 100; a service may
   * answer earlier ones too. One GET of API v2, also if the other calls use another version.
   */
  tasks(id: InstanceId, sinceMs: number, signal: AbortSignal): Promise<readonly Task[]>;
  /** The id of the project; looked up once if it is not configured. Rejects like every call. */
  projectId(signal: AbortSignal): Promise<string>;
  /** The service's clock now, by the last `Date` it sent; to the second, and never ahead of it. `undefined` before the first. Pure. */
  serviceNow(): number | undefined;
  /**
   * Calls `listener` for each hold of the service, or of Keystone (429 with Retry-After), at once for a hold that is on. Answers a function
   * that ends this.
   */
  onHeld(listener: HoldListener): () => void;
  /** The long wait of a read for holds (H6 of `HostHolds`), once for all clients that share them. */
  takeLongWait(): LongWait | undefined;
  /** The same as `onHeld` for one run, in the form of a rollout's port. */
  beginRun(onHeld: HoldListener): () => void;
  /**
   * Sends one batch call, in the spellings that the service has shown. `ids`: 1 to 50, each once. `success` in the answer means accepted,
   * not done. `onLeaving` is called when the request leaves, after a login; once more after a 401 and a new login. If it throws, the request
   * stays here.
   */
  act(
    action: Action,
    ids: readonly InstanceId[],
    options: { readonly forceDelete: boolean; readonly onLeaving?: () => void },
    signal: AbortSignal,
  ): Promise<BatchAnswer>;
  /** Deletes all failed creations of an engine with one call; no items after a 204, which is success. */
  purgeFailed(engine: Engine, signal: AbortSignal): Promise<BatchAnswer>;
  /** Whether the batch call of this API version knows this action for this engine. Pure. */
  supports(action: Action, engine: Engine): boolean;
  /** Whether this API version can purge failed creations of this engine. Pure. */
  supportsPurge(engine: Engine): boolean;
  /** Whether that call names the engine; one that does not may delete those of other engines too. Pure. */
  purgeNamesEngine(engine: Engine): boolean;
  readonly supportsForceDelete: boolean;
  /** Ends kept-alive connections, after the calls under way. */
  close(): Promise<void>;
}

interface DmsClientDependencies {
  /** Gets every HTTP exchange. @default no log */
  readonly log?: CallLog;
  /** @default the real clock and chance */
  readonly pacing?: Pacing;
  /** @default "cdktf-dms-lifecycle" */
  readonly userAgent?: string;
  /** The holds of hosts that ask for fewer calls, shared by all clients of a process. @default holds of this client alone */
  readonly holds?: HostHolds;
}

/** Creates a client. Sends no request, and loads undici only with the first call. */
export function createDmsClient(config: DmsClientConfig, dependencies: DmsClientDependencies = {}): DmsClient {
  const { pacing = realPacing, userAgent = "cdktf-dms-lifecycle", log } = dependencies;
  const { holds = createHostHolds(pacing) } = dependencies;
  const now = (): number => pacing.now();
  const transport = createTransport({ ...config, connectTimeoutMs: config.requestTimeoutMs });
  const telling = tellingWay(transport.send, config);
  const send: Send = holds.heeding(log === undefined ? telling : withLog(telling, log, now));
  const authenticator = createAuthenticator(config, now, userAgent);
  const projectId = createProjectIdSource(config, authenticator, { send, now, userAgent });
  const dialect = dialectOf(config.apiVersion);
  const clock = createServiceClock(new URL(config.endpoint).origin, now);
  const context = { config, authenticator, projectId, send: clock.listening(send), now, userAgent };
  const service = createServiceCall(context);
  const serviceV2 = createServiceCall({ ...context, config: { ...config, apiVersion: "v2" } });
  const reads = createPatientReads(config, holds);
  const memory = createListMemory();
  const spellings = createSpellingMemory();
  const listFiltered = async (options: ListOptions, signal: AbortSignal): Promise<readonly Instance[]> => {
    const listed = await memory.during(options, () =>
      listInstances(dialect, options, (query) =>
        reads.read("listings", () => readPage(service, dialect, query, signal), signal),
      ),
    );
    spellings.remember(listed);
    return listed;
  };

  return {
    apiVersion: dialect.version,
    supportsForceDelete: dialect.supportsForceDelete,
    supports: (action, engine) => dialect.supports(action, engine),
    supportsPurge: (engine) => dialect.purgeBody(engine) !== undefined,
    purgeNamesEngine: (engine) => dialect.purgeNamesEngine(engine),
    list: (signal) => listFiltered({ includeFailed: true }, signal),
    listFiltered,
    get: (id, signal) =>
      spellings.reading(id, (spelled) =>
        reads.read("single reads", () => getInstance(service, spelled, memory.lacks(id), signal), signal),
      ),
    tasks: (id, sinceMs, signal) =>
      reads.read("task records", () => listTasks(serviceV2, spellings.of(id), sinceMs, signal), signal),
    projectId,
    serviceNow: () => clock.now(),
    onHeld: (listener) => reads.onHeld(listener),
    takeLongWait: () => holds.takeLongWait(),
    beginRun: (listener) => reads.onHeld(listener),
    act: async (action, ids, options, signal) => {
      const batch = { action, ids, spell: (id: InstanceId) => spellings.of(id), ...options };
      return timed(await sendBatch(service, dialect, batch, signal), clock.now() !== undefined);
    },
    purgeFailed: (engine, signal) => sendPurge(service, dialect, engine, signal),
    close: () => transport.close(),
  };
}

/** The answer, without its time if the service has no one clock. */
function timed({ answeredAtMs, ...answer }: BatchAnswer, hasOneClock: boolean): BatchAnswer {
  return answeredAtMs === undefined || !hasOneClock ? answer : { ...answer, answeredAtMs };
}
