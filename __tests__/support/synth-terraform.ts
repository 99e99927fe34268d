import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Runs the real `terraform` in `folder`, away from this machine's configuration. Throws with its output when it fails. */
export function runTerraform(folder: string, ...args: readonly string[]): string {
  const home = mkdtempSync(join(tmpdir(), "synth-home-"));
  const env = { PATH: process.env.PATH, HOME: home, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" };
  return execFileSync("terraform", [...args, "-no-color"], { cwd: folder, env, encoding: "utf8", stdio: "pipe" });
}
