import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const packageName = "cdktf-dms-lifecycle";

interface OwnPackage {
  /** Absolute folder of the package's package.json. */
  readonly root: string;
  readonly version: string;
}

/**
 * The npm package that `from` lies in: the same for the sources, for the emitted library and for the bundled command line.
 * Throws when the code was moved away from its package, as a bundler of the user's application would do.
 */
export function ownPackage(from: string = __dirname): OwnPackage {
  for (let folder = from; ; folder = dirname(folder)) {
    const manifest = readManifest(join(folder, "package.json"));
    if (manifest?.name === packageName) return { root: folder, version: manifest.version };
    if (dirname(folder) === folder) {
      throw new Error(
        `${packageName} cannot find its own package.json above ${from}. ` +
          `It carries the Terraform provider as a file and must be loaded from node_modules: leave it out of your bundle.`,
      );
    }
  }
}

function readManifest(file: string): { readonly name?: string; readonly version: string } | undefined {
  if (!existsSync(file)) return undefined;
  return JSON.parse(readFileSync(file, "utf8")) as { readonly name?: string; readonly version: string };
}
