import { parseTimes } from "../../../../scripts/test/parse-times";

test("the processor time of a shell's children is in the second line of its times", () => {
  expect(parseTimes("0m0.001s 0m0.002s\n2m10.500s 0m31.250s\n")).toBeCloseTo(161.75);
});

test.each(["", "0m0.001s 0m0.002s\n", "0m0.001s 0m0.002s\nnothing\n"])("%j is not an output of times", (printed) => {
  expect(() => parseTimes(printed)).toThrow(/"times" printed/);
});
