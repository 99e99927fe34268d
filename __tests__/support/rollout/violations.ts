import type { ActionRecord } from "../../../lib/domain/action-record";
import { classifyStatus } from "../../../lib/domain/status";
import type { InstanceId } from "../../../lib/domain/instance";
import { longestCallMs, type Scenario } from "./arbitraries";
import type { FinishedRun } from "./run";
import type { SimulatedCall } from "./simulation";

/** How much longer than its deadline a run may take: its last look, or the call on its way. */
const lateMs = longestCallMs + 6_000;

/** Every rule that a run broke, in words; empty when it kept them all. */
export function violations(scenario: Scenario, run: FinishedRun): readonly string[] {
  return [
    ...lateness(scenario, run),
    ...missingRecords(scenario, run),
    ...repeatedSends(scenario, run),
    ...unprovenSuccesses(scenario, run),
    ...unseenFailures(scenario, run),
    ...disorder(scenario, run),
    ...overspentBudget(scenario, run),
    ...tooManyDown(scenario, run),
  ];
}

function lateness({ settings }: Scenario, { tookMs }: FinishedRun): readonly string[] {
  return tookMs > settings.runTimeoutMs + lateMs ? [`R4: took ${tookMs} ms of ${settings.runTimeoutMs}`] : [];
}

function missingRecords({ planned }: Scenario, { records, simulation }: FinishedRun): readonly string[] {
  return planned.flatMap(({ id }) => {
    const record = records.get(id);
    if (record === undefined) return [`R5: no record of ${id}`];
    const last = callsWith(simulation.calls, id).at(-1);
    const sent = last !== undefined && last.outcome !== "refused";
    return sent && record.result === "not_started" ? [`R5: ${id} was sent and is not_started`] : [];
  });
}

function repeatedSends({ planned }: Scenario, { simulation }: FinishedRun): readonly string[] {
  return planned.flatMap(({ id }) => {
    const earlier = callsWith(simulation.calls, id).slice(0, -1);
    return earlier.some(({ outcome }) => outcome !== "refused") ? [`R2, R3: ${id} was sent again`] : [];
  });
}

function unprovenSuccesses({ planned }: Scenario, { record, simulation }: FinishedRun): readonly string[] {
  return planned.flatMap(({ id, action }) => {
    const { result, finishedAt } = record(id);
    if (result !== "success") return [];
    const atMs = Date.parse(finishedAt);
    if (action === "delete") {
      const status = simulation.statusOf(id, atMs);
      return status === undefined || status === "RECYCLE" ? [] : [`P3: ${id} is ${status} and counts as deleted`];
    }
    const effect = simulation.effectsOn(id)[0];
    const returned = effect !== undefined && simulation.leftAndReturned(id, effect.atMs, atMs);
    return returned ? [] : [`P1: ${id} never left or never returned and counts as restarted`];
  });
}

/** The longest time of a look: changes during it are not in it. */
const lookMs = 1_000;

function unseenFailures({ planned }: Scenario, { record, simulation }: FinishedRun): readonly string[] {
  return planned.flatMap(({ id }) => {
    const { result, reason, finishedAt } = record(id);
    if (result !== "failed" || !reason.includes("never left")) return [];
    const status = simulation.shownStatusOf(id, Date.parse(finishedAt) - lookMs);
    const rests = status !== undefined && classifyStatus(status) !== "transitional";
    return rests ? [] : [`P5: ${id} is ${status ?? "gone"} and counts as one that never left`];
  });
}

function disorder({ planned, settings }: Scenario, { record, simulation }: FinishedRun): readonly string[] {
  const waves = new Map(planned.map(({ id, wave }) => [id, wave]));
  const found: string[] = [];
  let highest = 1;
  for (const { ids, atMs } of simulation.calls) {
    const inCall = new Set(ids.map((id) => waves.get(id) ?? 0));
    const [wave = 0] = inCall;
    if (inCall.size !== 1 || wave < highest)
      found.push(`W: a call of waves ${[...inCall].join()} after wave ${highest}`);
    highest = Math.max(highest, wave);
    const earlier = planned.filter((target) => target.wave < wave);
    const lastMs = Math.max(0, ...earlier.map(({ id }) => Date.parse(record(id).finishedAt)));
    if (earlier.length > 0 && atMs < lastMs + settings.pauseBetweenMs)
      found.push(`R1: wave ${wave} overlaps or did not pause`);
  }
  return found;
}

function overspentBudget({ planned, settings }: Scenario, { record, simulation }: FinishedRun): readonly string[] {
  const waves = new Map(planned.map(({ id, wave }) => [id, wave]));
  return simulation.calls.flatMap(({ ids }) => {
    const wave = waves.get(ids[0] ?? "") ?? 0;
    const failed = planned.filter((target) => target.wave < wave && counts(record(target.id), simulation));
    return failed.length > settings.maxFailures ? [`R6: wave ${wave} began after ${failed.length} failures`] : [];
  });
}

/** R7 */
function counts(record: ActionRecord, { calls }: FinishedRun["simulation"]): boolean {
  const { result, status, why, wasFaulty, accepted, instanceId } = record;
  if (result === "success" || (result === "not_started" && why === "status")) return false;
  const isAnswered = accepted || why === undefined || callsWith(calls, instanceId).at(-1)?.outcome === "refused";
  return !(result === "failed" && wasFaulty === true && status === "ERROR" && isAnswered);
}

function tooManyDown({ planned, settings }: Scenario, { record, simulation }: FinishedRun): readonly string[] {
  return simulation.moments().flatMap((atMs) => {
    const down = planned.filter(({ id }) => {
      const { result, finishedAt } = record(id);
      const ended = (result === "success" || result === "failed") && Date.parse(finishedAt) <= atMs;
      // Where RUNNING need not last, an instance that has come back once has come back.
      return !ended && simulation.isDown(id, atMs, { untilReturn: settings.minReadyMs === 0 });
    });
    return down.length > settings.maxUnavailable
      ? [`R1: ${down.length} of ${settings.maxUnavailable} down: ${down.map(({ id }) => id).join()}`]
      : [];
  });
}

export function callsWith(calls: readonly SimulatedCall[], id: InstanceId): readonly SimulatedCall[] {
  return calls.filter(({ ids }) => ids.includes(id));
}
