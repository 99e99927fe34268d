import ts from "typescript";

/** A text in code: a literal, or literals put together with `+`. */
export interface Sentence {
  /** The whole text. Each value that is put into it is an `x`. */
  readonly text: string;
  /** Its first and its last line, from 1. */
  readonly lines: readonly [first: number, last: number];
}

/** The texts in the code of a TypeScript file, in their order. A text within the placeholder of another one is one of its own. */
export function sentencesIn(code: string): readonly Sentence[] {
  const source = ts.createSourceFile("code.ts", code, ts.ScriptTarget.Latest, true);
  const lineOf = (position: number): number => source.getLineAndCharacterOfPosition(position).line + 1;
  const found: Sentence[] = [];
  const visit = (node: ts.Node, isPart: boolean): void => {
    const text = isPart ? undefined : textOf(node);
    if (text !== undefined) found.push({ text, lines: [lineOf(node.getStart(source)), lineOf(node.getEnd())] });
    const isWhole = isPart || text !== undefined;
    node.forEachChild((child) =>
      visit(child, isWhole && (isSum(node) || ts.isParenthesizedExpression(node)) && textOf(child) !== undefined),
    );
  };
  visit(source, false);
  return found;
}

/** The text of an expression; `undefined` if it is not a text. */
function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) {
    return node.head.text + node.templateSpans.map(({ literal }) => `x${literal.text}`).join("");
  }
  if (ts.isParenthesizedExpression(node)) return textOf(node.expression);
  if (!isSum(node)) return undefined;
  const [left, right] = [textOf(node.left), textOf(node.right)];
  return left === undefined && right === undefined ? undefined : `${left ?? "x"}${right ?? "x"}`;
}

function isSum(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken;
}
