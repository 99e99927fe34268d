/** A turn of phrase that texts of the project do not use, and the plain one. */
interface Phrase {
  readonly pattern: RegExp;
  readonly advice: string;
  /** The files that hold to it. @default all */
  readonly files?: RegExp;
}

/** Code and pages. A test may name a stranger `nobody` in its data; its comments may not speak of one. */
const ownTexts = /^(lib|bench|scripts|docs|examples)\/|^[A-Z]+\.md$/;
const tests = /^__tests__\//;
const code = /\.([cm]?[jt]s|tsx|py|tf)$/;

const phrases: readonly Phrase[] = [
  { pattern: /(?<![Tt]here )\bis no (?!longer\b|more\b)[a-z]/, advice: 'write "is not a …"' },
  { pattern: /(?<![Tt]here )\bare none\b/, advice: 'write "are not …"' },
  { pattern: /[Ww]hoever/, advice: "name the person or the program" },
  { pattern: /\b([Bb]esides|[Aa]new|[Bb]eforehand|[Tt]hrice)\b/, advice: "use a plain word" },
  { pattern: /\b[Nn]obody\b/, advice: "name the person or the program", files: ownTexts },
  { pattern: /(?<=(^|\s)(\/\/|\/?\*+|#) .*)\b[Nn]obody\b/, advice: "name the person or the program", files: tests },
  { pattern: /(?<=(^|\s)(\/\/|\/?\*+|#) )What\b/, advice: "begin with the thing itself", files: code },
];

/** A line that has such a phrase. */
export interface Finding {
  readonly text: string;
  readonly advice: string;
}

/** Every phrase to be put plainly in one line of a file: the text, and its replacement. */
export function findPhrases(line: string, file: string): readonly Finding[] {
  return phrases.flatMap(({ pattern, advice, files }) => {
    const [text] = files?.test(file) === false ? [] : (pattern.exec(line) ?? []);
    return text === undefined ? [] : [{ text, advice }];
  });
}
