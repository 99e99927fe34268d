import { sentencesIn } from "../../../../scripts/check/sentences";

const texts = (code: string): readonly string[] => sentencesIn(code).map(({ text }) => text);

test.each([
  ["a literal", 'f("one");', ["one"]],
  ["a template without placeholders", "f(`one`);", ["one"]],
  ["a template, with an x for each value", "f(`${one} of ${two}.`);", ["x of x."]],
  ["literals that are put together, as one text", 'f("one " + "two " + `three`);', ["one two three"]],
  ["a sum with values, with an x for each", 'f("one " + two + " three");', ["one x three"]],
  ["a sum in brackets", 'f(("one " + "two ") + "three");', ["one two three"]],
  ["a text within a placeholder, as one of its own", 'f(`a ${b ? "few" : "lot"}`);', ["a x", "few", "lot"]],
  ["a text within a sum's value, as one of its own", 'f("a " + g("few"));', ["a x", "few"]],
  ["a text within a placeholder within a sum", 'f("a " + `b ${g("c")}`);', ["a b x", "c"]],
  ["the texts of an object", 'const a = { b: "one", "c d": "two" };', ["one", "c d", "two"]],
])("%s is found", (_, code, found) => expect(texts(code)).toEqual(found));

test.each([
  ["a sum of numbers", "f(1 + 2);"],
  ["a comment", "// What it is."],
  ["a regular expression", "f(/What is/);"],
])("%s is not a text", (_, code) => expect(texts(code)).toEqual([]));

test("a text has its first and its last line", () => {
  expect(sentencesIn('\nf(\n  "one " +\n    "two",\n);\n')).toEqual([{ text: "one two", lines: [3, 4] }]);
});
