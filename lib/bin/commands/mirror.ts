import { fstatSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Command } from "commander";
import { UsageError } from "../../batch/usage-error";
import { isProviderAddress, providerAddress } from "../../constructs/provider-address";
import { installationAt } from "../../constructs/vendor/cli-configuration";
import { executablePlatform } from "../../constructs/vendor/executable-platform";
import { writeExecutable, writeMirror } from "../../constructs/vendor/provider-mirror";
import { loadProviderPackage, type ProviderPackage } from "../../constructs/vendor/provider-package";
import { visibleLines } from "../../domain/texts/visible-line";

interface MirrorOptions {
  readonly json?: boolean;
  readonly executable?: string;
  readonly source: string;
}

export function mirrorCommand(): Command {
  return new Command("mirror")
    .description(
      "Writes a filesystem mirror with the provider into a folder and prints the block for Terraform's CLI configuration that uses it.",
    )
    .argument("<directory>", "folder of the mirror; created when it does not exist")
    .option("--executable <file>", 'the provider as "npm run executable" builds it, for machines without Node.js')
    .option("--source <address>", "the address under which stacks ask for the provider", providerAddress)
    .option("--json", "print the folder, the address, the version and the block as JSON")
    .action((directory: string, { json, executable, source }: MirrorOptions) => {
      if (directory === "") throw refused(directory);
      if (!isProviderAddress(source)) throw refusedSource(source);
      const folder = resolve(directory);
      const provider = loadProviderPackage();
      const write =
        executable === undefined
          ? () => writePackage(folder, provider, source)
          : executableWriter(folder, { file: executable, version: provider.version, source });
      writeInto(folder, directory, write);
      const block = installationBlock(folder, source);
      const { version } = provider;
      const written = { directory: folder, source, version, provider_installation: block };
      if (json === true) process.stdout.write(`${JSON.stringify(written, null, 2)}\n`);
      else printBlock(block, folder, source);
    });
}

// Prints the block, unless stdout appends to a CLI configuration that has one: Terraform refuses a file with two.
function printBlock(block: string, folder: string, source: string): void {
  const present = installationAt(fstatSync(process.stdout.fd), process.cwd(), process.env);
  if (present === undefined) {
    process.stdout.write(block);
    return;
  }
  const { file, installation } = present;
  const isForMirror = installation.methods.some(({ path, include }) => path === folder && include.includes(source));
  if (!isForMirror) throw secondBlock(file, block);
  process.stderr.write(visibleLines(`${file} has the block for this mirror already. Nothing was added to it.\n`));
}

function writePackage(folder: string, provider: ProviderPackage, source: string): void {
  writeMirror(folder, provider, undefined, undefined, source);
}

/** A function that puts an executable into the mirror. The executable is read at once; throws for any other file. */
function executableWriter(
  folder: string,
  { file, version, source }: { readonly file: string; readonly version: string; readonly source: string },
): () => void {
  const content = read(file);
  const platform = content === undefined ? undefined : executablePlatform(content);
  if (content === undefined || platform === undefined) throw refusedExecutable(file, content !== undefined);
  return () => void writeExecutable(folder, { version, platform, content }, source);
}

function read(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

// Writes into the folder. The caller can correct a failure in the folder, but not one of the package.
function writeInto(folder: string, directory: string, write: () => void): void {
  try {
    write();
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

function refusedExecutable(file: string, isReadable: boolean): UsageError {
  const reason = isReadable ? "which is not a program of Linux, macOS or Windows" : "which cannot be read";
  return new UsageError(
    `--executable is ${JSON.stringify(file)}, ${reason}. Allowed: the file that "npm run executable" leaves in dist/executable.`,
  );
}

function refusedSource(source: string): UsageError {
  return new UsageError(
    `--source is ${JSON.stringify(source)}. Allowed: an address of a provider with its host, such as registry.example.com/team/dms.`,
  );
}

function secondBlock(file: string, block: string): UsageError {
  return new UsageError(
    `${file} has a block provider_installation, and Terraform takes one. The mirror was written, and nothing was added to that file. ` +
      `Put these entries into its block, and exclude the provider in the other entries there:\n${block.trimEnd()}`,
  );
}

function installationBlock(folder: string, source: string): string {
  return `provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(folder)}
    include = ["${source}"]
  }
  direct {
    exclude = ["${source}"]
  }
}
`;
}
