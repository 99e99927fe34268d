import type { ActionRecord } from "../../../lib/domain/action-record";
import { act } from "../../../lib/rollout/act";
import { VirtualClock } from "../../support/rollout/clock";
import { inWaves, usualSettings } from "../../support/rollout/run";
import { Simulation } from "../../support/rollout/simulation";

const ids = ["a", "b", "c"];

/** Carries out three restarts, one by one, with a journal that cannot be written from its `failing`th save on. */
async function actedWith(failing: number) {
  const clock = new VirtualClock();
  const simulation = new Simulation(clock, { instances: ids.map((id) => ({ id })) });
  let saves = 0;
  const records = await clock.run(
    act(
      {
        planned: inWaves(ids, 1),
        settings: { ...usualSettings, runDeadlineMs: clock.now() + usualSettings.runTimeoutMs },
        open: new Map(),
        statuses: new Map(ids.map((id) => [id, "RUNNING"])),
      },
      {
        api: simulation,
        clock,
        keep: () => Promise.resolve((saves += 1) < failing ? undefined : "The database is gone."),
        tell: () => undefined,
      },
      new AbortController().signal,
    ),
  );
  return { records: [...records.values()], sent: simulation.calls.map((call) => call.ids) };
}

const endOf = ({ result, reason }: ActionRecord) => ({ result, reason });

describe("a call that the journal does not have", () => {
  test("is not made: nothing was sent, and every record says why", async () => {
    const { records, sent } = await actedWith(1);
    expect(sent).toEqual([]);
    expect(new Set(records.map(({ submittedAt }) => submittedAt))).toEqual(new Set([""]));
    for (const record of records) {
      expect(endOf(record)).toEqual({
        result: "not_started",
        reason: expect.stringContaining("The database is gone") as string,
      });
    }
  });

  test("is not made later in a run either; what was sent before is watched to its end", async () => {
    // The first save that fails is the one after the answer to the first call.
    const { records, sent } = await actedWith(2);
    expect(sent).toEqual([["a"]]);
    expect(records.map(({ result }) => result)).toEqual(["success", "not_started", "not_started"]);
  });
});
