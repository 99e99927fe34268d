import { createEmulator, type Emulator } from "../../../../lib/emulator/emulator";
import { decodeState } from "../../../../lib/emulator/fleet/state-file";
import { act, fleet, instanceId, listedStatuses, projectId, withEmulator } from "../../../support/emulator/calls";

/** A state file in memory. */
function memory(text?: string) {
  const saved: string[] = [];
  return {
    saved,
    load: () => saved.at(-1) ?? text,
    save: (next: string) => void saved.push(next),
  };
}

const minuteMs = 60_000;
/** How long the restart of the only saved instance takes that began at a time. */
function takes(text: string, beganMs: number): number {
  const [record] = decodeState(text).records;
  if (record?.condition.kind !== "changing") throw new Error("It is not on its way anywhere.");
  return Number(record.condition.endsAtMs) - beganMs;
}
const statusOf = (emulator: Emulator): unknown =>
  (emulator.instances().projects as Record<string, { status: string }[]>)[projectId]?.[0]?.status;

describe("a saved fleet", () => {
  test("goes on where it was left, restarts under way included", async () => {
    const stateStore = memory();
    await withEmulator({ seed: fleet({}), stateStore }, async (running) => {
      running.emulator.advance(5_000);
      await act(running, "restart", [instanceId(1)]);
    });
    await withEmulator({ stateStore }, async (running) => {
      expect(await listedStatuses(running)).toEqual({ [instanceId(1)]: "RESTARTING" });
      running.emulator.advance(15 * minuteMs);
      expect(await listedStatuses(running)).toEqual({ [instanceId(1)]: "RUNNING" });
    });
  });

  test("comes back as deep as a seed may be", () => {
    const deepest: unknown = JSON.parse("[".repeat(32) + "]".repeat(32));
    const stateStore = memory();
    createEmulator({ clock: "manual", seed: fleet({ my_own: deepest }), stateStore }).reset();
    const { projects } = createEmulator({ clock: "manual", stateStore }).instances();
    expect(projects).toMatchObject({ [projectId]: [{ my_own: deepest }] });
  });

  test.each([
    ["real", "manual"],
    ["manual", "real"],
  ] as const)("of a %s clock keeps the time that was left when a %s clock goes on with it", async (before, after) => {
    const stateStore = memory();
    let nowMs = Date.UTC(2026, 10, 28);
    const now = () => nowMs;
    const pass = ({ emulator }: { emulator: Emulator }, kind: string, ms: number): void => {
      if (kind === "manual") emulator.advance(ms);
      else nowMs += ms;
    };
    let restartMs = 0;
    await withEmulator({ clock: before, now, seed: fleet({}), stateStore }, async (running) => {
      await act(running, "restart", [instanceId(1)]);
      restartMs = takes(stateStore.saved.at(-1)!, before === "real" ? nowMs : Date.UTC(2026, 0, 1));
      pass(running, before, 60_000);
      expect(await listedStatuses(running)).toEqual({ [instanceId(1)]: "RESTARTING" });
    });
    await withEmulator({ clock: after, now, stateStore }, async (running) => {
      pass(running, after, restartMs - 60_001);
      expect(await listedStatuses(running)).toEqual({ [instanceId(1)]: "RESTARTING" });
      pass(running, after, 1);
      expect(await listedStatuses(running)).toEqual({ [instanceId(1)]: "RUNNING" });
    });
  });

  test.each([-1, 8.64e15 + 1, 1.5, '"0"'])("at the time %s is refused", (clock) => {
    expect(() => decodeState(`{"version":1,"clock_ms":${clock},"instances":[]}`)).toThrow(
      "state.clock_ms must be null or a whole number from 0 to 8640000000000000.",
    );
  });

  test("that is nested deeper is refused", () => {
    const deep = "[".repeat(5_000) + "]".repeat(5_000);
    const text = `{"version":1,"clock_ms":0,"instances":[{"fields":{"a":${deep}}}]}`;
    expect(() => decodeState(text)).toThrow("state.instances[0].fields.a is nested too deeply: 32 levels of arrays");
  });

  test("wins over the seed, until a reset", () => {
    const stateStore = memory();
    createEmulator({ clock: "manual", seed: fleet({ status: "ERROR" }), stateStore }).reset();
    const emulator = createEmulator({ clock: "manual", seed: fleet({ status: "RUNNING" }), stateStore });
    expect(statusOf(emulator)).toBe("ERROR");
    emulator.reset();
    expect(statusOf(emulator)).toBe("RUNNING");
  });

  test("is saved only when something changed", async () => {
    const stateStore = memory();
    let nowMs = 0;
    const now = () => (nowMs += 1_000);
    await withEmulator({ clock: "real", now, seed: fleet({}), stateStore }, async (running) => {
      await listedStatuses(running);
      await listedStatuses(running);
      expect(stateStore.saved).toHaveLength(1);
      await act(running, "restart", [instanceId(1)]);
      expect(stateStore.saved).toHaveLength(2);
    });
  });

  test("may be an empty file at first", () => {
    const emulator = createEmulator({ seed: fleet({}), stateStore: memory("\n") });
    expect(statusOf(emulator)).toBe("RUNNING");
  });

  test.each([
    ["{", "state is not JSON."],
    ["SECRET_KEY=hunter22\n", "state is not JSON."],
    ["[]", "state must be an object."],
    ['{"version":2}', "state.version must be 1."],
    ['{"version":1,"clock_ms":0,"instances":[{"id":"a"}]}', "state.instances[0].fields must be an object."],
  ])("that says %s is refused", (text, complaint) => {
    expect(() => decodeState(text)).toThrow(complaint);
    expect(() => createEmulator({ stateStore: memory(text) })).toThrow(complaint);
    expect(() => decodeState(text)).not.toThrow("hunter22");
  });
});

describe("the emulator", () => {
  test.each([0, -1, NaN, Infinity])("refuses the speed %d", (speed) => {
    expect(() => createEmulator({ speed })).toThrow("speed must be a number above 0.");
  });

  test("refuses to move a real clock", () => {
    expect(() => createEmulator({ clock: "real" }).advance(1)).toThrow("clock runs by itself and cannot be advanced.");
  });

  test("follows the machine's clock on request", async () => {
    let nowMs = Date.UTC(2026, 5, 1);
    await withEmulator({ clock: "real", now: () => nowMs, speed: 60, seed: fleet({}) }, async (running) => {
      await act(running, "restart", [instanceId(1)]);
      expect(await listedStatuses(running)).toEqual({ [instanceId(1)]: "RESTARTING" });
      nowMs += 15_000;
      expect(await listedStatuses(running)).toEqual({ [instanceId(1)]: "RUNNING" });
      expect(running.emulator.journal().map(({ at }) => at)).toEqual([
        "2026-06-01T00:00:00.000Z",
        "2026-06-01T00:00:00.000Z",
        "2026-06-01T00:00:15.000Z",
      ]);
    });
  });
});
