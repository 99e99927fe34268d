import { findPhrases } from "../../../../scripts/check/phrases";

test.each([
  "A port is no number.",
  "these are none",
  "Whoever calls it",
  "for whoever waits",
  "written anew",
  "and nothing besides",
  "nobody reads it",
  "  /** What a file holds. */",
  "/* What follows. */",
])("%j is to be put plainly", (line) => expect(findPhrases(line, "lib/a.ts")).toHaveLength(1));

test.each([
  "There is no port.",
  "if there are none",
  "it is no longer there",
  "it is no more",
  "is not a number",
  "the answer is no",
  'never "is no"',
  "beside the file",
  "/** Tells what a file holds. */",
])("%j is plain", (line) => expect(findPhrases(line, "lib/a.ts")).toEqual([]));

test("a line with two of them has two findings", () => {
  const texts = findPhrases("whoever it is, it is no name", "lib/a.ts").map(({ text }) => text);
  expect(texts).toEqual(["is no n", "whoever"]);
});

test.each([
  "/** What it prints. */",
  " * What it prints.",
  "  // What it prints.",
  "print() // What it prints.",
  "  // it waits for nobody",
  "# Nobody asks",
])("%j is to be put plainly in a comment of a test", (line) =>
  expect(findPhrases(line, "__tests__/support/a.ts")).toHaveLength(1),
);

test.each(['const nobody = { id: "nobody" };', 'test("What Now", () => undefined);', "https://example.com/What"])(
  "%j is not a comment of a test, and may stay",
  (line) => expect(findPhrases(line, "__tests__/support/a.ts")).toEqual([]),
);

test("a page may have a heading that begins with What", () => {
  expect(findPhrases("## What Is Promised", "docs/a.md")).toEqual([]);
});
