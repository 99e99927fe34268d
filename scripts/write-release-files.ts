/**
 * `npx tsx scripts/write-release-files.ts FOLDER`: writes the SBOM of the packed package into FOLDER, and CHANGES.md, the text of the
 * release.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { changesOf } from "./release/changes";
import { type Sbom, shippedSbom } from "./release/sbom";

const root = resolve(__dirname, "..");
const read = (file: string): string => readFileSync(join(root, file), "utf8");
const [folder = "."] = process.argv.slice(2);

const { name, version } = JSON.parse(read("package.json")) as { readonly name: string; readonly version: string };
const listed = execFileSync("npm", ["sbom", "--sbom-format", "cyclonedx"], {
  cwd: root,
  encoding: "utf8",
  maxBuffer: 1 << 28,
});
const sbom = shippedSbom(JSON.parse(listed) as Sbom, read("dist/THIRD_PARTY_NOTICES.txt"));
writeFileSync(join(root, folder, `${name}-${version}.cdx.json`), `${JSON.stringify(sbom, undefined, 2)}\n`);

const changes = changesOf(version, read("CHANGELOG.md"));
if (changes === undefined) throw new Error(`CHANGELOG.md has no dated section of ${version}.`);
writeFileSync(join(root, "CHANGES.md"), changes);
