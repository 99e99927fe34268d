import { quietEnvironment } from "../../../lib/testing/environment";
import {
  type AttachProvider,
  createTerraformFolder,
  type Environment,
  type TerraformFolder,
} from "../../../lib/testing/terraform/terraform-folder";
import * as testing from "../../../lib/testing/terraform/terraform-program";
import { variableOf } from "../../../lib/domain/environment";

export type { Run, RunningTerraform } from "../../../lib/testing/terraform/terraform-program";

/** The other program under test, under the name that cdktf and the kit read, too. */
export const terraformBinary = variableOf(process.env, "TERRAFORM_BINARY_NAME") ?? "terraform";

let version: string | undefined;

/**
 * The version of the program under test. Throws one clear sentence when there is no usable terraform, without which acceptance tests prove
 * nothing.
 */
export function requireTerraform(): string {
  version ??= testing.requireTerraform(
    terraformBinary,
    "The acceptance suite",
    "Install it, or name it with TERRAFORM_BINARY_NAME.",
  );
  return version;
}

/**
 * A folder in which the program under test runs, in an environment without anything of this machine. `attach` is a provider in this
 * process; without it terraform starts providers itself, as users' terraform does. `program`: another one than that of all lanes.
 */
export function createFolder(
  prefix: string,
  environment: Environment,
  attach?: AttachProvider,
  program = terraformBinary,
): TerraformFolder {
  requireTerraform();
  return createTerraformFolder({
    program,
    prefix,
    environment: quietEnvironment(environment),
    ...(attach !== undefined && { attach }),
  });
}
