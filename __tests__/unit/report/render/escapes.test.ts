import fc from "fast-check";
import { anyText } from "../../../support/chaos/any-text";
import { escapeHtml, escapeMarkdown } from "../../../../lib/report/render/escapes";
import { plainLine } from "../../../../lib/report/render/plain-line";
import { randomRuns } from "../../../support/chaos/random-runs";

describe("text in Markdown", () => {
  test.each([
    ["a pipe does not end the cell", "a|b", "a\\|b"],
    ["nor does one behind a backslash", "a\\|b", "a\\\\\\|b"],
    ["backticks begin no code", "`rm`", "\\`rm\\`"],
    ["lines become one", "a\r\n\r\n# b\tc", "a \\# b c"],
    ["no element of HTML begins", "<img src=x>", "\\<img src\\=x\\>"],
    ["no entity is read", "&lt;", "\\&lt;"],
    ["no link", "[a](https://b.c)", "\\[a\\]\\(https\\://b.c\\)"],
    ["no picture", "![a](b)", "\\!\\[a\\]\\(b\\)"],
    ["no address becomes a link by itself", "http://a.b www.a.b", "http\\://a.b www\\.a.b"],
    ["no user is mentioned", "@team", "\\@&#8203;team"],
    ["nor written to", "a@b.c", "a\\@&#8203;b.c"],
    ["no issue is referred to", "org/repo#12 #a", "org/repo\\#&#8203;12 \\#a"],
    ["no emphasis, no strike", "*a* _b_ ~~c~~", "\\*a\\* \\_b\\_ \\~\\~c\\~\\~"],
    ["no formula", "$a^2$", "\\$a\\^2\\$"],
    ["no heading, no quotation, no list", "# a", "\\# a"],
    ["no quotation", "> a", "\\> a"],
    ["no list", "- a", "\\- a"],
    ["no numbered list", "1. a", "1\\. a"],
    ["nor one with a bracket", "1) a", "1\\) a"],
    ["nothing turns direction or hides", "a\u202Eb\u200Bc\u0000d", "a\uFFFDb\uFFFDc\uFFFDd"],
    ["plain words stay as they are", "orders-eu.1: 5 of 6; ü", "orders-eu.1: 5 of 6; ü"],
  ])("%s", (_, text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });

  test("is one line in which every character of markup is behind a backslash", () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        const escaped = escapeMarkdown(text);
        expect(escaped).not.toMatch(/[\n\r]/);
        const rest = escaped.replaceAll("&#8203;", "").replace(/\\[!-/:-@[-`{-~]/g, "");
        expect(rest).not.toMatch(/[\\`*_{}[\]<>()#!|~&$@"']/);
      }),
      randomRuns(300),
    );
  });
});

describe("text in HTML", () => {
  test("has no markup of its own, in an element or in quotes", () => {
    expect(escapeHtml(`<a href="x" title='y'>&`)).toBe("&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;");
    expect(escapeHtml("a\nb\u202Ec")).toBe("a b\uFFFDc");
  });

  test("is escaped once and can be read back as its plain line", () => {
    const characters = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&" } as const;
    fc.assert(
      fc.property(fc.string(), (text) => {
        const escaped = escapeHtml(text);
        expect(escaped).not.toMatch(/[<>"']/);
        const read = escaped.replace(
          /&(?:lt|gt|quot|#39|amp);/g,
          (entity) => characters[entity as keyof typeof characters],
        );
        expect(read).toBe(plainLine(text));
      }),
      randomRuns(300),
    );
  });
});
