import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The same library for programs of cdktf, and for those of cdktn. */
const packageNames: readonly string[] = ["cdktf-dms-lifecycle", "cdktn-dms-lifecycle"];

interface OwnPackage {
  /** Absolute folder of the package's package.json. */
  readonly root: string;
  readonly name: string;
  readonly version: string;
}

/**
 * The npm package that contains `from`: the same for the sources, the emitted library and the bundled command line. Throws if the code was
 * moved out of its package, as a bundler of the user's application would do.
 */
export function ownPackage(from: string = __dirname): OwnPackage {
  for (let folder = from; ; folder = dirname(folder)) {
    const { name = "", version = "" } = readManifest(join(folder, "package.json")) ?? {};
    if (packageNames.includes(name)) return { root: folder, name, version };
    if (dirname(folder) === folder) {
      throw new Error(
        `${packageNames.join(" or ")} cannot find its own package.json above ${from}. ` +
          `It contains the Terraform provider as a file and must be loaded from node_modules: exclude it from your bundle.`,
      );
    }
  }
}

function readManifest(file: string): { readonly name?: string; readonly version?: string } | undefined {
  if (!existsSync(file)) return undefined;
  return JSON.parse(readFileSync(file, "utf8")) as { readonly name?: string; readonly version?: string };
}
