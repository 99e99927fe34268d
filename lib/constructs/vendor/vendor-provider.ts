import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeWholeFile } from "../../files/whole-file";
import { providerAddress } from "../provider-address";
import { type LockEntry, lockedProviders, withLockEntry } from "./lock-file";
import { mirrorPlatforms, writeMirror } from "./provider-mirror";
import type { ProviderPackage } from "./provider-package";

/** Another provider of the stack. */
export interface OtherProvider {
  /** Source address with its host. */
  readonly address: string;
  /** The one version that the stack asks for; `undefined` if it leaves a choice. */
  readonly version: string | undefined;
}

/** Hashes in the lock file of other packages with the same version. */
export interface ReplacedPin {
  readonly lockFile: string;
  readonly version: string;
  /** The earlier hashes; not empty. */
  readonly before: readonly string[];
  readonly after: string;
}

/**
 * Puts the provider into the place where a Terraform started in `stackDirectory` finds it without configuration, and its hash into the lock
 * file there. A repetition changes nothing. A hash that was pinned for the same version is replaced, because Terraform would refuse the
 * package. `onPin` is called before any file is written; an error that it throws ends the work.
 *
 * A provider that the lock file does not contain makes cdktf run `terraform providers lock`, which asks every provider's own registry, and
 * ours has none. So every other provider with exactly one possible version is locked too; `terraform init` records its hashes. Returns the
 * addresses of the providers that could not be locked.
 */
export function vendorProvider(
  stackDirectory: string,
  provider: ProviderPackage,
  others: readonly OtherProvider[],
  onPin: (replaced: ReplacedPin) => void = () => undefined,
): readonly string[] {
  const { lockFile, locked } = readLockFile(stackDirectory);
  const { version, h1 } = provider;
  const pinned = locked.get(providerAddress);
  if (pinned?.version === version && pinned.hashes.length > 0 && !pinned.hashes.includes(h1)) {
    onPin({ lockFile, version, before: pinned.hashes, after: h1 });
  }
  mkdirSync(stackDirectory, { recursive: true });
  writeMirror(join(stackDirectory, "terraform.d", "plugins"), provider, mirrorPlatforms(), stackDirectory);
  return writeLockFile(stackDirectory, [ownEntry(provider)], others);
}

/**
 * Locks the same for a provider that comes from elsewhere, where `terraform providers lock` would not find it either. Hashes that are
 * pinned for this version stay: they belong to the existing package.
 */
export function lockProviders(
  stackDirectory: string,
  provider: ProviderPackage,
  others: readonly OtherProvider[],
): readonly string[] {
  const isLocked = readLockFile(stackDirectory).locked.get(providerAddress)?.version === provider.version;
  mkdirSync(stackDirectory, { recursive: true });
  return writeLockFile(stackDirectory, isLocked ? [] : [ownEntry(provider)], others);
}

function ownEntry({ version, h1 }: ProviderPackage): LockEntry {
  return { address: providerAddress, version, constraints: version, hashes: [h1] };
}

function readLockFile(stackDirectory: string) {
  const lockFile = join(stackDirectory, ".terraform.lock.hcl");
  const text = existsSync(lockFile) ? readFileSync(lockFile, "utf8") : undefined;
  return { lockFile, text, locked: lockedProviders(text ?? "") };
}

function writeLockFile(
  stackDirectory: string,
  own: readonly LockEntry[],
  others: readonly OtherProvider[],
): readonly string[] {
  const { lockFile, text, locked } = readLockFile(stackDirectory);
  const entries = others.flatMap(({ address, version }): readonly LockEntry[] =>
    version === undefined || locked.get(address)?.version === version
      ? []
      : [{ address, version, constraints: version, hashes: [] }],
  );
  const after = [...own, ...entries].reduce<string | undefined>(withLockEntry, text);
  if (after !== undefined && after !== text) writeWholeFile(lockFile, after, "shared");
  const held = lockedProviders(after ?? "");
  return others.map(({ address }) => address).filter((address) => !held.has(address));
}
