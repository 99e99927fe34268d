import type { Repository } from "../repository/repository";
import { changesOf } from "./changes";

/** The release and its origin. */
export interface Candidate {
  readonly version: string;
  readonly tag: string;
  /** The address of the repository in which the workflow runs. */
  readonly place: string;
  readonly changelog: string;
  readonly repository: Repository;
}

/** The reasons against the release, a sentence for each. */
export function releaseProblems({ version, tag, place, changelog, repository }: Candidate): readonly string[] {
  const problems: string[] = [];
  if (repository.address === "") {
    problems.push("The repository has no address. Set it in scripts/repository/repository.ts and run npm run docs.");
  } else if (repository.address !== place) {
    problems.push(`The repository's address is ${repository.address}, and this is ${place}.`);
  }
  if (tag !== `v${version}`) problems.push(`The tag is ${tag}, and package.json has version ${version}.`);
  if (changesOf(version, changelog) === undefined) {
    problems.push(`CHANGELOG.md has no section "## ${version} (Month day, year)".`);
  }
  return problems;
}
