/** Where the repository lives, and who is asked to review changes. */
export interface Repository {
  /** E.g. `https://forge.example/team/cdktf-dms-lifecycle`; empty while it has no public address. */
  readonly address: string;
  /** As `CODEOWNERS` names them, e.g. `@team/maintainers`. */
  readonly owners: readonly string[];
}

/** The one place to set them. `npm run docs` makes links, metadata and `CODEOWNERS` from it; a release needs the address. */
export const repository: Repository = { address: "", owners: [] };

/** Throws unless the address is empty or one that paths can be added to. */
export function assertAddress(address: string): void {
  if (address === "" || /^https:\/\/[\w.-]+(\/[\w.-]+){2,}(?<!\.git)$/.test(address)) return;
  throw new Error(
    `The repository's address is ${JSON.stringify(address)}. Allowed: https://HOST/OWNER/NAME, without .git and without a slash at its end, or nothing.`,
  );
}
