import { join } from "node:path";
import { providerAddress } from "../../constructs/provider-address";
import { cliConfigurations } from "../../constructs/vendor/cli-configuration";
import { providerInstallationIn, withOwnMethod } from "../../constructs/vendor/provider-installation";
import { writeWholeFile } from "../../files/whole-file";
import type { Environment } from "./terraform-folder";

/**
 * The variable that leads the kit's commands to the provider beside each configuration, if the machine's `provider_installation` would
 * prevent this: it names a copy of the machine's CLI configuration in `folder`, with our own method before the others. Empty on other
 * machines.
 */
export function ownCliConfiguration(folder: string, environment: Environment): Environment {
  const found = cliConfigurations(process.cwd(), environment);
  try {
    if (!found.some(({ text }) => providerInstallationIn(text) !== undefined)) return {};
    const texts = found.map(({ text }) => withOwnMethod(text, providerAddress, "terraform.d/plugins"));
    const file = join(folder, "terraform.tfrc");
    // The file may contain tokens of registries.
    writeWholeFile(file, texts.join("\n"), "private");
    return { TF_CLI_CONFIG_FILE: file };
  } catch {
    // Terraform itself reports a file that breaks off.
    return {};
  }
}
