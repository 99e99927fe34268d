import fc from "fast-check";
import { anyText } from "../../../support/chaos/any-text";
import { excerpt } from "../../../../lib/client/texts/foreign-words";
import { maskSecrets } from "../../../../lib/client/texts/masking";
import { foldsOf } from "../../../../lib/client/texts/folded-text";
import { randomRuns } from "../../../support/chaos/random-runs";
import { spellingsOf } from "../../../support/client/canaries";
import { cpuTimeMs } from "../../../support/time/cpu-time";

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

test("masks a secret within nested escapes", () => {
  const any = anyText({ minLength: 4, maxLength: 20 })
    // A text of which escapes leave too little is not looked for; not every letter comes back from its capital.
    .filter((text) => foldsOf(text).plain.every((fold) => fold.text.trim().length >= 4) && !text.includes("*"))
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

test("masks sixteen characters of a secret wherever they begin, and nothing around them", () => {
  const token = "abcdefghijklmnopqrstuvwxyz0123456789";
  for (let offset = 0; offset <= 40; offset += 1) {
    for (let start = 0; start + 16 <= token.length; start += 1) {
      const before = "-".repeat(offset);
      expect(maskSecrets(`${before}${token.slice(start, start + 16)}---`, [token])).toBe(`${before}***---`);
    }
  }
});

test("leaves other texts unchanged", () => {
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
  const longest = 16 * 1024;
  for (const shown of ["hunter22-hunter22", "hunter22%2Dhunter22"]) {
    for (const before of [8, 10, 16]) {
      const text = `${" ".repeat(longest - before)}${shown}`;
      expect(excerpt(text, ["hunter22-hunter22"])).toBe("…");
    }
  }
});

describe("a token that is reflected so that a search for it as it is finds nothing", () => {
  const token = `gAAAAAB${"mQ7xK2pLw9vR4tYs8bNc1dFg6hJk3zXe5aUi0oPqWlE_".repeat(7)}`.slice(0, 306);
  /** Breaks a text into pieces of so many characters. */
  const pieces = (text: string, size: number): string[] => text.match(new RegExp(`[^]{1,${String(size)}}`, "g")) ?? [];
  const inPieces = (size: number, between: string) => (text: string) => pieces(text, size).join(between);
  const quotedPrintable = (text: string): string =>
    pieces(text.replaceAll("=", "=3D").replaceAll("_", "=5F"), 72).join("=\r\n");

  test.each<[string, (text: string) => string]>([
    ["in lines of 64", inPieces(64, "\n")],
    ["in lines of 64, as JSON", (text) => JSON.stringify(inPieces(64, "\r\n")(text))],
    ["with a zero-width space in it", inPieces(150, "\u200b")],
    ["with a zero-width space after every letter", inPieces(1, "\u200b")],
    ["with soft hyphens, tags and fillers in it", (text) => pieces(text, 9).join("\u00ad\u{e0041}\u3164\ufe0f")],
    ["with blanks", inPieces(4, " ")],
    ["with dots", inPieces(1, ".")],
    ["with separators of several kinds", (text) => pieces(text, 5).join(" - \t| ")],
    ["with accents", inPieces(3, "\u0301")],
    ["in full-width letters", (text) => text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0))],
    ["with terminal colours", inPieces(12, "\u001b[0;1m\u001b[m".replace(/[0-9m]/g, ""))],
    ["in quoted-printable", quotedPrintable],
    ["in quoted-printable, as JSON", (text) => JSON.stringify(quotedPrintable(text))],
    ["in base64 in lines of 76", (text) => inPieces(76, "\r\n")(Buffer.from(`x${text}`).toString("base64"))],
    ["in hexadecimal with colons", (text) => inPieces(2, ":")(Buffer.from(text).toString("hex"))],
    ["in hexadecimal escapes", (text) => Buffer.from(text).toString("hex").replace(/../g, "\\x$&")],
    ["in percent escapes of every letter", (text) => Buffer.from(text).toString("hex").replace(/../g, "%$&")],
    ["in capitals with underscores", (text) => inPieces(7, "__")(text.toUpperCase())],
  ])("%s is hidden whole", (_, fold) => {
    expect(maskSecrets(`before ${fold(token)} after`, [token])).toMatch(/^before .{0,2}\*\*\*.{0,3} after$/);
  });

  test.each([
    ["its first 20 characters", token.slice(0, 20)],
    ["20 from its middle", token.slice(120, 140)],
    ["all but its last", token.slice(0, -1)],
    ["20 of them with blanks", inPieces(3, " ")(token.slice(40, 60))],
    ["40 of its base64", Buffer.from(token).toString("base64url").slice(101, 141)],
  ])("is hidden where it is cut: %s", (_, part) => {
    expect(maskSecrets(`(${part})`, [token])).toBe("(***)");
  });

  test("leaves texts that are too short to be a part of it", () => {
    expect(maskSecrets(`(${token.slice(0, 15)})`, [token])).toBe(`(${token.slice(0, 15)})`);
  });

  test("hides the signature of a request by itself, cut too", () => {
    const signature = "0123456789abcdef".repeat(4).replace(/0/g, "f");
    const header = `SDK-HMAC-SHA256 Access=AKIDEXAMPLE, SignedHeaders=host;x-sdk-date, Signature=${signature}`;
    expect(maskSecrets(`wrong: ${signature}!`, [header])).toBe("wrong: ***!");
    expect(maskSecrets(`wrong: ${signature.slice(0, 32)}!`, [header])).toBe("wrong: ***!");
  });
});

