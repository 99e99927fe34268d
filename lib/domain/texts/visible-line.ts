/**
 * Characters that are invisible, change the direction of text or control a terminal: controls, format characters (bidirectional and
 * zero-width ones among them), fillers, lone surrogates and noncharacters. Line breaks and tabs belong to them.
 */
export const hiddenCharacters =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu;

const lineBreaks = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
const otherBlanks = /(?! )\p{Zs}/gu;

/**
 * A text of the service, of a file or of a user as one visible line that no program obeys: line breaks and tabs become spaces, all other
 * hidden characters become U+FFFD, and commands of CI systems are broken up by a space. Blanks at its ends stay, so a changed text never
 * becomes another known word.
 * @param longest UTF-16 units of the answer at most; a cut-off end leaves "…". @default no limit
 */
export function visibleLine(text: string, longest = Infinity): string {
  // Each unit of the answer needs one of the text at least, but for a run of line breaks.
  const read = text.length > longest * 2 ? copied(text.slice(0, longest * 2)) : text;
  const line = withoutCommands(withoutHidden(read));
  return line.length > longest || read.length < text.length ? `${upTo(line, longest - 1)}…` : line;
}

function withoutHidden(text: string): string {
  if (/^[ -~]*$/.test(text)) return text;
  return text.replace(lineBreaks, " ").replace(otherBlanks, " ").replace(hiddenCharacters, "\uFFFD");
}

/** The same for a text of several lines: each becomes a visible line. */
export function visibleLines(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => visibleLine(line))
    .join("\n");
}

/**
 * Breaks up the commands that CI systems obey in a log, so that they are shown without an effect: `::set-output …` of GitHub, where a line
 * begins with it, as it may after any blank once a text is wrapped; `##[…]` of GitHub and Azure, `##vso[…]` and `##teamcity[…]`, wherever
 * they stand; `section_start:` of GitLab and `travis_fold:`; the headings of Buildkite (`--- …`). A `::` before a digit is left: it is an
 * IPv6 address.
 */
function withoutCommands(line: string): string {
  if (!/::|##|_(?:start|end|fold|time):|^[-+~^]{3}/i.test(line)) return line;
  return line
    .replace(/(?<=^|\s):{2,}(?![\s\d:]|$)/g, (colons) => colons.split("").join(" "))
    .replace(/#(?=#\w*\[)/g, "# ")
    .replace(/\b(section_(?:start|end)|travis_(?:fold|time)):/gi, "$1 :")
    .replace(/^(?=(---|\+\+\+|~~~|\^\^\^)\s)(.)/, "$2 ");
}

function upTo(line: string, length: number): string {
  // The cut does not go through a surrogate pair.
  return line.slice(0, length).replace(/[\uD800-\uDBFF]$/, "");
}

/** A part of a text without the text: a slice would keep all of it in memory. */
function copied(part: string): string {
  return part.split("").join("");
}

/**
 * JSON that reads back as `value` and is safe to show to a terminal and a CI system: hidden characters and the beginnings of commands (see
 * `visibleLine`) are written as escapes. No line of it begins with a text, so `::` commands need no escape.
 * @param indent spaces for each level. @default one line
 */
export function visibleJson(value: object, indent?: number): string {
  return JSON.stringify(value, null, indent).split("\n").map(visible).join("\n");
}

function visible(line: string): string {
  return line
    .replace(hiddenCharacters, escaped)
    .replace(/(?<=#)#(?=\w*\[)/g, escaped)
    .replace(/(?<=\b(?:section_(?:start|end)|travis_(?:fold|time))):/gi, escaped);
}

function escaped(character: string): string {
  return character.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
