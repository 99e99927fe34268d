import { execFileSync } from "node:child_process";

/** Runs the real `terraform` in `folder`, which is its home too. Throws with its output when it fails. */
export function runTerraform(folder: string, ...args: readonly string[]): string {
  const env = { PATH: process.env.PATH, HOME: folder, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" };
  return execFileSync("terraform", [...args, "-no-color"], { cwd: folder, env, encoding: "utf8", stdio: "pipe" });
}
