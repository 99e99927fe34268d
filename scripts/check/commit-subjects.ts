import { type Git, mergeBase } from "./git";

const longest = 72;

/** The faults of the subjects of commits since the main branch, a sentence for each; empty without history. */
export function subjectProblems(git: Git, pullRequestBase: string | undefined): readonly string[] {
  const base = mergeBase(git, pullRequestBase);
  if (base === undefined) return [];
  const log = git("log", "--no-merges", "--format=%h %s", `${base}..HEAD`) ?? "";
  return log.split("\n").flatMap((line) => {
    const [hash = "", subject = ""] = /^(\S+) (.*)$/.exec(line)?.slice(1) ?? [];
    return problemsOf(subject).map((problem) => `${hash} "${subject}" ${problem}.`);
  });
}

function problemsOf(subject: string): readonly string[] {
  return [
    ...(subject.length > longest ? [`has ${subject.length} characters, and ${longest} are allowed`] : []),
    ...(subject.includes(";") ? ["names several changes; one commit is one change"] : []),
  ];
}
