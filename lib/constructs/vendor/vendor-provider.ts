import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { providerAddress } from "../provider-address";
import { withLockEntry } from "./lock-file";
import { writeMirror } from "./provider-mirror";
import type { ProviderPackage } from "./provider-package";

/**
 * Puts the provider where a Terraform started in `stackDirectory` finds it without configuration, and its hash into the lock
 * file there. Doing it again changes nothing; after a rebuild of the same version the new hash replaces the old one, which
 * Terraform would otherwise refuse. Returns the lock file's text.
 */
export function vendorProvider(stackDirectory: string, provider: ProviderPackage): string {
  mkdirSync(stackDirectory, { recursive: true });
  writeMirror(join(stackDirectory, "terraform.d", "plugins"), provider);

  const lockFile = join(stackDirectory, ".terraform.lock.hcl");
  const before = existsSync(lockFile) ? readFileSync(lockFile, "utf8") : undefined;
  const after = withLockEntry(before, {
    address: providerAddress,
    version: provider.version,
    constraints: provider.version,
    hashes: [provider.h1],
  });
  if (after !== before) writeFileSync(lockFile, after);
  return after;
}
