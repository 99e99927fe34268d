import fc from "fast-check";
import { blocksIn } from "../../../../lib/testing/configuration/configuration-blocks";

/** Texts that look like the end, or the beginning, of something. */
const decoys = [
  "{",
  "}",
  "/*",
  "*/",
  "# ",
  "// ",
  "$${",
  "%%{",
  "EOT",
  "<<EOT",
  '\\"',
  "[",
  ")",
  'data \\"c\\" d { } ',
];
/** Blanks of an expression: line ends and comments. */
const gaps = ["", " ", "\n", '/* } " \nEOT\n ${ */', '# } " <<EOT\n', "// ${ /*\n", "/**/"];

type Parts = Record<"expression" | "quoted" | "document" | "template", string>;

const { expression } = fc.letrec<Parts>((tie) => {
  const gap = fc.constantFrom(...gaps);
  const parts = fc.array(fc.oneof(fc.constantFrom(...decoys), tie("template")), { maxLength: 4 });
  const text = parts.map((each) => each.join(" "));
  return {
    expression: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom("1", '[for EOT in ["a"] :\nEOT\n][0]'),
      tie("quoted"),
      tie("document"),
      tie("expression").map((inner) => `{ k = (${inner}) }`),
    ),
    quoted: text.map((inner) => `"${inner}"`),
    // "|" keeps a line from being the marker alone.
    document: fc
      .array(text, { maxLength: 3 })
      .map((lines) => `<<EOT\n${lines.map((line) => `|${line}\n`).join("")}EOT\n`),
    template: fc.tuple(gap, tie("expression"), gap).map(([before, inner, after]) => `\${${before}${inner}${after}}`),
  };
});

test("no nesting of templates, comments and documents hides a block or pretends one", () => {
  fc.assert(
    fc.property(expression, expression, (one, other) => {
      const text = `locals {\n  a = (${one})\n}\ndata "a" "b" {}\nlocals {\n  b = (${other})\n}\n# */\n`;
      expect(blocksIn("main.tf", text).map(({ type, labels }) => [type, ...labels])).toEqual([
        ["locals"],
        ["data", "a", "b"],
        ["locals"],
      ]);
    }),
    { numRuns: 500 },
  );
});
