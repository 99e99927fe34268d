import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";

const lib = resolve(__dirname, "../../../lib");
const constructs = join(lib, "constructs");

/** A prop as its interface declares it. */
export interface DeclaredProp {
  readonly name: string;
  readonly optional: boolean;
  /** The text of its comment, without tags. */
  readonly text: string;
  /** The text behind `@default`. */
  readonly defaultTag: string | undefined;
}

/** The props of every exported interface of the constructs, by the interface's name, inherited ones included. */
export function readDeclaredProps(): ReadonlyMap<string, readonly DeclaredProp[]> {
  const files = readdirSync(constructs, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  const declarations = new Map(files.flatMap((file) => interfacesOf(join(constructs, file))));
  const propsOf = (name: string): readonly DeclaredProp[] => {
    const declaration = declarations.get(name);
    if (declaration === undefined) return [];
    const parents = (declaration.heritageClauses ?? []).flatMap(({ types }) =>
      types.map(({ expression }) => expression.getText()),
    );
    return [...parents.flatMap(propsOf), ...declaration.members.filter(ts.isPropertySignature).map(readProp)];
  };
  return new Map([...declarations.keys()].map((name) => [name, propsOf(name)]));
}

/** Names of the interfaces that users import. */
export function readPublicInterfaces(): readonly string[] {
  return parse(join(lib, "index.ts"))
    .statements.filter(ts.isExportDeclaration)
    .flatMap(({ moduleSpecifier, exportClause }) => {
      const file =
        moduleSpecifier && ts.isStringLiteral(moduleSpecifier) ? `${join(lib, moduleSpecifier.text)}.ts` : "";
      const declared = interfacesOf(file).map(([name]) => name);
      if (exportClause === undefined || !ts.isNamedExports(exportClause)) return declared;
      const named = exportClause.elements.map(({ name }) => name.text);
      return declared.filter((name) => named.includes(name));
    });
}

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, true);
}

function interfacesOf(file: string): readonly (readonly [string, ts.InterfaceDeclaration])[] {
  return parse(file)
    .statements.filter(ts.isInterfaceDeclaration)
    .filter(({ modifiers }) => modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false)
    .map((declaration) => [declaration.name.text, declaration]);
}

function readProp(member: ts.PropertySignature): DeclaredProp {
  const [tag] = ts.getJSDocTags(member).filter(({ tagName }) => tagName.text === "default");
  return {
    name: member.name.getText(),
    optional: member.questionToken !== undefined,
    text: ts
      .getJSDocCommentsAndTags(member)
      .filter(ts.isJSDoc)
      .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? "")
      .join(""),
    defaultTag: tag && (ts.getTextOfJSDocComment(tag.comment) ?? ""),
  };
}
