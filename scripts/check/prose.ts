import { addedLines, type AddedLine } from "./added-lines";
import { type Git, mergeBase } from "./git";
import { findPhrases } from "./phrases";

/** Files in which such phrases are quoted, transcribed or made by others. */
const exempt = [/^scripts\/check\//, /^__tests__\/unit\/scripts\/check\//, /^package-lock\.json$/, /\.(png|svg)$/];

/** Where to put something plainly, a sentence for each; empty without history. `read` gives the text of a file that git does not know yet. */
export function proseProblems(
  git: Git,
  read: (file: string) => string,
  pullRequestBase: string | undefined,
): readonly string[] {
  const base = mergeBase(git, pullRequestBase);
  if (base === undefined) return [];
  const changed = addedLines(git("diff", "--unified=0", "--no-prefix", "--no-color", "--no-ext-diff", base) ?? "");
  return [...changed, ...newFiles(git, read)]
    .filter(({ file }) => !exempt.some((pattern) => pattern.test(file)))
    .flatMap(({ file, number, text }) =>
      findPhrases(text).map((found) => `${file}:${number} has "${found.text}": ${found.advice}.`),
    );
}

/** Every line of the files that are not added to git yet. */
function newFiles(git: Git, read: (file: string) => string): readonly AddedLine[] {
  const files = (git("ls-files", "--others", "--exclude-standard", "-z") ?? "")
    .split("\0")
    .filter((file) => file !== "");
  return files.flatMap((file) =>
    read(file)
      .split("\n")
      .map((text, index) => ({ file, number: index + 1, text })),
  );
}
