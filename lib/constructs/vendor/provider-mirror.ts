import { existsSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { dirname, join, parse, resolve } from "node:path";
import { refuseLinks } from "../../files/links";
import { makeFolders } from "../../files/make-folders";
import { writeWholeFile } from "../../files/whole-file";
import { providerAddress } from "../provider-address";
import type { ProviderPackage } from "./provider-package";

/** As Terraform spells them: operating system and architecture. */
type Platform = `${string}_${string}`;

/** Platforms a plan made here is likely to be applied on: teams mix laptops and pipelines. */
const usualPlatforms: readonly Platform[] = ["linux_amd64", "linux_arm64", "darwin_arm64", "darwin_amd64"];

/** The usual platforms and the one this runs on. The provider is a script, so they all get the same file. */
export function mirrorPlatforms(here: Platform = currentPlatform()): readonly Platform[] {
  return [...new Set([...usualPlatforms, here])];
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
): readonly string[] {
  const folder = resolve(directory, ...providerAddress.split("/"));
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

/* Another synth or a running Terraform never sees half a zip. */
function writeWhole(file: string, content: Buffer): void {
  if (existsSync(file) && readFileSync(file).equals(content)) return;
  writeWholeFile(file, content, "shared");
}
