import type { Git } from "./git";
import { type Finding, findPhrases, findPhrasesInSentence } from "./phrases";
import { sentencesIn } from "./sentences";

/** Files that quote such phrases, that other programs write, or that are not text. */
const exempt = [
  /^scripts\/check\//,
  /^__tests__\/unit\/scripts\/check\//,
  /^CONTRIBUTING\.md$/,
  /^package-lock\.json$/,
  /\.(png|svg|zip)$/,
];

/** Code with texts that users read. */
const spoken = /^(lib|examples)\/.*(?<!\.d)\.ts$/;

/**
 * The places of phrases to be put plainly in the files of the repository, committed or not, a sentence for each; empty without git.
 * `read` returns the text of a file.
 */
export function proseProblems(git: Git, read: (file: string) => string): readonly string[] {
  const listed = git("ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate", "-z") ?? "";
  const deleted = new Set((git("ls-files", "--deleted", "-z") ?? "").split("\0"));
  return listed
    .split("\0")
    .filter((file) => file !== "" && !deleted.has(file) && !exempt.some((pattern) => pattern.test(file)))
    .flatMap((file) => problemsIn(file, read(file)));
}

function problemsIn(file: string, text: string): readonly string[] {
  const lines = text.split("\n");
  const told = (line: number, { text: phrase, advice }: Finding): string =>
    `${file}:${line} has "${phrase}": ${advice}.`;
  return [
    ...lines.flatMap((line, index) => findPhrases(line, file).map((found) => told(index + 1, found))),
    ...(spoken.test(file) ? sentencesIn(text) : []).flatMap(({ text: sentence, lines: [first, last] }) =>
      findPhrasesInSentence(sentence, lines.slice(first - 1, last), file).map((found) => told(first, found)),
    ),
  ];
}
