import { join } from "node:path";
import { providerAddress } from "../constructs/provider-address";
import { cliConfigurations } from "../constructs/vendor/cli-configuration";
import { providerInstallationIn, withOwnMethod } from "../constructs/vendor/provider-installation";
import { writeWholeFile } from "../files/whole-file";
import type { Environment } from "./terraform-folder";

/**
 * What leads the kit's commands to the provider beside each configuration, on a machine whose `provider_installation` would lead them past
 * it: a copy of the machine's CLI configuration in `folder`, with a method of our own before the others. Empty where nothing is in the way.
 */
export function ownCliConfiguration(folder: string, environment: Environment): Environment {
  const found = cliConfigurations(process.cwd(), environment);
  try {
    if (!found.some(({ text }) => providerInstallationIn(text) !== undefined)) return {};
    const texts = found.map(({ text }) => withOwnMethod(text, providerAddress, "terraform.d/plugins"));
    const file = join(folder, "terraform.tfrc");
    // It may hold tokens of registries.
    writeWholeFile(file, texts.join("\n"), "private");
    return { TF_CLI_CONFIG_FILE: file };
  } catch {
    // Terraform says itself what is wrong with a file that breaks off.
    return {};
  }
}
