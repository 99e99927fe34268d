import ts from "typescript";
import type { Library } from "./api/library";
import { renderTable } from "./markdown-table";

/**
 * The warnings of synthesis by their ids, each with the comment above it in the list in the file that declares `WarningId`. Throws without
 * such a list, and for an id without a comment.
 */
export function renderWarnings({ exported }: Library): string {
  const file = exported.get("WarningId")?.symbol.declarations?.[0]?.getSourceFile();
  const ids = file === undefined ? [] : listedIn(file);
  if (file === undefined || ids.length === 0) {
    throw new Error("lib/index.ts exports no WarningId, or there is no list of ids beside it.");
  }
  const rows = ids.map((id) => [id.text, commentAbove(file, id)] as const);
  const silent = rows.flatMap(([id, meaning]) => (meaning === "" ? [id] : []));
  if (silent.length > 0) throw new Error(`A comment in ${file.fileName} has to say what ${silent.join(", ")} means.`);
  return renderTable(
    ["Id", "What it warns of"],
    rows.map(([id, meaning]) => [`\`${id}\``, meaning]),
  );
}

/** The texts of the first constant with a list of texts at the top level of the file. */
function listedIn(file: ts.SourceFile): readonly ts.StringLiteral[] {
  const constants = file.statements.filter(ts.isVariableStatement).flatMap((each) => each.declarationList.declarations);
  const lists = constants.flatMap(({ initializer }) => {
    const value = initializer !== undefined && ts.isAsExpression(initializer) ? initializer.expression : initializer;
    return value !== undefined && ts.isArrayLiteralExpression(value) ? [value.elements.filter(ts.isStringLiteral)] : [];
  });
  return lists.find((texts) => texts.length > 0) ?? [];
}

function commentAbove(file: ts.SourceFile, node: ts.Node): string {
  const text = file.getFullText();
  return (ts.getLeadingCommentRanges(text, node.pos) ?? [])
    .map(({ pos, end }) => text.slice(pos, end).replace(/^\/[/*]\**|\*\/$/g, ""))
    .join(" ")
    .replace(/\s+\*? */g, " ")
    .trim();
}
