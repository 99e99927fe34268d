import type { Git } from "./git";
import { findPhrases } from "./phrases";

/** Files that quote such phrases, that other programs write, or that are not text. */
const exempt = [
  /^scripts\/check\//,
  /^__tests__\/unit\/scripts\/check\//,
  /^CONTRIBUTING\.md$/,
  /^package-lock\.json$/,
  /\.(png|svg|zip)$/,
];

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
  return text
    .split("\n")
    .flatMap((line, index) =>
      findPhrases(line, file).map((found) => `${file}:${index + 1} has "${found.text}": ${found.advice}.`),
    );
}
