import { resolve } from "node:path";
import { Command } from "commander";
import { providerAddress } from "../../constructs/provider-address";
import { writeMirror } from "../../constructs/vendor/provider-mirror";
import { loadProviderPackage } from "../../constructs/vendor/provider-package";

export function mirrorCommand(): Command {
  return new Command("mirror")
    .description(
      "Writes a filesystem mirror with the provider into a folder and prints the block for Terraform's CLI configuration that uses it.",
    )
    .argument("<directory>", "folder of the mirror; created when it does not exist")
    .action((directory: string) => {
      const folder = resolve(directory);
      writeMirror(folder, loadProviderPackage());
      process.stdout.write(installationBlock(folder));
    });
}

function installationBlock(folder: string): string {
  return `provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(folder)}
    include = ["${providerAddress}"]
  }
  direct {
    exclude = ["${providerAddress}"]
  }
}
`;
}
