import { build, type Metafile, type Plugin } from "esbuild";
import { joinParts } from "./lazy-parts";

/** A program in one file. */
export interface Bundle {
  /** The one CommonJS file, head included. */
  readonly code: string;
  /** The program alone, and what it loads later, without head: what `code` is made of. */
  readonly parts: readonly string[];
  /** Folders under node_modules whose code went into it, sorted. */
  readonly packages: readonly string[];
}

/**
 * Bundles a program with everything it imports into one CommonJS file behind `head`. What is imported with `import()` becomes
 * a part that is compiled when it is first asked for. The same sources give the same bytes. Names of ours are kept: a stack trace
 * in a user's bug report must be readable.
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
  // A name in there helps nobody, and the whole file is read at every start.
  if (isOfOthers(result.metafile)) result = await build({ ...options, minifyIdentifiers: true });
  const [output] = result.outputFiles;
  if (output === undefined) throw new Error(`esbuild wrote nothing for ${entry}`);
  // A shebang of the entry point's own would end up in the middle of the file, where it is a syntax error.
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
  // Names of modules stand in the file: they must not tell where a linked node_modules lies.
  preserveSymlinks: true,
  supported: { "dynamic-import": false },
  logLevel: "error",
} as const;

/** Whether all but a tenth of a part comes from packages. */
function isOfOthers({ inputs }: Metafile): boolean {
  const files = Object.entries(inputs);
  const bytesOf = (some: typeof files): number => some.reduce((sum, [, { bytes }]) => sum + bytes, 0);
  return bytesOf(files.filter(([file]) => !file.includes("node_modules/"))) < bytesOf(files) / 10;
}

/** Leaves `import()` of anything but Node's own modules out of the part, and puts it on the list of entries. */
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
