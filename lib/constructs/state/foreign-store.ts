import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ISynthesisSession, TerraformBackend, TerraformStack } from "cdktf";
import { type Environment, variableOf } from "../../domain/environment";
import { pageOf } from "../../domain/texts/pages";
import { writeWholeFile } from "../../files/whole-file";
import { endpointIn } from "./aws-config";
import { noteNow } from "../warnings/warnings";

/** The file in the stack's folder, named in the backend's `shared_config_files`. */
const settingsFile = "s3-checksums.config";

/**
 * Makes Terraform send the state of `stack` to another vendor's object store without checksums. Since 1.11.2 it sends over https with
 * checksums inside the body (`aws-chunked`). A store that does not know that form keeps them too: the state is damaged, and the next plan
 * fails. The settings that prevent it exist only in a file of Amazon's tools, so synth writes one beside the stack. It writes no file for
 * Amazon's own store, nor if the backend names such files itself. Call it while the stack is synthesized.
 */
export function keepStateWhole(stack: TerraformStack, folder: string, environment: Environment): void {
  const settings = s3SettingsOf(stack);
  if (settings === undefined || namesConfigFiles(settings)) return;
  const endpoint = endpointOf(settings, environment);
  if (endpoint === undefined || !isForeign(endpoint)) return;
  mkdirSync(folder, { recursive: true });
  writeWholeFile(join(folder, settingsFile), describeSettings(profileOf(settings, environment)), "shared");
  stack.addOverride("terraform.backend.s3.shared_config_files", [settingsFile, usersFile(environment)]);
  noteNow(
    stack,
    "dms:foreign-object-store",
    `State is sent to ${endpoint} without checksums inside (${settingsFile}): a store that is not Amazon's may keep them as part of it. ` +
      `See ${pageOf("teamState")}.`,
  );
}

/** Calls `keepStateWhole` at each synthesis of `backend`. */
export function keepStateWholeAtSynthesis(
  backend: TerraformBackend,
  stack: TerraformStack,
  environment: Environment,
): void {
  const onSynthesize = ({ outdir, manifest }: ISynthesisSession): void => {
    keepStateWhole(stack, join(outdir, manifest.forStack(stack).workingDirectory), environment);
  };
  Object.defineProperty(backend, Symbol.for("cdktf/customSynthesis"), { value: { onSynthesize } });
}

/** Settings of a backend, as they are written. */
type Settings = Readonly<Record<string, unknown>>;

// The settings with overrides, in Terraform's words. A backend is a child of this name.
function s3SettingsOf(stack: TerraformStack): Settings | undefined {
  if (stack.node.tryFindChild("backend") === undefined) return undefined;
  const { terraform } = stack.toTerraform() as {
    readonly terraform?: { readonly backend?: { readonly s3?: Settings } };
  };
  return terraform?.backend?.s3;
}

function namesConfigFiles(settings: Settings): boolean {
  return settings["shared_config_files"] !== undefined || settings["shared_config_file"] !== undefined;
}

/** The endpoint, in Terraform's order of search. */
function endpointOf(settings: Settings, environment: Environment): string | undefined {
  const { s3 } = (settings["endpoints"] ?? {}) as Settings;
  const written = [s3, settings["endpoint"]].find((each) => typeof each === "string" && each !== "");
  if (typeof written === "string") return written;
  const variables = ["AWS_ENDPOINT_URL_S3", "AWS_S3_ENDPOINT", "AWS_ENDPOINT_URL"];
  const set = variables.map((name) => variableOf(environment, name)).find((each) => each !== undefined);
  return set ?? endpointOfProfile(settings, environment);
}

/** The endpoint in the user's own file, unless that is not to be read. */
function endpointOfProfile(settings: Settings, environment: Environment): string | undefined {
  if (/^true$/i.test(variableOf(environment, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS") ?? "")) return undefined;
  const file = usersFile(environment).replace(/^~/, variableOf(environment, "HOME") ?? "~");
  try {
    return endpointIn(readFileSync(file, "utf8"), profileOf(settings, environment) ?? "default");
  } catch {
    return undefined;
  }
}

/** Whether an endpoint is another vendor's. One that Terraform alone knows, or that is not a URL, is not judged. */
function isForeign(endpoint: string): boolean {
  if (!URL.canParse(endpoint)) return false;
  return !/(^|\.)(amazonaws\.com(\.cn)?|amazonaws\.eu|api\.aws)\.?$/i.test(new URL(endpoint).hostname);
}

function profileOf(settings: Settings, environment: Environment): string | undefined {
  const written = settings["profile"];
  if (typeof written === "string" && written !== "") return written;
  return variableOf(environment, "AWS_PROFILE") ?? variableOf(environment, "AWS_DEFAULT_PROFILE");
}

/** The file that Terraform would have read, if it exists. Its own settings override ours. */
function usersFile(environment: Environment): string {
  return variableOf(environment, "AWS_CONFIG_FILE") ?? "~/.aws/config";
}

// Settings count only for the profile in use.
function describeSettings(profile: string | undefined): string {
  const sections = ["default", ...(profile === undefined || profile === "default" ? [] : [`profile ${profile}`])];
  const lines = ["request_checksum_calculation = when_required", "response_checksum_validation = when_required"];
  return sections.map((section) => `[${section}]\n${lines.join("\n")}\n`).join("\n");
}
