import { timestamp } from "../../../../lib/domain/action-record";
import type { JournalRow } from "../../../../lib/domain/ledger/entry";
import { shareService } from "../../../../lib/provider/connection/shared-service";
import { fleetConfig, revised } from "../../../support/lifecycle/fleet-config";
import { createMachine } from "../../../support/lifecycle/local-memory";
import { lifecycleType, readyDataFor, startProcess } from "../../../support/lifecycle/provider-process";
import { VirtualClock } from "../../../support/rollout/clock";
import { recordOf } from "../../../support/rollout/records";
import { Simulation } from "../../../support/rollout/simulation";

const minuteMs = 60_000;

/** An adopted instance that another user restarts, from a minute after, for this time; a process that has just listed it then. */
async function listedWhileRestarting(restartMs: number) {
  const clock = new VirtualClock();
  const byItself = [
    { afterMs: minuteMs, status: "RESTARTING" },
    { afterMs: minuteMs + restartMs, status: "RUNNING" },
  ];
  const simulation = new Simulation(clock, { instances: [{ id: "a", byItself }] });
  const memory = createMachine();
  const data = readyDataFor({ api: simulation, clock, memory });
  const { service } = data;
  const listFiltered = (_: unknown, signal: AbortSignal) => simulation.list(signal);
  const server = await startProcess({ ...data, service: shareService({ ...service, listFiltered }, clock) });
  const config = fleetConfig(revised(["a"], "1"));
  const asked = { config, proposed: config, prior: undefined, priorPrivate: undefined };
  const plan = await clock.run(server.planResourceChange(lifecycleType, asked));
  const change = { config, prior: undefined, planned: plan.planned, plannedPrivate: plan.private };
  const { state, private: priv } = await clock.run(server.applyResourceChange(lifecycleType, change));
  const refresh = () => clock.run(server.readResource(lifecycleType, state!, priv));
  await clock.pass(minuteMs + 100 - (clock.now() - simulationStartMs));
  await refresh();
  return { clock, memory, refresh, looks: () => simulation.lookedAtMs.length };
}

const simulationStartMs = Date.parse("2026-01-01T00:00:00Z");

/** A call that another process has written down now. */
function sentAt(nowMs: number): JournalRow {
  const now = timestamp(nowMs);
  const record = recordOf({ instanceId: "a", result: "unknown", status: "RUNNING", submittedAt: now, finishedAt: now });
  return { record: { ...record, leftAt: "" }, triggers: new Map([["revision", "#2"]]) };
}

describe("a call of another process that is in the journal", () => {
  test("is not proven by a listing that began before it was written down", async () => {
    const { clock, memory, refresh, looks } = await listedWhileRestarting(500);
    await clock.pass(1_000);
    memory.runRecords.begin().save(new Map([["a", sentAt(clock.now())]]));
    const before = looks();
    await refresh();
    expect(memory.runs.map((rows) => rows.get("a")?.record.leftAt)).toEqual([""]);
    expect(looks()).toBe(before + 1);
  });

  test("has evidence in a look that began after it", async () => {
    const { clock, memory, refresh } = await listedWhileRestarting(10_000);
    await clock.pass(1_000);
    memory.runRecords.begin().save(new Map([["a", sentAt(clock.now())]]));
    await refresh();
    expect(memory.runs.at(-1)?.get("a")?.record.leftAt).not.toBe("");
  });
});

test("without such a call a refresh takes a listing of a moment before", async () => {
  const { clock, refresh, looks } = await listedWhileRestarting(500);
  await clock.pass(1_000);
  const before = looks();
  await refresh();
  expect(looks()).toBe(before);
});
