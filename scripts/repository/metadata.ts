import { assertAddress, type Repository } from "./repository";

/** package.json with `repository`, `homepage` and `bugs` of an address, after `license`; without them while there is no address. */
export function withAddress(manifest: string, { address }: Repository): string {
  assertAddress(address);
  const entries = Object.entries(JSON.parse(manifest) as Record<string, unknown>).filter(
    ([name]) => !["repository", "homepage", "bugs"].includes(name),
  );
  const own = {
    repository: { type: "git", url: `git+${address}.git` },
    homepage: `${address}#readme`,
    bugs: { url: `${address}/issues` },
  };
  const behind = entries.findIndex(([name]) => name === "license") + 1;
  const whole = [...entries.slice(0, behind), ...(address === "" ? [] : Object.entries(own)), ...entries.slice(behind)];
  return `${JSON.stringify(Object.fromEntries(whole), undefined, 2)}\n`;
}

/** `.github/CODEOWNERS`. An owner that does not exist is an error at the forge, so the file names none until one is set. */
export function codeOwners({ owners }: Repository): string {
  const made = '# Made by "npm run docs" from scripts/repository/repository.ts.';
  return owners.length === 0 ? `${made}\n# No owners are set.\n` : `${made}\n* ${owners.join(" ")}\n`;
}

/** `.github/ISSUE_TEMPLATE/config.yml`: the forms, and with an address the way to report a vulnerability. */
export function issueConfig({ address }: Repository): string {
  assertAddress(address);
  const lines = ['# Made by "npm run docs" from scripts/repository/repository.ts.', "blank_issues_enabled: false"];
  const contact = [
    "contact_links:",
    "  - name: A hole in what SECURITY.md promises",
    `    url: ${address}/security/advisories/new`,
    "    about: Report it in private.",
  ];
  return `${[...lines, ...(address === "" ? [] : contact)].join("\n")}\n`;
}

/**
 * Markdown whose `<!-- repository PATH -->text<!-- /repository -->` are links to PATH in the repository, or the text alone while there is
 * no address.
 */
export function withRepositoryLinks(markdown: string, { address }: Repository): string {
  assertAddress(address);
  return markdown.replace(
    /<!-- repository (\S*) ?-->(?:\[([^\]]*)\]\([^)]*\)|([^[\]<]*))<!-- \/repository -->/g,
    (_, path: string, linked: string | undefined, plain: string | undefined) => {
      const text = linked ?? plain ?? "";
      const target = path === "." ? address : `${address}/${path}`;
      return `<!-- repository ${path} -->${address === "" ? text : `[${text}](${target})`}<!-- /repository -->`;
    },
  );
}
