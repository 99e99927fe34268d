import type { ActionRecord } from "../../../lib/domain/action-record";
import type { InstanceId } from "../../../lib/domain/instance";
import { recordsSoFar } from "../../../lib/domain/rollout/records";
import { createRollout } from "../../../lib/domain/rollout/rollout";
import { shareService } from "../../../lib/provider/connection/shared-service";
import type { Service } from "../../../lib/provider/connection/service";
import type { InstanceApi, ProgressEvent } from "../../../lib/rollout/ports";
import { runRollout } from "../../../lib/rollout/run-rollout";
import { VirtualClock } from "./clock";
import { planned, type RunSettings, usualSettings } from "./run";
import { type SimulatedInstance, Simulation, type SimulationOptions } from "./simulation";

/** A resource that restarts its instances, all in one wave. */
export interface SimulatedResource {
  readonly instances: readonly SimulatedInstance[];
  readonly settings?: Partial<RunSettings>;
  /** When Terraform begins to apply it. @default 0 */
  readonly startMs?: number;
  readonly stopAfterMs?: number;
  /** Resources with another word stand in provider blocks of another kind: another `api_version`, or an alias. @default "" */
  readonly provider?: string;
}

export interface AppliedResource {
  readonly records: readonly ActionRecord[];
  readonly events: readonly ProgressEvent[];
}

interface Applied {
  readonly resources: readonly AppliedResource[];
  readonly simulation: Simulation;
  readonly tookMs: number;
}

/**
 * Applies resources side by side, as one Terraform command does, on one fleet.
 * @param options `shared`: as one process of the provider does; `parallelism`: how many at a time, by default all; `serviceOf`: the service
 * between the resources and the fleet
 */
export async function applied(
  resources: readonly SimulatedResource[],
  options: Omit<SimulationOptions, "instances"> & {
    readonly shared: boolean;
    readonly parallelism?: number;
    readonly serviceOf?: (simulation: Simulation, clock: VirtualClock) => Service;
  },
): Promise<Applied> {
  const clock = new VirtualClock();
  const startedMs = clock.now();
  const simulation = new Simulation(clock, { ...options, instances: resources.flatMap(({ instances }) => instances) });
  const services = new Map<string, InstanceApi>();
  const serviceOf = ({ provider = "" }: SimulatedResource): InstanceApi => {
    const service = (options.serviceOf ?? asService)(simulation, clock);
    const known = services.get(provider) ?? (options.shared ? shareService(service, clock) : service);
    services.set(provider, known);
    return known;
  };
  const apply = async (resource: SimulatedResource): Promise<AppliedResource> => {
    await clock.sleep(resource.startMs ?? 0, new AbortController().signal);
    const stop = new AbortController();
    if (resource.stopAfterMs !== undefined) clock.in(resource.stopAfterMs, () => stop.abort());
    const { runTimeoutMs, ...settings } = { ...usualSettings, ...resource.settings };
    const members = resource.instances.map(({ id }) => planned(id));
    const rules = { ...settings, runDeadlineMs: clock.now() + runTimeoutMs };
    const rollout = createRollout(members, rules, new Map(), simulation.statuses());
    const events: ProgressEvent[] = [];
    const ports = { api: serviceOf(resource), clock, progress: (event: ProgressEvent) => void events.push(event) };
    const finished = await runRollout(rollout, ports, stop.signal);
    return { records: [...recordsSoFar(finished, clock.now()).values()], events };
  };
  const ended: AppliedResource[] = [];
  const waiting = resources.map((resource, index) => ({ resource, index }));
  const slot = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      ended[next.index] = await apply(next.resource);
    }
  };
  await clock.run(Promise.all(Array.from({ length: options.parallelism ?? resources.length }, slot)));
  return { resources: ended, simulation, tookMs: clock.now() - startedMs };
}

/** A simulated fleet as the provider's service. */
export function asService(simulation: Simulation): Service {
  return {
    apiVersion: "v1.0",
    supports: () => true,
    supportsPurge: () => true,
    purgeNamesEngine: () => true,
    list: (signal) => simulation.list(signal),
    listFiltered: (_filter, signal) => simulation.list(signal),
    get: (id, signal) => simulation.get(id, signal),
    tasks: (id, sinceMs, signal) => simulation.tasks(id, sinceMs, signal),
    serviceNow: () => simulation.serviceNow(),
    act: (...call) => simulation.act(...call),
    purgeFailed: () => Promise.reject(new Error("there are no failed creations in a simulation")),
  };
}

/** `count` resources of one instance each. */
export function single(count: number, more: (index: number) => Omit<SimulatedInstance, "id"> = () => ({})) {
  return Array.from({ length: count }, (_, index): SimulatedResource => ({
    instances: [{ ...more(index), id: idAt(index) }],
  }));
}

export function idAt(index: number): InstanceId {
  return `i-${String(index).padStart(3, "0")}`;
}
