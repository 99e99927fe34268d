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
    .option("--json", "print what was written, and the block, as JSON")
    .action((directory: string, { json }: { readonly json?: boolean }) => {
      const folder = resolve(directory);
      const provider = loadProviderPackage();
      writeMirror(folder, provider);
      const block = installationBlock(folder);
      const written = {
        directory: folder,
        source: providerAddress,
        version: provider.version,
        provider_installation: block,
      };
      process.stdout.write(json === true ? `${JSON.stringify(written, null, 2)}\n` : block);
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
