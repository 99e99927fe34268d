import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ownPackage } from "../own-package";

/** dist/provider/manifest.json, as the build writes it. File names are relative to its folder. */
export interface ProviderManifest {
  readonly version: string;
  /** Terraform's hash of the package, for the lock file. */
  readonly h1: string;
  /** The package in Terraform's packed layout; the same file serves every platform. */
  readonly zip: string;
  /** The program inside the zip. On the build machine it is also beside the zip. */
  readonly executable: string;
}

/** The built provider on this machine. Paths are absolute. */
export interface ProviderPackage {
  readonly version: string;
  readonly h1: string;
  readonly zipFile: string;
  /** Exists only on the build machine; the published package has only the zip. */
  readonly executableFile: string;
}

/** Reads the build output in `folder` (by default this package's). Throws if it has not been built. */
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
