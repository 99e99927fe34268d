import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ProviderManifest } from "../../../lib/constructs/vendor/provider-package";
import { packageHash } from "../../../scripts/package-hash";
import { zipPackage } from "../../../scripts/zip-package";

/** Writes the files of a build into `folder`, around a program that does nothing. Returns the manifest. */
export async function writeProviderPackage(folder: string, program = "#!/bin/sh\nexit 1\n"): Promise<ProviderManifest> {
  const executable = "terraform-provider-dms_v0.1.0.cjs";
  const files = new Map([[executable, Buffer.from(program)]]);
  const manifest = { version: "0.1.0", h1: packageHash(files), zip: "terraform-provider-dms_0.1.0.zip", executable };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, executable), program, { mode: 0o755 });
  writeFileSync(join(folder, manifest.zip), await zipPackage(files));
  writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
  return manifest;
}
