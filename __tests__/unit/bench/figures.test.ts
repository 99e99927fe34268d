import { readChoices, sections } from "../../../bench/choices";
import { compare } from "../../../bench/compared";
import { describeComparisons } from "../../../bench/comparison-table";
import { expectGoals } from "../../../bench/goals";
import { median } from "../../../bench/median";

test("the median is the middle value, or the mean of the two in the middle", () => {
  expect(median([9])).toBe(9);
  expect(median([9, 1, 5])).toBe(5);
  expect(median([1, 10, 3, 4])).toBe(3.5);
  expect(() => median([])).toThrow(/no median/);
});

test("both sides are measured in turns, after one run of each that does not count", async () => {
  const order: string[] = [];
  const timed = (name: string, times: readonly number[]) => {
    let run = 0;
    return (): Promise<number> => {
      order.push(name);
      return Promise.resolve(times[run++]!);
    };
  };
  const comparison = await compare("plan", 3, timed("ours", [900, 30, 10, 20]), timed("floor", [700, 4, 6, 5]));
  expect(comparison).toEqual({ name: "plan", oursMs: 20, floorMs: 5 });
  expect(order).toEqual(["floor", "ours", "floor", "ours", "floor", "ours", "floor", "ours"]);
});

test("the table tells how many times the floor a measurement is", () => {
  expect(describeComparisons([{ name: "plan", oursMs: 284.4, floorMs: 40 }])).toEqual([
    "      ours  floor  ratio",
    "plan   284     40  7.1 ×",
  ]);
});

test("a goal is named with what was reached, met or not, and only where there is a measurement", () => {
  const comparisons = [
    { name: "terraform plan, 500 instances", oursMs: 149, floorMs: 100 },
    { name: "terraform plan, 10000 instances", oursMs: 121, floorMs: 100 },
    { name: "something without a goal", oursMs: 900, floorMs: 1 },
  ];
  expect(expectGoals(comparisons)).toEqual([
    { text: "terraform plan, 500 instances: 1.49 times, at most 1.5", met: true },
    { text: "terraform plan, 10000 instances: 1.21 times, at most 1.2", met: false },
  ]);
});

test("everything is measured unless the arguments name less, and an unknown name is refused", () => {
  expect(readChoices([])).toEqual({ sections, nullProvider: undefined });
  expect(readChoices(["--only", "shapes,one", "--null", "/opt/null"])).toEqual({
    sections: ["one", "shapes"],
    nullProvider: "/opt/null",
  });
  expect(() => readChoices(["--only", "two"])).toThrow(
    "--only takes start-up, one, 500, 10000, restart, shapes; there is no two.",
  );
  expect(() => readChoices(["--fast"])).toThrow("--fast");
});
