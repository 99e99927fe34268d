import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ISynthesisSession, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { refuseLinks } from "../../files/links";
import { writeWholeFile } from "../../files/whole-file";
import { ownPackage } from "../own-package";

/** Folder in a synthesized stack with the runner and the files of its runs. */
export const runnerFolder = "dms-lifecycle";
export const runnerFile = "dms-lifecycle.cjs";
/** The random key of the fingerprints of triggers. It lives as long as the files that have these fingerprints in their names. */
export const keyFile = "fingerprint-key";

// The key by which cdktf (and cdktn, its continuation) finds a construct's own step at synthesis.
const customSynthesis = Symbol.for("cdktf/customSynthesis");

/**
 * Puts the command line into the folder of `stack` at each synthesis of `construct`: one file without dependencies, so that a machine with
 * only the synthesized stack, Terraform and Node.js can run it. Several constructs may call this.
 */
export function vendorRunnerAtSynthesis(construct: IConstruct, stack: TerraformStack): void {
  const onSynthesize = ({ outdir, manifest }: ISynthesisSession) => {
    const folder = join(outdir, manifest.forStack(stack).workingDirectory, runnerFolder);
    vendorRunner(folder, join(ownPackage().root, "dist", "bin", runnerFile));
  };
  Object.defineProperty(construct, customSynthesis, { value: { onSynthesize } });
}

/**
 * Copies the built command line into `folder`, and makes a key there if it has none. Throws if it has not been built, and for a symbolic
 * link instead of the folder or a file, so that others cannot redirect a deploy to their own program.
 */
export function vendorRunner(folder: string, builtFile: string): void {
  if (!existsSync(builtFile)) {
    throw new Error(`The command line has not been built: ${builtFile} does not exist. Run "npm run build" first.`);
  }
  const [file, key] = [join(folder, runnerFile), join(folder, keyFile)];
  for (const path of [file, key]) refuseLinks(dirname(folder), path);
  mkdirSync(folder, { recursive: true });
  const content = readFileSync(builtFile);
  if (!existsSync(file) || !readFileSync(file).equals(content)) writeWholeFile(file, content, "shared");
  if (!existsSync(key) || !isKey(readFileSync(key, "utf8"))) {
    writeWholeFile(key, randomBytes(32).toString("hex"), "private");
  }
}

function isKey(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}
