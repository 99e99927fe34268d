import { type Adopted, type Desired, type Due, dueActions } from "../../../lib/domain/due";
import type { InstanceId } from "../../../lib/domain/instance";
import type { ActionRecord } from "../../../lib/domain/action-record";
import { assignWaves } from "../../../lib/domain/ledger/waves";
import { recordsAfter } from "../../../lib/provider/lifecycle/observe";
import type { Scenario } from "./arbitraries";
import type { VirtualClock } from "./clock";
import { type FinishedRun, runAgainst } from "./run";
import type { Simulation } from "./simulation";

const triggersBefore = new Map([["revision", "1"]]);
const triggersNow = new Map([["revision", "2"]]);

/** What the user asks for: the scenario's restarts by a changed trigger, its deletions by desired_state. */
function desiredOf({ planned }: Scenario): readonly Desired[] {
  return planned.map(({ name, id, action }) => ({
    name,
    id,
    state: action === "delete" ? "deleted" : "running",
    triggers: action === "delete" ? new Map<string, string>() : triggersNow,
  }));
}

/** What is due after earlier runs have left `records`, refreshed as a plan would. */
export function dueAfter(
  scenario: Scenario,
  records: ReadonlyMap<InstanceId, ActionRecord>,
  simulation: Simulation,
): { readonly due: readonly Due[]; readonly refreshed: ReadonlyMap<InstanceId, ActionRecord> } {
  const statuses = simulation.statuses();
  const refreshed = recordsAfter(records, statuses, simulation.nowMs());
  const desired = desiredOf(scenario);
  const adopted = new Map<InstanceId, Adopted>(
    desired.map(({ id, state, triggers }) => {
      const last = refreshed.get(id);
      const applied = state === "deleted" || last !== undefined ? triggers : triggersBefore;
      return [id, { triggers: applied, last }];
    }),
  );
  const due = dueActions(desired, { adopted, statuses, restartUnhealthy: false, restartAdopted: false });
  return { due, refreshed };
}

/** Runs again and again until nothing is due, at most `most` times. Answers each run with what was due in it. */
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
