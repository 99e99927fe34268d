import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { Linter } from "eslint";
import ts from "typescript";
import tseslint from "typescript-eslint";
import pureRules from "../../../eslint.pure.cjs";
import { root } from "./source-files";

/** One place in a source file, as `file:line: fault`. */
export interface Complaint {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** They decide and do nothing else. Time, chance and their surroundings are given to them. */
export const pureFolders = ["domain", "framework", "report", "rollout"] as const;

// Read once for all programs: their options are the same.
const sources = new Map<string, ts.SourceFile | undefined>();

/**
 * The compiler's complaints about a folder of lib by its own tsconfig.json. Files that it imports count, unless they lie in other pure
 * folders: those are checked by themselves. `more` are further files, by name within the folder.
 */
export function compile(folder: string, more: Readonly<Record<string, string>> = {}): readonly Complaint[] {
  const config = join(root, "lib", folder, "tsconfig.json");
  const unusable = (diagnostic: ts.Diagnostic): never => {
    throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n"));
  };
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: unusable };
  const parsed = ts.getParsedCommandLineOfConfigFile(config, {}, host);
  if (parsed === undefined) throw new Error(`there is no ${config}`);
  const virtual = new Map(Object.entries(more).map(([name, text]) => [join(root, "lib", folder, name), text]));
  // One program of sources: it is not built for other projects, and takes no declarations from theirs.
  const options = { ...parsed.options, composite: false };
  const program = ts.createProgram([...parsed.fileNames, ...virtual.keys()], options, hostWith(virtual, options));
  const others = pureFolders.filter((each) => each !== folder).map((each) => `${join(root, "lib", each)}/`);
  const asked = program.getSourceFiles().filter(({ fileName }) => !others.some((other) => fileName.startsWith(other)));
  const found = [
    ...program.getOptionsDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...asked.flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]),
  ];
  return found.map(({ file, start, messageText }) => ({
    file: file === undefined ? "" : relative(root, file.fileName),
    line: file === undefined ? 0 : file.getLineAndCharacterOfPosition(start ?? 0).line + 1,
    message: ts.flattenDiagnosticMessageText(messageText, "\n"),
  }));
}

function hostWith(virtual: ReadonlyMap<string, string>, options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  return {
    ...host,
    fileExists: (name) => virtual.has(name) || host.fileExists(name),
    readFile: (name) => virtual.get(name) ?? host.readFile(name),
    getSourceFile: (name, languageOptions, ...rest) => {
      const text = virtual.get(name);
      if (text !== undefined) return ts.createSourceFile(name, text, languageOptions, true);
      if (!sources.has(name)) sources.set(name, host.getSourceFile(name, languageOptions, ...rest));
      return sources.get(name);
    },
  };
}

/** The complaints of the rules for pure folders about a text. */
export function lintPure(file: string, text = readFileSync(file, "utf8")): readonly Complaint[] {
  const config = {
    files: ["**/*.ts"],
    languageOptions: { parser: tseslint.parser as Linter.Parser },
    rules: pureRules,
  };
  const found = new Linter({ cwd: root }).verify(text, [config], { filename: relative(root, file) });
  return found.map(({ line, message }) => ({ file: relative(root, file), line, message }));
}
