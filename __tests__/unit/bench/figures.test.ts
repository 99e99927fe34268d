import { readChoices, sections } from "../../../bench/choices";
import { compare, type Comparison, type Cost } from "../../../bench/compared";
import { describeComparisons } from "../../../bench/comparison-table";
import { expectAnswers } from "../../../bench/emulator-answers";
import { processorMsIn } from "../../../bench/fleet-workspace";
import { expectGoals } from "../../../bench/goals";
import { expectProjectLists } from "../../../bench/many-projects";
import { median } from "../../../bench/median";
import { expectMemory } from "../../../bench/provider-memory";

test("the median is the middle value, or the mean of the two in the middle", () => {
  expect(median([9])).toBe(9);
  expect(median([9, 1, 5])).toBe(5);
  expect(median([1, 10, 3, 4])).toBe(3.5);
  expect(() => median([])).toThrow(/no median/);
});

/** Costs in turn, noted by name. */
function costs(order: string[], name: string, all: readonly Cost[]): () => Promise<Cost> {
  let run = 0;
  return () => {
    order.push(name);
    return Promise.resolve(all[run++]!);
  };
}

const byTheClock = (...times: readonly number[]): readonly Cost[] => times.map((ms) => ({ ms }));
const oneMinute = { withinMs: 60_000, now: () => 0 };

test("both sides are measured in turns, after one warm-up run of each", async () => {
  const order: string[] = [];
  const ours = costs(order, "ours", byTheClock(900, 30, 10, 20));
  const floor = costs(order, "floor", byTheClock(700, 4, 6, 5));
  const comparison = await compare("plan", { atMost: 3, ...oneMinute }, ours, floor);
  expect(comparison).toEqual({
    name: "plan",
    turns: 3,
    clock: { oursMs: 20, floorMs: 5 },
    processor: undefined,
  });
  expect(order).toEqual(["floor", "ours", "floor", "ours", "floor", "ours", "floor", "ours"]);
});

test("processor times have medians of their own", async () => {
  const ours = costs(
    [],
    "ours",
    [9, 3, 1, 2].map((processorMs) => ({ ms: 10 - processorMs, processorMs })),
  );
  const floor = costs(
    [],
    "floor",
    [1, 1, 1, 1].map((processorMs) => ({ ms: 7, processorMs })),
  );
  const { clock, processor } = await compare("plan", { atMost: 3, ...oneMinute }, ours, floor);
  expect(clock).toEqual({ oursMs: 8, floorMs: 7 });
  expect(processor).toEqual({ oursMs: 2, floorMs: 1 });
});

test("a slow machine gets fewer turns, and one at least", async () => {
  let nowMs = 0;
  const slow = (): Promise<Cost> => {
    nowMs += 40_000;
    return Promise.resolve({ ms: 40_000 });
  };
  const turnsWithin = async (withinMs: number): Promise<number> =>
    (await compare("plan", { atMost: 15, withinMs, now: () => nowMs }, slow, slow)).turns;
  expect(await turnsWithin(1_000)).toBe(1);
  expect(await turnsWithin(100_000)).toBe(2);
});

test("a shell tells the processor time of its children in its last line", () => {
  expect(processorMsIn("No changes.\n0m0.000000s 0m0.010000s\n1m2.340000s 0m0.060000s\n")).toBeCloseTo(62_400);
  expect(processorMsIn("0m0.000s 0m0.010s\n0m0.310s 0m0.070s\nA late warning.\n")).toBeCloseTo(380);
  expect(processorMsIn("No changes.")).toBeUndefined();
});

test("the table tells how many times the floor a measurement is", () => {
  const clock = { oursMs: 284.4, floorMs: 40 };
  const rows = [
    { name: "plan", turns: 15, clock, processor: { oursMs: 30, floorMs: 20 } },
    { name: "start", turns: 3, clock, processor: undefined },
  ];
  expect(describeComparisons(rows)).toEqual([
    "       turns  ours  floor   clock  processor",
    "plan      15   284     40  7.11 ×     1.50 ×",
    "start      3   284     40  7.11 ×",
  ]);
});

test("a goal is listed with each measured result, met or not, and only if there is a measurement", () => {
  const of = (name: string, oursMs: number, processorMs?: number): Comparison => ({
    name,
    turns: 3,
    clock: { oursMs, floorMs: 100 },
    processor: processorMs === undefined ? undefined : { oursMs: processorMs, floorMs: 100 },
  });
  const comparisons = [
    of("terraform plan, 500 instances", 149, 151),
    of("terraform plan, 10000 instances", 121),
    of("something without a goal", 90_000, 90_000),
  ];
  expect(expectGoals(comparisons)).toEqual([
    { text: "terraform plan, 500 instances, by the clock: 1.49 times, at most 1.5", met: true },
    { text: "terraform plan, 500 instances, by processor time: 1.51 times, at most 1.5", met: false },
    { text: "terraform plan, 10000 instances, by the clock: 1.21 times, at most 1.2", met: false },
  ]);
});

test("the emulator's answers are held against the goals of a list and of a page", () => {
  const answers = { size: 10_000, list: { ms: 301, processorMs: 300 }, page: { ms: 49.6, processorMs: 51 } };
  expect(expectAnswers(answers)).toEqual([
    { text: "emulator with 10000 instances, a list in v1.0, by the clock: 301 ms, at most 300", met: false },
    { text: "emulator with 10000 instances, a list in v1.0, by processor time: 300 ms, at most 300", met: true },
    { text: "emulator with 10000 instances, a page in v2, by the clock: 50 ms, at most 50", met: true },
    { text: "emulator with 10000 instances, a page in v2, by processor time: 51 ms, at most 50", met: false },
  ]);
});

test("each project has to be listed, and once", () => {
  const isMet = (...listed: readonly string[]) => expectProjectLists({ projects: ["a", "b"], listed })[0]?.met;
  expect([isMet("b", "a"), isMet("a"), isMet("a", "b", "a"), isMet("a", "a")]).toEqual([true, false, false, false]);
});

test("everything is measured unless the arguments name less, and an unknown name is refused", () => {
  expect(readChoices([])).toEqual({ sections, nullProvider: undefined });
  expect(readChoices(["--only", "shapes,one", "--null", "/opt/null"])).toEqual({
    sections: ["one", "shapes"],
    nullProvider: "/opt/null",
  });
  expect(() => readChoices(["--only", "two"])).toThrow(
    "--only takes start-up, one, 500, 10000, memory, restart, shapes, projects, emulator; there is no two.",
  );
  expect(() => readChoices(["--fast"])).toThrow("--fast");
});

test("the memory of a provider has its goal; without /proc nothing is claimed", () => {
  expect(expectMemory({ size: 10_000, apply: 300.2, plan: 241.4 })).toEqual([
    { text: "memory of the provider, terraform apply, 10000 instances: 300 MB, at most 300", met: false },
    { text: "memory of the provider, terraform plan, 10000 instances: 241 MB, at most 300", met: true },
  ]);
  expect(expectMemory({ size: 10_000, apply: undefined, plan: undefined })).toEqual([]);
});
