import { existsSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { dirname, join, parse, resolve } from "node:path";
import type { Platform } from "./executable-platform";
import { refuseLinks } from "../../files/links";
import { makeFolders } from "../../files/make-folders";
import { writeWholeFile } from "../../files/whole-file";
import { providerAddress } from "../provider-address";
import type { ProviderPackage } from "./provider-package";

/** Platforms a plan made here is likely to be applied on: teams mix laptops and pipelines. */
const usualPlatforms: readonly Platform[] = ["linux_amd64", "linux_arm64", "darwin_arm64", "darwin_amd64"];

/**
 * The usual platforms and the one this runs on. The provider is a script of the POSIX shell, so they all get the same file, and Windows,
 * which could not start it, gets none.
 */
export function mirrorPlatforms(here: Platform = currentPlatform()): readonly Platform[] {
  return [...new Set([...usualPlatforms, ...(isWindows(here) ? [] : [here])])];
}

/** Whether the provider that this package carries cannot be started there. */
export function isWindows(platform: Platform = currentPlatform()): boolean {
  return platform.startsWith("windows_");
}

/** The platform Terraform would name on this machine. */
export function currentPlatform(): Platform {
  const systems: Partial<Record<NodeJS.Platform, string>> = { win32: "windows", sunos: "solaris" };
  const architectures: Partial<Record<NodeJS.Architecture, string>> = { x64: "amd64", ia32: "386" };
  const system = systems[process.platform] ?? process.platform;
  const architecture = architectures[process.arch] ?? process.arch;
  return `${system}_${architecture}`;
}

/** How this provider's zips are named, whatever their version and platform. */
const zipName = /^terraform-provider-dms_[^/_]+_[a-z0-9]+_[a-z0-9]+\.zip$/;

/**
 * Makes `directory` a filesystem mirror that holds this provider: `<host>/<namespace>/<type>/…_<version>_<platform>.zip`.
 * Zips of other versions of this provider are removed, and everything else is left alone. Files that are right already are not
 * touched. Returns the paths of the zips. Throws for a symbolic link in their place or on the way to them, and names it: below `root`
 * no link is followed.
 *
 * Packed, because Terraform copies a zip into its plugin cache, but links an unpacked package: a cache shared by projects
 * would then hang on one project's output folder.
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
 * platform is removed, since Terraform would have the choice. Returns the path of the file. Throws for a symbolic link in its place or on the way.
 *
 * Unpacked, because a mirror stays where it is: `terraform init` then links to 150 MB in place of unpacking and copying them.
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

/* Another synth or a running Terraform never sees half a zip. */
function writeWhole(file: string, content: Buffer): void {
  if (existsSync(file) && readFileSync(file).equals(content)) return;
  writeWholeFile(file, content, "shared");
}
