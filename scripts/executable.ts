/**
 * `npm run executable`: makes the provider as one file for this platform that needs no Node.js, in dist/executable. The folder `release`
 * beside it has the files for a registry or a mirror: the zip, SHA256SUMS and the manifest, and a signature if GPG_KEY names a key of gpg.
 * The folder is marked UNTESTED: the lane "executable" shows that it works on this platform, and a release then removes the mark.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { currentPlatform } from "../lib/constructs/vendor/provider-mirror";
import { variableOf } from "../lib/domain/environment";
import { bundle } from "./bundle";
import { buildExecutable } from "./executable/build-executable";
import { nodeForExecutables } from "./executable/node-program";
import { releaseFiles, sumsName, untestedMark } from "./executable/release-folder";
import { signSums } from "./executable/sign-sums";
import { schemaAnswer } from "./schema-answer";

const root = resolve(__dirname, "..");
const folder = join(root, "dist", "executable");

async function main(): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { readonly version: string };
  const platform = currentPlatform();
  const node = nodeForExecutables(join(root, "node_modules", ".cache", "node-for-executables"));
  const SCHEMA_ANSWER = Buffer.from(await schemaAnswer(root)).toString("base64");
  const { parts } = await bundle("lib/bin/terraform-provider-dms.ts", root, "", { SCHEMA_ANSWER });

  const name = `terraform-provider-dms_v${version}${platform.startsWith("windows") ? ".exe" : ""}`;
  const file = join(folder, name);
  rmSync(folder, { recursive: true, force: true });
  buildExecutable({ parts, node, file });

  const release = join(folder, "release");
  mkdirSync(release, { recursive: true });
  for (const [each, bytes] of await releaseFiles({ version, platform, name, content: readFileSync(file) })) {
    writeFileSync(join(release, each), bytes);
  }
  writeFileSync(join(release, untestedMark), `This executable has not been tried on ${platform} yet.\n`);
  signSums(join(release, sumsName(version)), variableOf(process.env, "GPG_KEY"));
  process.stdout.write(`${file}\n${release}\n`);
}

main().catch((failure: unknown) => {
  console.error(failure instanceof Error ? failure.message : failure);
  process.exitCode = 1;
});
