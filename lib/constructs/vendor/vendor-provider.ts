import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeWholeFile } from "../../files/whole-file";
import { providerAddress } from "../provider-address";
import { lockedVersions, withLockEntry } from "./lock-file";
import { mirrorPlatforms, writeMirror } from "./provider-mirror";
import type { ProviderPackage } from "./provider-package";

/** Another provider of the stack. */
export interface OtherProvider {
  /** Source address with its host. */
  readonly address: string;
  /** The one version the stack asks for; `undefined` when it leaves a choice. */
  readonly version: string | undefined;
}

/**
 * Puts the provider where a Terraform started in `stackDirectory` finds it without configuration, and its hash into the lock
 * file there. Doing it again changes nothing; after a rebuild of the same version the new hash replaces the old one, which
 * Terraform would otherwise refuse.
 *
 * A provider that the lock file does not hold makes cdktf run `terraform providers lock`, which asks every provider's own
 * registry, and ours has none. So the version of every other provider that asks for one version is locked too; its hashes are
 * left for `terraform init` to write down. Returns the addresses of those that could not be locked.
 */
export function vendorProvider(
  stackDirectory: string,
  provider: ProviderPackage,
  others: readonly OtherProvider[],
): readonly string[] {
  mkdirSync(stackDirectory, { recursive: true });
  writeMirror(join(stackDirectory, "terraform.d", "plugins"), provider, mirrorPlatforms(), stackDirectory);

  const lockFile = join(stackDirectory, ".terraform.lock.hcl");
  const before = existsSync(lockFile) ? readFileSync(lockFile, "utf8") : undefined;
  const locked = lockedVersions(before ?? "");
  const { version, h1 } = provider;
  let after = withLockEntry(before, { address: providerAddress, version, constraints: version, hashes: [h1] });
  for (const other of others) {
    if (other.version === undefined || locked.get(other.address) === other.version) continue;
    after = withLockEntry(after, { ...other, version: other.version, constraints: other.version, hashes: [] });
  }
  if (after !== before) writeWholeFile(lockFile, after, "shared");
  return others.map(({ address }) => address).filter((address) => !lockedVersions(after).has(address));
}
