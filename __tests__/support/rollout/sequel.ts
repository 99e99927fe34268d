import type { InstanceId } from "../../../lib/domain/instance";
import type { ActionRecord } from "../../../lib/domain/action-record";
import { assignWaves } from "../../../lib/domain/ledger/waves";
import { type Desired, type Due, judge } from "../../../lib/domain/ledger/judge";
import { type Entry, isSent } from "../../../lib/domain/ledger/entry";
import { entryOf, recordLooked } from "../../../lib/domain/ledger/record";
import type { Scenario } from "./arbitraries";
import type { VirtualClock } from "./clock";
import { type FinishedRun, runAgainst } from "./run";
import type { Simulation } from "./simulation";

const triggersBefore = new Map([["revision", "1"]]);
const triggersNow = new Map([["revision", "2"]]);

/** The user's wishes: the scenario's restarts by a changed trigger, its deletions by desired_state. */
function desiredOf({ planned }: Scenario): readonly Desired[] {
  return planned.map(({ name, id, action }) => ({
    name,
    id,
    state: action === "delete" ? "deleted" : "running",
    triggers: action === "delete" ? new Map<string, string>() : triggersNow,
  }));
}

/** The due actions after earlier runs have left `records`, refreshed as a plan would. */
export function dueAfter(
  scenario: Scenario,
  records: ReadonlyMap<InstanceId, ActionRecord>,
  simulation: Simulation,
): { readonly due: readonly Due[]; readonly refreshed: ReadonlyMap<InstanceId, ActionRecord> } {
  const statuses = simulation.statuses();
  const refreshed = new Map(
    [...records].map(([id, record]) => {
      const status = statuses.get(id);
      return [id, status === undefined ? record : recordLooked(record, status, simulation.nowMs())] as const;
    }),
  );
  const desired = desiredOf(scenario);
  const due = desired.flatMap((wanted) => {
    const last = refreshed.get(wanted.id);
    const known = { entry: entryAfter(wanted, last), last, status: statuses.get(wanted.id) };
    const verdict = judge(wanted, known, { creating: false, restartOnCreate: false, restartUnhealthy: false });
    return verdict.kind === "due" ? [verdict.due] : [];
  });
  return { due, refreshed };
}

/** An instance that was not sent still runs with the triggers of before. */
function entryAfter({ state, triggers }: Desired, last: ActionRecord | undefined): Entry {
  const isDone = state === "deleted" || (last !== undefined && (isSent(last) || last.result === "success"));
  return isDone ? entryOf({ triggers, last }) : { ranFor: triggersBefore };
}

/** Runs again and again until nothing is due, at most `most` times. Returns each run with its due actions. */
export async function runSequel(
  scenario: Scenario,
  records: ReadonlyMap<InstanceId, ActionRecord>,
  simulation: Simulation,
  clock: VirtualClock,
  { gapMs, most }: { readonly gapMs: number; readonly most: number },
): Promise<{
  readonly runs: readonly { readonly due: readonly Due[]; readonly run: FinishedRun }[];
  readonly records: ReadonlyMap<InstanceId, ActionRecord>;
  readonly left: readonly Due[];
}> {
  const runs: { readonly due: readonly Due[]; readonly run: FinishedRun }[] = [];
  const known = new Map(records);
  for (;;) {
    await clock.pass(gapMs);
    const { due, refreshed } = dueAfter(scenario, known, simulation);
    if (due.length === 0 || runs.length === most) return { runs, records: known, left: due };
    const planned = assignWaves(due, simulation.statuses(), {
      maxUnavailable: { kind: "count", value: scenario.settings.maxUnavailable },
      canary: 0,
      fleetSize: scenario.planned.length,
    });
    const run = await runAgainst(simulation, clock, { planned, settings: scenario.settings, prior: refreshed });
    for (const [id, record] of run.records) known.set(id, record);
    runs.push({ due, run });
  }
}
