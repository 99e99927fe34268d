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
  { pattern: /(?<=^(- )?|[.!:] )What [a-z](?!.*\?)/, advice: "begin with the thing itself", files: /\.md(\.tmpl)?$/ },
  { pattern: /(?<=(^|\s)(\/\/|\/?\*+|#) .*)\b[Ss]ome(body|one)\b/, advice: "name the person or the program" },
  { pattern: /(?<=^(- )?|[.!:] |(^|\s)(\/\/|\/?\*+|#) )Of (?!course\b)[a-z`]/, advice: "begin with the subject" },
  { pattern: /(?<=[.:] |(^|\s)(\/\/|\/?\*+|#) )(Were|Had) [a-z]/, advice: 'write "if"' },
  { pattern: /\bof (\w+ ){1,3}of (\w+ ){1,3}of\b/, advice: 'write fewer "of"' },
  { pattern: /\b(that|which) (is|are) none\b/, advice: 'write "is not a …", or "invalid"', files: tests },
  { pattern: /(?<!const )\b([Tt]ells?|[Tt]old) of\b/, advice: 'write "show", "name" or "report"' },
  { pattern: /\bany more\b/, advice: 'write "no longer"', files: ownTexts },
  { pattern: /\b(small|capital) letters\b/, advice: 'write "lower case" or "upper case"' },
  { pattern: /\bempty texts?\b/, advice: 'write "empty string"' },
  { pattern: /\btime-outs?\b/, advice: 'write "timeout"' },
];

/** Further phrases that texts in code do not use: users read them in errors, warnings, help and pages. */
const inSentences: readonly Phrase[] = [
  { pattern: /\b[Ww]hat (?=[a-z])/, advice: "name the thing" },
  { pattern: /\b([Aa]ny|[Ss]ome)(body|one)\b/, advice: "name the person or the program" },
  { pattern: /(?<![Tt]here )\b(is|was|be) none\b/, advice: 'write "is not …"' },
  { pattern: /\bfor want of\b/, advice: "use a plain word" },
  { pattern: /\b([Oo]thers|they) on the way\b/, advice: "name the person or the program" },
  { pattern: /\b[Ww]hether [^.;:]{3,80} (is|are) not known\b/, advice: 'write "it is not known whether"' },
];

/** A line that has such a phrase. */
export interface Finding {
  readonly text: string;
  readonly advice: string;
}

/** Every phrase to be put plainly in one line of a file: the text, and its replacement. */
export function findPhrases(line: string, file: string): readonly Finding[] {
  return phrases.filter(({ files }) => files?.test(file) !== false).flatMap((phrase) => findOne(phrase, line));
}

/** Every phrase to be put plainly in a text in code, except those that `findPhrases` finds in its `lines`. */
export function findPhrasesInSentence(sentence: string, lines: readonly string[], file: string): readonly Finding[] {
  const known = lines.flatMap((line) => findPhrases(line, file)).map(({ advice }) => advice);
  const acrossLines = findPhrases(sentence, file).filter(({ advice }) => !known.includes(advice));
  return [...acrossLines, ...inSentences.flatMap((phrase) => findOne(phrase, sentence))];
}

function findOne({ pattern, advice }: Phrase, text: string): readonly Finding[] {
  const [found] = pattern.exec(text) ?? [];
  return found === undefined ? [] : [{ text: found, advice }];
}
