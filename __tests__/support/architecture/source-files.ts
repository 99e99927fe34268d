import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";

export const root = resolve(__dirname, "../../..");

/** Paths of all files below a folder, absolute. */
export function allFilesBelow(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? allFilesBelow(path) : [path];
  });
}

/** Paths of the TypeScript files below a folder, absolute, without those that only declare types. */
export function filesBelow(folder: string): readonly string[] {
  return allFilesBelow(folder).filter((path) => path.endsWith(".ts") && !path.endsWith(".d.ts"));
}

/** A name that a file exports. */
export interface Exported {
  readonly file: string;
  readonly name: string;
  readonly isType: boolean;
}

/** A name that `file` takes from another one; `*` is all it has. */
export interface Taken {
  readonly file: string;
  readonly from: string;
  readonly name: string;
  readonly isType: boolean;
}

/** The names that a file declares and exports. Names that it only passes on from others are not among them. */
export function exportsOf(file: string): readonly Exported[] {
  return parse(file).statements.flatMap((statement) => {
    if (!ts.canHaveModifiers(statement)) return [];
    const isExported = ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
    if (!isExported) return [];
    const isType = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
    return declaredNames(statement).map((name) => ({ file, name, isType }));
  });
}

function declaredNames(statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : []));
  }
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement);
  return isNamed && statement.name !== undefined ? [statement.name.text] : [];
}

/** The names that a file imports from other files of the project, or passes on from them. */
export function takenBy(file: string): readonly Taken[] {
  return parse(file).statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    const from = resolveModule(file, statement.moduleSpecifier);
    if (from === undefined) return [];
    const clause = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : statement.exportClause;
    const wholeIsType = ts.isImportDeclaration(statement)
      ? statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
      : statement.isTypeOnly;
    if (clause === undefined || !("elements" in clause)) return [{ file, from, name: "*", isType: wholeIsType }];
    return clause.elements.map(({ propertyName, name, isTypeOnly }) => ({
      file,
      from,
      name: (propertyName ?? name).text,
      isType: wholeIsType || isTypeOnly,
    }));
  });
}

function resolveModule(file: string, specifier: ts.Expression | undefined): string | undefined {
  if (specifier === undefined || !ts.isStringLiteral(specifier) || !specifier.text.startsWith(".")) return undefined;
  const path = resolve(file, "..", specifier.text);
  return [`${path}.ts`, join(path, "index.ts")].find((each) => ts.sys.fileExists(each));
}

const parsed = new Map<string, ts.SourceFile>();

function parse(file: string): ts.SourceFile {
  const known = parsed.get(file) ?? ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022);
  parsed.set(file, known);
  return known;
}
