/**
 * `npm run build`: dist/provider (the bundled provider, its zip and manifest), dist/bin (the command line) and dist/lib (the
 * library with its types). Everything is made beside dist and moved there in one step, so that a Terraform that is running
 * from dist never meets half a build.
 */
import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import type { ProviderManifest } from "../lib/constructs/vendor/provider-package";
import { bundle } from "./bundle";
import { launcherHead } from "./launcher-head";
import { packageHash } from "./package-hash";
import { thirdPartyNotices } from "./third-party-notices";
import { zipPackage } from "./zip-package";

const root = resolve(__dirname, "..");

async function main(): Promise<void> {
  const cache = join(root, "node_modules", ".cache");
  mkdirSync(cache, { recursive: true });
  const staging = mkdtempSync(join(cache, "dms-build-"));
  try {
    const [provider, commandLine] = await Promise.all([
      buildProvider(join(staging, "provider")),
      buildCommandLine(join(staging, "bin")),
      emitLibrary(join(staging, "lib")),
    ]);
    writeFileSync(
      join(staging, "THIRD_PARTY_NOTICES.txt"),
      thirdPartyNotices(root, [...provider.packages, ...commandLine.packages]),
    );
    chmodSync(staging, 0o755);
    rmSync(join(root, "dist"), { recursive: true, force: true });
    renameSync(staging, join(root, "dist"));
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

async function buildProvider(folder: string) {
  const version = packageVersion();
  const executable = `terraform-provider-dms_v${version}.cjs`;
  const zip = `terraform-provider-dms_${version}.zip`;
  const bundled = await bundle("lib/bin/terraform-provider-dms.ts", root, launcherHead);
  const files = new Map([[executable, Buffer.from(bundled.code)]]);
  const manifest: ProviderManifest = { version, h1: packageHash(files), zip, executable };

  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, executable), bundled.code, { mode: 0o755 });
  writeFileSync(join(folder, zip), await zipPackage(files));
  writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
  return bundled;
}

async function buildCommandLine(folder: string) {
  const bundled = await bundle("lib/bin/dms-lifecycle.ts", root, "#!/usr/bin/env node");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "dms-lifecycle.cjs"), bundled.code, { mode: 0o755 });
  return bundled;
}

async function emitLibrary(folder: string): Promise<void> {
  const tsc = require.resolve("typescript/bin/tsc");
  const run = promisify(execFile);
  try {
    await run(process.execPath, [tsc, "-p", "tsconfig.build.json", "--outDir", folder], { cwd: root });
  } catch (failure) {
    const { stdout = "" } = failure as { stdout?: string };
    throw new Error(`The library does not compile:\n${stdout}`, { cause: failure });
  }
}

function packageVersion(): string {
  return (JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string }).version;
}

main().catch((failure: unknown) => {
  console.error(failure instanceof Error ? failure.message : failure);
  process.exitCode = 1;
});
