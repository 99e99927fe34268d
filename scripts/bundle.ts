import { build } from "esbuild";

export interface Bundle {
  /** The one CommonJS file, head included. */
  readonly code: string;
  /** Folders under node_modules whose code went into it, sorted. */
  readonly packages: readonly string[];
}

/**
 * Bundles a program with everything it imports into one CommonJS file behind `head`. The same sources give the same bytes.
 * Names are kept: a stack trace in a user's bug report must be readable.
 */
export async function bundle(entryPoint: string, root: string, head: string): Promise<Bundle> {
  const result = await build({
    entryPoints: [entryPoint],
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    format: "cjs",
    target: "node20.18",
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: "none",
    charset: "ascii",
    logLevel: "error",
  });
  const [output] = result.outputFiles;
  if (output === undefined) throw new Error(`esbuild wrote nothing for ${entryPoint}`);
  // A shebang of the entry point's own would end up in the middle of the file, where it is a syntax error.
  const code = `${head}\n${output.text.replace(/^#!.*\n/, "")}`;
  return { code, packages: packagesOf(Object.keys(result.metafile.inputs)) };
}

function packagesOf(inputs: readonly string[]): readonly string[] {
  const folders = inputs.flatMap((input) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input) ?? []);
  return [...new Set(folders)].sort();
}
