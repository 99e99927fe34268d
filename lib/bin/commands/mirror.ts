import { resolve } from "node:path";
import { Command } from "commander";
import { providerAddress } from "../../constructs/provider-address";
import { writeMirror } from "../../constructs/vendor/provider-mirror";
import { loadProviderPackage, type ProviderPackage } from "../../constructs/vendor/provider-package";
import { UsageError } from "../../batch/usage-error";

export function mirrorCommand(): Command {
  return new Command("mirror")
    .description(
      "Writes a filesystem mirror with the provider into a folder and prints the block for Terraform's CLI configuration that uses it.",
    )
    .argument("<directory>", "folder of the mirror; created when it does not exist")
    .option("--json", "print what was written, and the block, as JSON")
    .action((directory: string, { json }: { readonly json?: boolean }) => {
      if (directory === "") throw refused(directory);
      const folder = resolve(directory);
      const provider = loadProviderPackage();
      writeInto(folder, directory, provider);
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

/* What cannot be done in the folder is the caller's to mend; what cannot be read of the package is not. */
function writeInto(folder: string, directory: string, provider: ProviderPackage): void {
  try {
    writeMirror(folder, provider);
  } catch (thrown) {
    const { path, message } = thrown as NodeJS.ErrnoException;
    if (path === undefined || !(path.startsWith(folder) || folder.startsWith(path))) throw thrown;
    throw refused(directory, message);
  }
}

function refused(directory: string, reason?: string): UsageError {
  const written = reason === undefined ? "" : `, which cannot be written: ${reason}`;
  return new UsageError(
    `<directory> is ${JSON.stringify(directory)}${written}. Allowed: a folder that can be written, or the path of one to make.`,
  );
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
