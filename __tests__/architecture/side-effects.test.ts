import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { filesBelow, root } from "../support/architecture/source-files";

/** Statements of a module that do something as soon as it is loaded, as they are written. */
function effectsOf(name: string, text: string): readonly string[] {
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
  const own = new Set(
    source.statements
      .filter(ts.isVariableStatement)
      .flatMap(({ declarationList }) => declarationList.declarations.map((each) => each.name.getText(source))),
  );
  return source.statements
    .filter((statement) => actsWhenLoaded(statement) && !fillsOwn(statement, own))
    .map((statement) => `${name}: ${statement.getText(source)}`);
}

/** Whether a statement calls a method of a value that the module itself has made, as in `addresses.add("::1")`. */
function fillsOwn(statement: ts.Statement, own: ReadonlySet<string>): boolean {
  if (!ts.isExpressionStatement(statement) || !ts.isCallExpression(statement.expression)) return false;
  const { expression: called } = statement.expression;
  return ts.isPropertyAccessExpression(called) && own.has(called.expression.getText());
}

function actsWhenLoaded(statement: ts.Statement): boolean {
  if (ts.isImportDeclaration(statement)) return statement.importClause === undefined;
  const declares = [
    ts.isImportEqualsDeclaration,
    ts.isExportDeclaration,
    ts.isExportAssignment,
    ts.isVariableStatement,
  ];
  const defines = [
    ts.isFunctionDeclaration,
    ts.isClassDeclaration,
    ts.isInterfaceDeclaration,
    ts.isTypeAliasDeclaration,
  ];
  return ![...declares, ...defines, ts.isEnumDeclaration, ts.isModuleDeclaration].some((is) => is(statement));
}

test("loading an export of the package has no side effect, as sideEffects in package.json says", () => {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { readonly sideEffects: boolean };
  expect(manifest.sideEffects).toBe(false);
  const files = ["constructs", "domain", "testing", "emulator"].flatMap((folder) =>
    filesBelow(join(root, "lib", folder)),
  );
  expect(files.length).toBeGreaterThan(50);
  expect(files.flatMap((file) => effectsOf(file, readFileSync(file, "utf8")))).toEqual([]);
});

test("a statement with an effect, and an import for its effects alone, are found", () => {
  const text =
    'import "./a";\nimport { b } from "./b";\nexport const c = [b];\nObject.freeze(c);\nif (b) c();\nc.push(b);\n';
  expect(effectsOf("x.ts", text)).toEqual(['x.ts: import "./a";', "x.ts: Object.freeze(c);", "x.ts: if (b) c();"]);
});