test("of any secret no sixteen characters in a row are left, whatever stands between them", () => {
  const character = fc.constantFrom(
    ...Array.from("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/=_-.~!$%&\"'\\<>{}: é注"),
  );
  const anySecret = fc.string({ unit: character, minLength: 16, maxLength: 400 });
  const between = fc.constantFrom(
    "",
    "\n",
    "\r\n  ",
    "\u200b",
    "\u2066",
    " ",
    "-",
    ". ",
    "=\r\n",
    "\u001b[",
    "\\n",
    "%20",
    "&#8203;",
  );
  const spellings = fc.constantFrom<(text: string) => string>(
    (text) => text,
    (text) => text.toUpperCase(),
    json,
    html,
    (text) => encodeURIComponent(text),
    (text) => new URLSearchParams({ "": text }).toString().slice(1),
    (text) => json(encodeURIComponent(text)),
  );
  const lettersOf = (text: string): string => text.toLowerCase().replace(/[^0-9a-zé注]/g, "");
  fc.assert(
    fc.property(
      fc.array(anySecret, { minLength: 1, maxLength: 2 }),
      fc.record({ from: fc.nat(300), size: fc.integer({ min: 1, max: 80 }), between, spell: spellings }),
      fc.string(),
      (secrets, { from, size, between: separator, spell }, around) => {
        const [secret = ""] = secrets;
        const part = secret.slice(Math.min(from, secret.length - 16));
        const reflected = (spell(part).match(new RegExp(`[^]{1,${String(size)}}`, "gu")) ?? []).join(separator);
        const masked = maskSecrets(`${around} ${reflected} ${around}`, secrets);
        const line = excerpt(`${around} ${reflected} ${around}`, secrets, 2_500);
        for (let at = 0; at + 16 <= secret.length; at += 1) {
          const run = secret.slice(at, at + 16);
          expect(masked.toLowerCase()).not.toContain(run.toLowerCase());
          expect(line.toLowerCase()).not.toContain(run.toLowerCase());
        }
        // Not across the marks either, and not where a text in it breaks an escape.
        const shown = separator === "" || spell(part) === part ? masked.split("***") : [];
        const letters = lettersOf(secret);
        for (let at = 0; at + 16 <= letters.length; at += 1) {
          const run = letters.slice(at, at + 16);
          for (const rest of shown) expect(lettersOf(rest)).not.toContain(run);
        }
      },
    ),
    randomRuns(300),
  );
});

test("takes time in proportion to the length of text and secrets, not to their product", () => {
  const tokens = ["a", "b", "c"].map((letter) => `${letter}${"MIIFbA+/zQ".repeat(800)}`);
  const texts = [
    tokens.join("\n"),
    "a".repeat(60_000),
    "\\".repeat(60_000),
    "%25".repeat(20_000),
    "=41".repeat(20_000),
    "aaaa ".repeat(10_000),
  ];
  const startMs = cpuTimeMs();
  for (const text of texts) maskSecrets(text, [...tokens, "aaaa", "aaaaaaaa"]);
  expect(cpuTimeMs() - startMs).toBeLessThan(5_000);
});
