/** A turn of phrase that new text does not have, and the plain one. */
interface Phrase {
  readonly pattern: RegExp;
  readonly advice: string;
}

const phrases: readonly Phrase[] = [
  { pattern: /(?<![Tt]here )\bis no (?!longer\b|more\b)[a-z]/, advice: 'write "is not a …"' },
  { pattern: /(?<![Tt]here )\bare none\b/, advice: 'write "are not …"' },
  { pattern: /[Ww]hoever/, advice: "name the person or the program" },
];

/** A line that has such a phrase. */
export interface Finding {
  readonly text: string;
  readonly advice: string;
}

/** Every phrase to be put plainly in one line of prose or code: what stands there, and what to do. */
export function findPhrases(line: string): readonly Finding[] {
  return phrases.flatMap(({ pattern, advice }) => {
    const [text] = pattern.exec(line) ?? [];
    return text === undefined ? [] : [{ text, advice }];
  });
}
