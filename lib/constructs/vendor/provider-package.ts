import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ownPackage } from "./package-root";

/** dist/provider/manifest.json, as the build writes it. File names are relative to its folder. */
export interface ProviderManifest {
  readonly version: string;
  /** Terraform's hash of the package, for the lock file. */
  readonly h1: string;
  /** The package as Terraform's packed layout wants it; the same file serves every platform. */
  readonly zip: string;
  /** The program inside the zip. Where it was built, also beside it. */
  readonly executable: string;
}

/** The built provider on this machine. Paths are absolute. */
export interface ProviderPackage {
  readonly version: string;
  readonly h1: string;
  readonly zipFile: string;
  /** Only there where the provider was built; the published package has the zip alone. */
  readonly executableFile: string;
}

/** Reads what the build left in `folder` (of this package, unless told otherwise). Throws when it has not been built. */
export function loadProviderPackage(folder: string = join(ownPackage().root, "dist", "provider")): ProviderPackage {
  const manifestFile = join(folder, "manifest.json");
  if (!existsSync(manifestFile)) {
    throw new Error(`The dms provider has not been built: ${manifestFile} does not exist. Run "npm run build" first.`);
  }
  const manifest = JSON.parse(readFileSync(manifestFile, "utf8")) as ProviderManifest;
  return {
    version: manifest.version,
    h1: manifest.h1,
    zipFile: join(folder, manifest.zip),
    executableFile: join(folder, manifest.executable),
  };
}
