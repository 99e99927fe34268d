import * as testing from "../../../lib/testing/terraform-program";

export type { Run, RunningTerraform } from "../../../lib/testing/terraform-program";

/** The program under test besides ours. `TERRAFORM_BINARY` names another one, e.g. OpenTofu's. */
export const terraformBinary = process.env["TERRAFORM_BINARY"] ?? "terraform";

/** Throws one clear sentence when there is no usable terraform: acceptance tests cannot say anything then. */
export function requireTerraform(): string {
  return testing.requireTerraform(
    terraformBinary,
    "The acceptance tests",
    "Install it, or name it with TERRAFORM_BINARY.",
  );
}

/** The environment without whatever this machine sets for Terraform, the cloud or proxies. */
export function quietEnvironment(extra: Readonly<Record<string, string>>): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !/^(TF_|OS_|HW_|DMS_|CDKTF_|.*_proxy$)/i.test(entry[0]),
  );
  return { ...Object.fromEntries(kept), CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1", ...extra };
}

/** Starts the program under test. */
export function startTerraform(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): testing.RunningTerraform {
  return testing.startTerraform(terraformBinary, args, cwd, env);
}
