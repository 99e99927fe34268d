import { compare } from "../../../bench/compared";
import { describeComparisons } from "../../../bench/comparison-table";
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
