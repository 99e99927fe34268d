/** The address of the repository, and the reviewers of changes. */
export interface Repository {
  /** E.g. `https://forge.example/team/cdktf-dms-lifecycle`; empty while it has no public address. */
  readonly address: string;
  /** Reviewers in the form of `CODEOWNERS`, e.g. `@team/maintainers`. */
  readonly owners: readonly string[];
}

/** The repository's settings. `npm run docs` makes links, metadata and `CODEOWNERS` from them; a release needs the address. */
export const repository: Repository = { address: "", owners: [] };

/** Throws unless the address is empty or can be followed by a path. */
export function assertAddress(address: string): void {
  if (address === "" || /^https:\/\/[\w.-]+(\/[\w.-]+){2,}(?<!\.git)$/.test(address)) return;
  throw new Error(
    `The repository's address is ${JSON.stringify(address)}. Allowed: https://HOST/OWNER/NAME, without .git and without a slash at its end, or nothing.`,
  );
}
