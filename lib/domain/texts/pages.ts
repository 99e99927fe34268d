/** Pages of the documentation that messages name, by their path in the package. A test holds that each exists. */
const pages = {
  behindAProxy: "docs/guides/behind-a-proxy.md",
  inContainers: "docs/guides/in-containers.md",
  npmInvalid: "docs/guides/when-terraform-asks-npm-invalid.md",
  teamState: "docs/guides/team-state.md",
} as const;

/** The address of a page, as the end of a sentence that begins with "See". */
export function pageOf(page: keyof typeof pages): string {
  return `${pages[page]} in the package cdktf-dms-lifecycle`;
}
