/**
 * `npm run pack:cdktn [-- FOLDER]`: packs the build output as `cdktn-dms-lifecycle`, for programs that import `cdktn`, into FOLDER (by
 * default the working folder), and prints the result of `npm pack --json`. The compiled files are the same, with another module to import.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { cdktnManifest, cdktnPeers } from "./cdktn/manifest";
import { forCdktn, nullProviderFolder, nullProviderParts } from "./cdktn/modules";
import { thirdPartyNotices } from "./third-party-notices";

const root = resolve(__dirname, "..");
const nullProvider = join("node_modules", "@cdktf", "provider-null");
const notices = "dist/THIRD_PARTY_NOTICES.txt";

function main(destination: string): void {
  mkdirSync(destination, { recursive: true });
  mkdirSync(join(root, "dist"), { recursive: true });
  const staging = mkdtempSync(join(root, "dist", ".cdktn-"));
  try {
    const manifest = cdktnManifest(readFileSync(join(root, "package.json"), "utf8"));
    const { dependencies } = JSON.parse(manifest) as { readonly dependencies: Readonly<Record<string, string>> };
    copyCompiled(staging, [...Object.keys(cdktnPeers), ...Object.keys(dependencies)]);
    writeFileSync(join(staging, "package.json"), manifest);
    cpSync(join(root, "scripts", "cdktn", "README.md"), join(staging, "README.md"));
    cpSync(join(root, "LICENSE"), join(staging, "LICENSE"));
    process.stdout.write(npmPack(staging, ["--pack-destination", destination]));
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** Copies the shipped part of `dist` and the null provider's classes. */
function copyCompiled(staging: string, allowed: readonly string[]): void {
  const [packed] = JSON.parse(npmPack(root, ["--dry-run"])) as readonly {
    readonly files: readonly { readonly path: string }[];
  }[];
  const write = (path: string, from: string): void => {
    const target = join(staging, path);
    mkdirSync(dirname(target), { recursive: true });
    if (/\.(js|d\.ts)$/.test(path)) writeFileSync(target, forCdktn(readFileSync(from, "utf8"), path, allowed));
    else cpSync(from, target);
  };
  for (const { path } of packed?.files ?? []) {
    if (path.startsWith("dist/")) write(path, join(root, path));
  }
  for (const part of nullProviderParts) {
    for (const ending of ["js", "d.ts"]) {
      write(`${nullProviderFolder}/${part}.${ending}`, join(root, nullProvider, "lib", part, `index.${ending}`));
    }
  }
  const own = thirdPartyNotices(root, [nullProvider]).replace(/^.*\n+/, "");
  writeFileSync(join(staging, notices), `${readFileSync(join(root, notices), "utf8")}\n${own}`);
}

function npmPack(cwd: string, args: readonly string[]): string {
  return execFileSync("npm", ["pack", "--ignore-scripts", "--json", ...args], {
    cwd,
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
}

main(resolve(process.argv[2] ?? "."));
