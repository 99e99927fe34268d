import { withQuotations } from "../../../../scripts/docs/quotations";
import { fillTemplate } from "../../../../scripts/docs/template";

test("every mark of a template is filled in, with its argument", () => {
  const fillings = { title: () => "T", example: (path: string) => `<${path}>` };
  expect(fillTemplate("# {{title}}\n{{example a/b.tf}} {{title}}", fillings)).toBe("# T\n<a/b.tf> T");
});

test("a mark that nothing stands for is refused", () => {
  expect(() => fillTemplate("{{constructor}}", { schema: () => "" })).toThrow("{{constructor}}; known are schema.");
});

test("a text filled in is not searched for marks", () => {
  expect(fillTemplate("{{a}}", { a: () => "{{b}} $& $1" })).toBe("{{b}} $& $1");
});

test("a quotation is replaced by the present content of its file", () => {
  const before = "Before.\n\n<!-- quote main.ts -->\n\n```ts\nold();\n```\n\nAfter.\n\n```ts\nother();\n```\n";
  const read = (path: string): string => `// ${path}\nfresh("$1");\n`;
  expect(withQuotations(before, read)).toBe(
    '<!-- quote main.ts -->\n\n```ts\n// main.ts\nfresh("$1");\n```'.replace(/^/, "Before.\n\n") +
      "\n\nAfter.\n\n```ts\nother();\n```\n",
  );
});

test("a quotation mark without a code block right after it is refused", () => {
  expect(() => withQuotations("<!-- quote main.ts -->\n\nText.\n\n```ts\n```\n", () => "")).toThrow(
    /must be followed by a code block/,
  );
});
