import { findPhrases, findPhrasesInSentence } from "../../../../scripts/check/phrases";

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
  "// it was repaired by somebody else",
  "/** Of two spellings, the declared one counts. */",
  "A row has an owner. Of a batch, it says nothing.",
  "// Were it known, the gate would refuse the plan.",
  "the end of the watch of one of the members of a wave of the run",
  "a restart that the journal tells of",
  "it is told of once",
  "a call that is not due any more",
  "variables in small letters come first",
  "set to the empty text",
  "a time-out of the login",
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
  "const somebody = read();",
  "It is a matter of course. Of course it is.",
  "it were a number, had it been kept",
  "the name of one of the members",
  "which is not one",
  "for (const tell of listeners) tell();",
  "it tells them apart",
  "it is no longer due",
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
  'test("a port that is none", () => undefined);',
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

test.each(["What is due comes last.", "- What is known is kept.", "Calls are made. What is refused stays."])(
  "%j is to be put plainly on a page",
  (line) => expect(findPhrases(line, "docs/a.md")).toHaveLength(1),
);

test.each(["What is due?", "| What it is |", "`DMS_PROGRESS_FILE`: what a run does", "Tells what a file holds."])(
  "%j may stand on a page",
  (line) => expect(findPhrases(line, "docs/a.md")).toEqual([]),
);

describe("a text in code", () => {
  const found = (sentence: string, lines: readonly string[] = []): readonly string[] =>
    findPhrasesInSentence(sentence, lines, "lib/a.ts").map(({ text }) => text);

  test.each([
    ["What is due is listed.", "What "],
    ["Check what x names.", "what "],
    ["somebody with the right", "somebody"],
    ["of anyone", "anyone"],
    ["an id that is none", "is none"],
    ["the id, which can be none", "be none"],
    ["gone for want of memory", "for want of"],
    ["others on the way can read it", "others on the way"],
    ["Whether it was sent is not known.", "Whether it was sent is not known"],
    ["a port that is no number", "is no n"],
  ])("%j has %j", (sentence, phrase) => expect(found(sentence)).toEqual([phrase]));

  test.each([
    "The due actions are listed.",
    "x: not sent",
    "There is none.",
    "for (const what = calls; what; what = what.next)",
    "Whatever the folder says",
    "a summary of somewhere",
    "It is not known whether it was sent.",
  ])("%j is plain", (sentence) => expect(found(sentence)).toEqual([]));

  test("that one of its lines shows already is told once", () => {
    expect(found("It is no number.", ['"It is no number."'])).toEqual([]);
    expect(found("It is no number.", ['"It is " +', '"no number."'])).toEqual(["is no n"]);
  });
});
