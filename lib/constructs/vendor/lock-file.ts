/** The entry of one provider in a dependency lock file. */
export interface LockEntry {
  /** Source address with its host. */
  readonly address: string;
  readonly version: string;
  readonly constraints: string;
  /**
   * Hashes of the package. Without any, every package of that version is accepted, and `terraform init` records the hashes of the one it
   * finds.
   */
  readonly hashes: readonly string[];
}

const header = [
  '# This file is maintained automatically by "terraform init".',
  "# Manual edits may be lost in future updates.",
].join("\n");

// Terraform writes each entry as one block that starts and ends at the beginning of a line. This package writes and reads only this form.
const block = /^provider "([^"]+)" \{\n[\s\S]*?^\}\n?/gm;

/** The fields of a provider's entry that are read. */
interface Locked {
  readonly version: string;
  readonly hashes: readonly string[];
}

/** The entries of a lock file (`.terraform.lock.hcl`), by address. Pure. */
export function lockedProviders(lockFile: string): ReadonlyMap<string, Locked> {
  return new Map(
    [...lockFile.matchAll(block)].map(([text, address = ""]) => [
      address,
      {
        version: /^ {2}version\s*= "([^"]*)"/m.exec(text)?.[1] ?? "",
        hashes: /^ {2}hashes\s*= \[([^\]]*)\]/m.exec(text)?.[1]?.match(/[a-z0-9]+:[^"\s]+/g) ?? [],
      },
    ]),
  );
}

/**
 * The lock file with `entry` instead of that provider's old entry; all other entries stay unchanged. The order is Terraform's (by address),
 * so that its next `init` does not rewrite the file. Pure.
 */
export function withLockEntry(lockFile: string | undefined, entry: LockEntry): string {
  const kept = [...(lockFile ?? "").matchAll(block)]
    .map((match) => ({ address: match[1] ?? "", text: match[0].trimEnd() }))
    .filter(({ address }) => address !== entry.address);
  const blocks = [...kept, { address: entry.address, text: describeEntry(entry) }]
    .sort((one, other) => (one.address < other.address ? -1 : 1))
    .map(({ text }) => text);
  return [header, ...blocks].join("\n\n") + "\n";
}

function describeEntry(entry: LockEntry): string {
  return [
    `provider "${entry.address}" {`,
    `  version     = "${entry.version}"`,
    `  constraints = "${entry.constraints}"`,
    ...(entry.hashes.length === 0 ? [] : ["  hashes = [", ...entry.hashes.map((hash) => `    "${hash}",`), "  ]"]),
    "}",
  ].join("\n");
}
