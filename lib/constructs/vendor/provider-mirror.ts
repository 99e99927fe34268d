import { existsSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { dirname, join, parse, resolve } from "node:path";
import type { Platform } from "./executable-platform";
import { refuseLinks } from "../../files/links";
import { makeFolders } from "../../files/folders";
import { writeWholeFile } from "../../files/whole-file";
import { providerAddress } from "../provider-address";
import type { ProviderPackage } from "./provider-package";

/** Platforms on which a plan from here is likely to be applied: teams mix laptops and pipelines. */
const usualPlatforms: readonly Platform[] = ["linux_amd64", "linux_arm64", "darwin_arm64", "darwin_amd64"];

/**
 * The usual platforms and the present one. The provider is a script of the POSIX shell, so all get the same file. Windows gets none,
 * because it cannot start the script.
 */
export function mirrorPlatforms(here: Platform = currentPlatform()): readonly Platform[] {
  return [...new Set([...usualPlatforms, ...(isWindows(here) ? [] : [here])])];
}

/** Whether the platform is Windows, which cannot start the provider of this package. */
export function isWindows(platform: Platform = currentPlatform()): boolean {
  return platform.startsWith("windows_");
}

/** The platform of this machine in Terraform's spelling. */
export function currentPlatform(): Platform {
  const systems: Partial<Record<NodeJS.Platform, string>> = { win32: "windows", sunos: "solaris" };
  const architectures: Partial<Record<NodeJS.Architecture, string>> = { x64: "amd64", ia32: "386" };
  const system = systems[process.platform] ?? process.platform;
  const architecture = architectures[process.arch] ?? process.arch;
  return `${system}_${architecture}`;
}

/** Names of this provider's zips, of any version and platform. */
const zipName = /^terraform-provider-dms_[^/_]+_[a-z0-9]+_[a-z0-9]+\.zip$/;

/**
 * Makes `directory` a filesystem mirror of this provider: `<host>/<namespace>/<type>/…_<version>_<platform>.zip`. Zips of other versions of
 * this provider are removed; other files stay. Files that are already right are not written. Returns the paths of the zips. Throws for a
 * symbolic link in their place or on the way to them, and names it: links below `root` are not followed.
 *
 * The provider is packed, because Terraform copies a zip into its plugin cache but links an unpacked package: a cache shared by projects
 * would then depend on one project's output folder.
 */
export function writeMirror(
  directory: string,
  provider: ProviderPackage,
  platforms: readonly Platform[] = mirrorPlatforms(),
  root: string = dirname(resolve(directory)),
  address: string = providerAddress,
): readonly string[] {
  const folder = resolve(directory, ...address.split("/"));
  const content = readFileSync(provider.zipFile);
  const names = platforms.map((platform) => `terraform-provider-dms_${provider.version}_${platform}.zip`);
  const files = names.map((name) => join(folder, name));

  refuseLinks(resolve(root), folder);
  makeFolders(parse(folder).root, folder);
  for (const file of files) refuseLinks(folder, file);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isFile() && zipName.test(entry.name) && !names.includes(entry.name)) rmSync(join(folder, entry.name));
  }
  for (const file of files) writeWhole(file, content);
  return files;
}

/** A provider in one file that is a program of one platform, and needs no Node.js. */
interface ExecutableProvider {
  readonly version: string;
  readonly platform: Platform;
  readonly content: Uint8Array;
}

/**
 * Puts an executable into the filesystem mirror `directory`, unpacked: `<address>/<version>/<platform>/…`. A zip of the same version and
 * platform is removed, because Terraform could choose it. Returns the path of the file. Throws for a symbolic link in its place or on the
 * way.
 *
 * The executable is unpacked, because a mirror keeps its place: `terraform init` then links to 150 MB instead of unpacking and copying
 * them.
 */
export function writeExecutable(directory: string, provider: ExecutableProvider, address: string): string {
  const { version, platform, content } = provider;
  const folder = resolve(directory, ...address.split("/"));
  const target = join(folder, version, platform);
  const file = join(target, `terraform-provider-dms_v${version}${isWindows(platform) ? ".exe" : ""}`);
  refuseLinks(dirname(resolve(directory)), file);
  makeFolders(parse(target).root, target);
  writeWholeFile(file, content, "program");
  rmSync(join(folder, `terraform-provider-dms_${version}_${platform}.zip`), { force: true });
  return file;
}

// Writes a whole file at once, so that another synth or a running Terraform never sees half a zip.
function writeWhole(file: string, content: Buffer): void {
  if (existsSync(file) && readFileSync(file).equals(content)) return;
  writeWholeFile(file, content, "shared");
}
