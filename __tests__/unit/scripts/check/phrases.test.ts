import { findPhrases } from "../../../../scripts/check/phrases";

test.each(["A port is no number.", "these are none", "Whoever calls it", "for whoever waits"])(
  "%j is to be put plainly",
  (line) => expect(findPhrases(line)).toHaveLength(1),
);

test.each([
  "There is no port.",
  "if there are none",
  "it is no longer there",
  "it is no more",
  "is not a number",
  "the answer is no",
  'never "is no"',
])("%j is plain", (line) => expect(findPhrases(line)).toEqual([]));

test("a line with two of them has two findings", () => {
  expect(findPhrases("whoever it is, it is no name").map(({ text }) => text)).toEqual(["is no n", "whoever"]);
});
