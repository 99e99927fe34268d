import { join } from "node:path";
import ts from "typescript";

/** The exports of a package, as the compiler sees them. */
export interface Library {
  readonly checker: ts.TypeChecker;
  /** The declarations by exported name, also through several files. */
  readonly exported: ReadonlyMap<string, ExportedName>;
}

export interface ExportedName {
  readonly symbol: ts.Symbol;
  /** The comment on the statement that re-exports it from another package; empty without one. */
  readonly comment: string;
}

/** Reads the exports of the module `entry`. Throws if the compiler does not find it. */
export function readLibrary(root: string, entry = "lib/index.ts"): Library {
  const file = join(root, entry);
  const options = compilerOptions(root);
  const program = ts.createProgram([file], options, createHost(options));
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`${entry} is not a module that the compiler can read.`);
  const exported = checker
    .getExportsOfModule(module)
    .map((symbol): [string, ExportedName] => [symbol.name, follow(checker, symbol)]);
  return { checker, exported: new Map(exported) };
}

// Types are described as written, so the large packages that define them, and the language's own, need not be read.
const unread = /^(cdktf|constructs|node:.*)$/;

function compilerOptions(root: string): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (path) => ts.sys.readFile(path)) as {
    readonly config?: { readonly compilerOptions: unknown };
  };
  const { options } = ts.convertCompilerOptionsFromJson(config?.compilerOptions, root);
  return { ...options, types: [], noLib: true };
}

function createHost(options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  host.resolveModuleNameLiterals = (literals, from) =>
    literals.map(({ text }) =>
      unread.test(text) ? { resolvedModule: undefined } : ts.resolveModuleName(text, from, options, host),
    );
  return host;
}

/** The declaration behind `export … from`. */
function follow(checker: ts.TypeChecker, symbol: ts.Symbol): ExportedName {
  let comment = "";
  let here = symbol;
  while ((here.flags & ts.SymbolFlags.Alias) !== 0) {
    const statement = here.declarations?.[0]?.parent.parent;
    if (statement !== undefined && ts.isExportDeclaration(statement)) comment ||= commentOn(statement);
    const next = checker.getImmediateAliasedSymbol(here);
    if (next === undefined) break;
    here = next;
  }
  return { symbol: here, comment };
}

/** The text of the comment right above a declaration; empty without one. */
export function commentOn(node: ts.Node): string {
  const comments = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  return ts.getTextOfJSDocComment(comments.at(-1)?.comment) ?? "";
}
