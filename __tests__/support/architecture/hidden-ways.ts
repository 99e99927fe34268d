import { readFileSync } from "node:fs";
import { relative } from "node:path";
import ts from "typescript";
import { root } from "./source-files";

/** Kinds of files that TypeScript compiles or Node runs, and that the tests of imports do not read. */
const otherCode = /\.([cm]ts|tsx|jsx|[cm]?js)$/;

/** Ways in which a file could import without it being told from its text, each with its line. */
export function hiddenImports(file: string, text = readFileSync(file, "utf8")): readonly string[] {
  if (otherCode.test(file)) return [`${relative(root, file)} is no .ts file`];
  if (!file.endsWith(".ts")) return [];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const references = [...source.referencedFiles, ...source.typeReferenceDirectives, ...source.libReferenceDirectives];
  const found = references.map(({ pos }) => place(source, pos));
  visit(source, (node) => {
    if (isHiddenLoad(node)) found.push(place(source, node.getStart()));
  });
  return found;
}

/** `import(…)` and `require(…)` of anything but a literal, `require` as a value, and loaders of other names. */
function isHiddenLoad(node: ts.Node): boolean {
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) return !namesModule(node);
  if (!ts.isIdentifier(node)) return false;
  if (["getBuiltinModule", "createRequire"].includes(node.text)) return true;
  if (node.text !== "require" || isDeclaredName(node)) return false;
  return !(ts.isCallExpression(node.parent) && node.parent.expression === node && namesModule(node.parent));
}

function namesModule({ arguments: [specifier] }: ts.CallExpression): boolean {
  return specifier !== undefined && ts.isStringLiteral(specifier);
}

/** Where a file looks at Node's `process`, or at the object that has it. */
export function usesOfProcess(file: string, text = readFileSync(file, "utf8")): readonly string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const found: string[] = [];
  visit(source, (node) => {
    if (!ts.isIdentifier(node) || !["process", "globalThis", "global"].includes(node.text)) return;
    const isMember = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
    if (!isMember && !isDeclaredName(node)) found.push(place(source, node.getStart()));
  });
  return found;
}

/** Whether an identifier names a property or the like, and is not a value that is looked up. */
function isDeclaredName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isBindingElement(parent)) return parent.propertyName === node;
  return (
    (ts.isPropertySignature(parent) ||
      ts.isPropertyDeclaration(parent) ||
      ts.isPropertyAssignment(parent) ||
      ts.isMethodSignature(parent) ||
      ts.isMethodDeclaration(parent)) &&
    parent.name === node
  );
}

function visit(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node);
  node.forEachChild((child) => visit(child, look));
}

function place(source: ts.SourceFile, position: number): string {
  return `${relative(root, source.fileName)}:${source.getLineAndCharacterOfPosition(position).line + 1}`;
}
