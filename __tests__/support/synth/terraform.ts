import { quietEnvironment } from "../../../lib/testing/environment";
import { startTerraform } from "../../../lib/testing/terraform/terraform-program";
import { terraformBinary } from "../acceptance/terraform";

/** Runs the real `terraform` in `folder`, which is its home too. Returns its output; rejects with it when it fails. */
export async function runTerraform(folder: string, ...args: readonly string[]): Promise<string> {
  const env = quietEnvironment({ HOME: folder });
  const { code, output } = await startTerraform(terraformBinary, [...args, "-no-color"], folder, env).finished;
  if (code !== 0) throw new Error(`terraform ${args.join(" ")} failed:\n${output}`);
  return output;
}
