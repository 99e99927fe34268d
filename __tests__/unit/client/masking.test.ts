import fc from "fast-check";
import { excerpt, maskSecrets } from "../../../lib/client/masking";
import { unescapeText } from "../../../lib/client/unescaped-text";
import { randomRuns } from "../../support/chaos/random-runs";
import { spellingsOf } from "../../support/client/canaries";

const secret = `p4ss\\<w>&"o"'rd/+ é!`;

test.each([...spellingsOf(secret)])("masks a secret that stands there as %s", (_, spelled) => {
  for (const text of [spelled, spelled.toLowerCase(), spelled.toUpperCase()]) {
    expect(maskSecrets(`before ${text}.`, [secret])).toMatch(/^before .{0,1}\*\*\*.{0,2}\.$/);
  }
});

test.each([
  ["named", "p4ss\\&lt;w&gt;&amp;&quot;o&quot;&apos;rd/+ é!"],
  ["decimal", "p4ss\\&#60;w&#62;&#38;&#34;o&#34;&#39;rd/+ &#233;!"],
  ["hexadecimal", "p4ss\\&#x3C;w&#x3e;&#x26;&#x22;o&#x22;&#x27;rd&#x2F;+ &#xe9;!"],
  ["mixed, in JSON", 'p4ss\\\\&lt;w&gt;&amp;\\"o\\"&#039;rd\\/+ \\u00e9!'],
  ["escaped twice", "p4ss\\&amp;lt;w&amp;gt;&amp;amp;&amp;quot;o&amp;quot;&amp;#39;rd/+ é!"],
])("masks a secret that stands there as HTML, %s", (_, spelled) => {
  expect(maskSecrets(`<p>${spelled}</p>`, [secret])).toMatch(/^<p>\*\*\*<\/p>$/);
});

const html = (text: string): string => text.replace(/[&<>"']/g, (found) => `&#${String(found.charCodeAt(0))};`);
const json = (text: string): string => JSON.stringify(text).slice(1, -1);
const escapes = fc.constantFrom<(text: string) => string>(
  json,
  html,
  (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;"),
  (text) => encodeURIComponent(text),
  (text) => new URLSearchParams({ "": text }).toString().slice(1),
  (text) => text.toUpperCase(),
  (text) => text,
);

test("masks whatever escapes within escapes made of a secret", () => {
  const any = fc
    .string({ minLength: 4, maxLength: 20, unit: "grapheme" })
    // What escapes leave too little of is not looked for; not every letter comes back from its capital.
    .filter((text) => unescapeText(text).text.trim().length >= 4 && !text.includes("*"))
    .filter((text) => text.toUpperCase().toLowerCase() === text.toLowerCase());
  fc.assert(
    fc.property(any, any, fc.array(escapes, { maxLength: 3 }), (first, second, chain) => {
      const escaped = chain.reduce((text, escape) => escape(text), first);
      const masked = maskSecrets(`[ ${escaped} ] ${second} [ ${first} ]`, [first, second]);
      expect(masked).not.toContain(first);
      expect(masked).not.toContain(second);
      expect(masked).not.toContain(escaped);
    }),
    randomRuns(500),
  );
});

test("leaves what is no secret as it is", () => {
  const text = 'C:\\temp "100%25" &amp; <b>more</b> \\u0041 +49 naïve';
  expect(maskSecrets(text, ["hunter22", "abc"])).toBe(text);
  expect(maskSecrets(text, [])).toBe(text);
});

test("masks secrets that overlap, and a long token in a long text", () => {
  expect(maskSecrets("abcdef-ghij", ["abcdef", "def-ghij"])).toBe("***");
  const token = "MIIFbA+/".repeat(2_000);
  expect(maskSecrets(`x ${token} y ${encodeURIComponent(token)} z`, [token])).toBe("x *** y *** z");
});

test("an excerpt of a text too long to be looked at shows no part of a secret that the cut goes through", () => {
  const longest = 256 * 1024;
  for (const shown of ["hunter22-hunter22", "hunter22%2Dhunter22"]) {
    const text = `${" ".repeat(longest - 10)}${shown}`;
    expect(excerpt(text, ["hunter22-hunter22"])).toBe("");
  }
});
