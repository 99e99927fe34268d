import { build, type Metafile, type Plugin } from "esbuild";
import { joinParts } from "./lazy-parts";

/** A program in one file. */
export interface Bundle {
  /** The one CommonJS file, head included. */
  readonly code: string;
  /** The parts of `code`: the program alone and the modules that it loads later, without head. */
  readonly parts: readonly string[];
  /** Folders under node_modules whose code is in the bundle, sorted. */
  readonly packages: readonly string[];
}

/**
 * Bundles a program with everything it imports into one CommonJS file behind `head`. A module that is imported with `import()` becomes a
 * part that is compiled on first use. The same sources give the same bytes. Our own names are kept, so that a stack trace in a user's bug
 * report is readable.
 * @param constants texts that stand for names which the sources only declare
 * @param guard code before the program that every Node.js can read
 */
export async function bundle(
  entryPoint: string,
  root: string,
  head: string,
  constants: Readonly<Record<string, string>> = {},
  guard?: string,
): Promise<Bundle> {
  const entries = [entryPoint];
  const parts: string[] = [];
  const partOf = new Map<string, number>();
  for (let index = 0; index < entries.length; index++) {
    const part = await bundlePart(entries[index] ?? "", root, entries, constants);
    parts.push(part.code);
    for (const input of part.inputs) {
      const other = partOf.get(input);
      // Two copies of a module would each have its symbols and its memory.
      if (other !== undefined) throw new Error(`${input} is in part ${other} and in part ${index} of ${entryPoint}`);
      partOf.set(input, index);
    }
  }
  return {
    code: `${head}
${joinParts(parts, guard)}`,
    parts,
    packages: packagesOf([...partOf.keys()]),
  };
}

async function bundlePart(entry: string, root: string, entries: string[], constants: Readonly<Record<string, string>>) {
  const define = Object.fromEntries(Object.entries(constants).map(([name, text]) => [name, JSON.stringify(text)]));
  const options = { ...bundling, define, entryPoints: [entry], absWorkingDir: root, plugins: [lazyImports(entries)] };
  let result = await build(options);
  // Names in such a part are not useful, and the whole file is read at every start.
  if (isOfOthers(result.metafile)) result = await build({ ...options, minifyIdentifiers: true });
  const [output] = result.outputFiles;
  if (output === undefined) throw new Error(`esbuild wrote nothing for ${entry}`);
  // The entry point's own shebang would be in the middle of the file, where it is a syntax error.
  return { code: output.text.replace(/^#!.*\n/, ""), inputs: Object.keys(result.metafile.inputs) };
}

const bundling = {
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
  // The file contains names of modules, which must not tell the place of a linked node_modules.
  preserveSymlinks: true,
  supported: { "dynamic-import": false },
  logLevel: "error",
} as const;

/** Whether at least nine tenths of a part come from packages. */
function isOfOthers({ inputs }: Metafile): boolean {
  const files = Object.entries(inputs);
  const bytesOf = (some: typeof files): number => some.reduce((sum, [, { bytes }]) => sum + bytes, 0);
  return bytesOf(files.filter(([file]) => !file.includes("node_modules/"))) < bytesOf(files) / 10;
}

/** Leaves `import()` out of the part, except for Node's own modules, and adds it to the list of entries. */
function lazyImports(entries: string[]): Plugin {
  return {
    name: "lazy-imports",
    setup(esbuild) {
      esbuild.onResolve({ filter: /./ }, async ({ kind, path, importer, resolveDir }) => {
        if (kind !== "dynamic-import" || path.startsWith("node:")) return undefined;
        const found = await esbuild.resolve(path, { kind: "import-statement", importer, resolveDir });
        if (found.errors.length > 0) return { errors: found.errors };
        const known = entries.indexOf(found.path);
        const index = known < 0 ? entries.push(found.path) - 1 : known;
        return { path: `part:${index}`, external: true };
      });
    },
  };
}

function packagesOf(inputs: readonly string[]): readonly string[] {
  const folders = inputs.flatMap((input) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input) ?? []);
  return [...new Set(folders)].sort();
}
