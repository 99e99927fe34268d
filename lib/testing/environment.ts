import { existsSync } from "node:fs";
import type { Environment } from "./terraform/terraform-folder";

/** Variables of clouds and proxies, and settings of Terraform, cdktf and Node.js. */
const everything = /^(TF_|OS_|HW_|DMS_|CDKTF_|NODE_OPTIONS$|NODE_EXTRA_CA_CERTS$|.*_proxy$)/i;

const clouds = /^(OS_|HW_|DMS_)/i;

/**
 * Whether a variable moves terraform's state or files, adds arguments to its commands, leads them to another provider, or makes OpenTofu
 * ask a service for the keys of its state.
 */
export function movesTerraform(name: string): boolean {
  return /^TF_(WORKSPACE|DATA_DIR|REATTACH_PROVIDERS|ENCRYPTION|CLI_ARGS.*)$/i.test(name);
}

/** This process's environment without the machine's clouds, proxies and settings, and `extra`. */
export function quietEnvironment(extra: Environment = {}): Record<string, string> {
  return { ...inherited((name) => everything.test(name)), ...unattended, ...extra };
}

/**
 * This process's environment without its clouds, and `extra`: for users' tests, whose terraform finds other providers by the machine's
 * settings. A missing CLI configuration file is left out, because Terraform would warn of it in each answer.
 */
export function testEnvironment(extra: Environment): Record<string, string> {
  const kept = inherited((name) => clouds.test(name) || movesTerraform(name));
  const { TF_CLI_CONFIG_FILE: cliConfig, ...rest } = kept;
  return { ...(cliConfig !== undefined && existsSync(cliConfig) ? kept : rest), ...unattended, ...extra };
}

const unattended = { CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" };

function inherited(isLeftOut: (name: string) => boolean): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && !isLeftOut(entry[0]),
    ),
  );
}
