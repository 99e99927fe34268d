/**
 * `npm run build`: dist/provider (the bundled provider, its zip and manifest), dist/bin (the command line) and dist/lib (the
 * library with its types). All files are made in a folder beside and moved into place once all are right, so that other programs never see
 * half a build.
 */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import type { ProviderManifest } from "../lib/constructs/vendor/provider-package";
import { bootedProgram } from "./booted-program";
import { bundle } from "./bundle";
import { launcherHead } from "./launcher-head";
import { nodeGuard } from "./node-guard";
import { packageHash } from "./package-hash";
import { schemaAnswer } from "./schema-answer";
import { thirdPartyNotices } from "./third-party-notices";
import { zipPackage } from "./zip-package";

const root = resolve(__dirname, "..");

async function main(): Promise<void> {
  const dist = join(root, "dist");
  mkdirSync(dist, { recursive: true });
  const staging = mkdtempSync(join(dist, ".staging-"));
  try {
    const parts = [
      buildProvider(join(staging, "provider")),
      buildCommandLine(join(staging, "bin")),
      emitLibrary(join(staging, "lib")),
    ] as const;
    await Promise.allSettled(parts); // If one fails, the others must not write into a folder that is being removed.
    const [provider, commandLine] = await Promise.all(parts);
    const notices = thirdPartyNotices(root, [...provider.packages, ...commandLine.packages]);
    writeFileSync(join(staging, "THIRD_PARTY_NOTICES.txt"), notices);
    for (const name of readdirSync(staging)) {
      rmSync(join(dist, name), { recursive: true, force: true });
      renameSync(join(staging, name), join(dist, name));
    }
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** Terraform takes a file whose name begins with the program's name for the program: this name must not begin so. */
const partsName = "parts.js";

async function buildProvider(folder: string) {
  const version = packageVersion();
  const executable = `terraform-provider-dms_v${version}.cjs`;
  const zip = `terraform-provider-dms_${version}.zip`;
  const SCHEMA_ANSWER = Buffer.from(await schemaAnswer(root)).toString("base64");
  const bundled = await bundle("lib/bin/terraform-provider-dms.ts", root, "", { SCHEMA_ANSWER });
  // On stdout: Terraform shows the first line there when a provider does not start.
  const guard = nodeGuard("The dms provider", { descriptor: 1, code: 1 });
  const { main, parts } = await bootedProgram(root, bundled.parts, partsName, guard);
  const files = new Map([
    [executable, Buffer.from(`${launcherHead}\n${main}`)],
    [partsName, Buffer.from(parts)],
  ]);
  const manifest: ProviderManifest = { version, h1: packageHash(files), zip, executable };

  mkdirSync(folder, { recursive: true });
  for (const [name, content] of files) writeFileSync(join(folder, name), content, { mode: 0o755 });
  writeFileSync(join(folder, zip), await zipPackage(files));
  writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
  return bundled;
}

async function buildCommandLine(folder: string) {
  const bundled = await bundle("lib/bin/dms-lifecycle.ts", root, "#!/usr/bin/env node", {}, nodeGuard("dms-lifecycle"));
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
  // esbuild has printed its errors with their source lines.
  const printed = failure instanceof Error && "errors" in failure;
  if (!printed) console.error(failure instanceof Error ? failure.message : failure);
  process.exitCode = 1;
});
