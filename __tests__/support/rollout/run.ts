import type { Planned } from "../../../lib/domain/ledger/waves";
import type { InstanceId } from "../../../lib/domain/instance";
import type { ActionRecord } from "../../../lib/domain/action-record";
import { createRollout, type Rollout, type RolloutSettings } from "../../../lib/domain/rollout/rollout";
import { recordsSoFar } from "../../../lib/domain/rollout/records";
import type { ProgressEvent } from "../../../lib/rollout/ports";
import { runRollout } from "../../../lib/rollout/run-rollout";
import { VirtualClock } from "./clock";
import { Simulation, type SimulationOptions } from "./simulation";

export const minuteMs = 60_000;

/** A user's settings as numbers; the run's time is given as a length. */
export interface RunSettings extends Omit<RolloutSettings, "runDeadlineMs"> {
  readonly runTimeoutMs: number;
}

export const usualSettings: RunSettings = {
  maxUnavailable: 1_000,
  readyTimeoutMs: 20 * minuteMs,
  minReadyMs: 0,
  pauseBetweenMs: 0,
  maxFailures: 0,
  runTimeoutMs: 60 * minuteMs,
  pollIntervalMs: 10_000,
  forceDelete: false,
  readsTasks: true,
};

/** A due action; by default a restart in the first wave. */
export function planned(id: InstanceId, more: Partial<Planned> = {}): Planned {
  const verb = more.verb ?? "restart";
  return { name: id, id, verb, action: verb === "delete" ? "delete" : "restart", reason: "", wave: 1, ...more };
}

/** Restarts of `ids`, `size` in each wave. */
export function inWaves(ids: readonly InstanceId[], size: number): readonly Planned[] {
  return ids.map((id, index) => planned(id, { wave: Math.floor(index / size) + 1 }));
}

export interface RunOptions extends SimulationOptions {
  readonly planned: readonly Planned[];
  readonly settings?: Partial<RunSettings>;
  readonly prior?: ReadonlyMap<InstanceId, ActionRecord>;
  /** Time from the start to the request to stop. */
  readonly stopAfterMs?: number;
}

export interface FinishedRun {
  readonly records: ReadonlyMap<InstanceId, ActionRecord>;
  readonly record: (id: InstanceId) => ActionRecord;
  readonly simulation: Simulation;
  readonly clock: VirtualClock;
  readonly events: readonly ProgressEvent[];
  readonly tookMs: number;
  /** The ids of each batch call, in order. */
  readonly sent: readonly (readonly InstanceId[])[];
}

/** Runs a rollout against a simulated fleet, from its first look to its last record. */
export async function run(options: RunOptions): Promise<FinishedRun> {
  const clock = new VirtualClock();
  const simulation = new Simulation(clock, options);
  return runAgainst(simulation, clock, options);
}

/** Runs a rollout against a fleet that may have been through other runs. */
export async function runAgainst(
  simulation: Simulation,
  clock: VirtualClock,
  options: Omit<RunOptions, "instances">,
): Promise<FinishedRun> {
  const startedMs = clock.now();
  const callsBefore = simulation.calls.length;
  const stop = new AbortController();
  if (options.stopAfterMs !== undefined) clock.in(options.stopAfterMs, () => stop.abort());
  const events: ProgressEvent[] = [];
  const ports = { api: simulation, clock, progress: (event: ProgressEvent) => void events.push(event) };
  const finished = await clock.run(runRollout(rolloutOf(simulation, options), ports, stop.signal));
  const records = recordsSoFar(finished, clock.now());
  return {
    records,
    record: (id) => {
      const record = records.get(id);
      if (record === undefined) throw new Error(`no record of ${id}`);
      return record;
    },
    simulation,
    clock,
    events,
    tookMs: clock.now() - startedMs,
    sent: simulation.calls.slice(callsBefore).map(({ ids }) => ids),
  };
}

/** Starts a run and kills it after `afterMs`. Returns the records that it had last asked to keep. */
export async function runKilled(
  simulation: Simulation,
  clock: VirtualClock,
  options: Omit<RunOptions, "instances">,
  afterMs: number,
): Promise<ReadonlyMap<InstanceId, ActionRecord>> {
  let kept: ReadonlyMap<InstanceId, ActionRecord> = new Map();
  const progress = (event: ProgressEvent): void => {
    if ("records" in event) kept = event.records();
  };
  const ports = { api: simulation, clock, progress };
  void runRollout(rolloutOf(simulation, options), ports, new AbortController().signal);
  await clock.pass(afterMs);
  clock.kill();
  return kept;
}

function rolloutOf(simulation: Simulation, { planned, settings, prior }: Omit<RunOptions, "instances">): Rollout {
  const { runTimeoutMs, ...rest } = { ...usualSettings, ...settings };
  const runDeadlineMs = simulation.nowMs() + runTimeoutMs;
  return createRollout(planned, { ...rest, runDeadlineMs }, prior ?? new Map(), simulation.statuses());
}
