import { existsSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { join, parse, resolve } from "node:path";
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

/**
 * Makes `directory` a filesystem mirror that holds this provider: `<host>/<namespace>/<type>/…_<version>_<platform>.zip`.
 * Other providers there are left alone; other versions of ours are removed. Files that are right already are not touched.
 * Returns the paths of the zips.
 *
 * Packed, because Terraform copies a zip into its plugin cache, but links an unpacked package: a cache shared by projects
 * would then hang on one project's output folder.
 */
export function writeMirror(
  directory: string,
  provider: ProviderPackage,
  platforms: readonly Platform[] = mirrorPlatforms(),
): readonly string[] {
  const folder = resolve(directory, ...providerAddress.split("/"));
  const content = readFileSync(provider.zipFile);
  const names = platforms.map((platform) => `terraform-provider-dms_${provider.version}_${platform}.zip`);

  makeFolders(parse(folder).root, folder);
  for (const name of readdirSync(folder)) {
    if (!names.includes(name)) rmSync(join(folder, name), { recursive: true });
  }
  const files = names.map((name) => join(folder, name));
  for (const file of files) writeWhole(file, content);
  return files;
}

/* Another synth or a running Terraform never sees half a zip. */
function writeWhole(file: string, content: Buffer): void {
  if (existsSync(file) && readFileSync(file).equals(content)) return;
  writeWholeFile(file, content, "shared");
}
