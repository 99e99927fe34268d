import type { ActionRecord } from "../../../lib/domain/action-record";
import { act } from "../../../lib/rollout/act";
import { VirtualClock } from "../../support/rollout/clock";
import { inWaves, usualSettings } from "../../support/rollout/run";
import { getsStuck, Simulation, type SimulatedInstance } from "../../support/rollout/simulation";

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

  test("is not made later in a run either; earlier calls are watched to their end", async () => {
    // The first save that fails is the one after the answer to the first call.
    const { records, sent } = await actedWith(2);
    expect(sent).toEqual([["a"]]);
    expect(records.map(({ result }) => result)).toEqual(["success", "not_started", "not_started"]);
  });
});

describe("a call that the journal takes long to have", () => {
  /** Restarts one instance. `savingMs`: the time for recording the first call. Returns the times of the calls, since the beginning. */
  async function heldUp(
    savingMs: number,
    runTimeoutMs: number = usualSettings.runTimeoutMs,
    script: Partial<SimulatedInstance> = {},
  ) {
    const clock = new VirtualClock();
    const startMs = clock.now();
    const simulation = new Simulation(clock, { instances: [{ id: "a", ...script }] });
    const kept: string[] = [];
    let saves = 0;
    const records = await clock.run(
      act(
        {
          planned: inWaves(["a"], 1),
          settings: { ...usualSettings, runDeadlineMs: startMs + runTimeoutMs },
          open: new Map(),
          statuses: new Map([["a", "RUNNING"]]),
        },
        {
          api: simulation,
          clock,
          keep: async (current) => {
            kept.push(current.get("a")?.submittedAt === "" ? "not sent" : "sent");
            if ((saves += 1) === 1) await clock.sleep(savingMs, new AbortController().signal);
            return undefined;
          },
          tell: () => undefined,
        },
        new AbortController().signal,
      ),
    );
    const sentMs = simulation.calls.map(({ atMs }) => atMs - startMs);
    return {
      startMs,
      record: records.get("a"),
      sentMs,
      kept,
      looks: simulation.lookedAtMs.map((atMs) => atMs - startMs),
    };
  }

  test("is not made on the word of an old look: the instance is looked at again, and then it is made, once", async () => {
    const { record, sentMs, kept, looks } = await heldUp(40_000);
    expect(sentMs).toHaveLength(1);
    expect(sentMs[0]! - Math.max(...looks.filter((atMs) => atMs <= sentMs[0]!))).toBeLessThanOrEqual(10_000);
    expect(kept.slice(0, 3)).toEqual(["sent", "not sent", "sent"]);
    expect(record?.result).toBe("success");
  });

  test("is one of the time at which it left: what the service began while it was written down is not of it", async () => {
    const { startMs, record, sentMs } = await heldUp(4_000, usualSettings.runTimeoutMs, { restart: getsStuck });
    expect(sentMs[0]).toBeGreaterThanOrEqual(4_000);
    const { submittedAt, calledAt, result } = record!;
    expect([result, Date.parse(submittedAt)]).toEqual(["unknown", startMs + sentMs[0]!]);
    // The service tells its time to the second, and the answer took a tenth of one.
    expect(startMs + sentMs[0]! - Date.parse(calledAt!)).toBeLessThanOrEqual(1_100);
  });

  test("is not made after the end of the run, and the journal does not keep it", async () => {
    const { record, sentMs, kept } = await heldUp(8_000, 5_000);
    expect(sentMs).toEqual([]);
    expect(kept.at(-1)).toBe("not sent");
    expect(record).toMatchObject({ result: "not_started", submittedAt: "" });
  });
});
