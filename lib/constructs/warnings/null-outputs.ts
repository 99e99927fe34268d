import { DefaultTokenResolver, StringConcat, type TerraformOutput, type TerraformStack, Tokenization } from "cdktf";
import type { IConstruct } from "constructs";
import { constructsIn, onceASynthesis } from "../once-a-synthesis";
import { mapKey } from "../l1/binding";
import { isOfClass } from "../own-library";
import { warnAtSynth } from "./warnings";

/**
 * Warns of outputs of the stack whose whole value is an attribute that is null before the first action: Terraform keeps no such output, and
 * `cdktf deploy` fails without it, after an apply that did its work. `nullAtFirst` is called after all declarations; its function judges the
 * expression of an output, without `${` and `}`.
 */
export function warnOfNullOutputs(construct: IConstruct, nullAtFirst: () => (expression: string) => boolean): void {
  warnAtSynth(construct, "dms:null-output", () => {
    const isNullAtFirst = nullAtFirst();
    const found = onceASynthesis(construct, expressionsOfOutputs).filter(([, expression]) => isNullAtFirst(expression));
    if (found.length === 0) return undefined;
    const names = found.map(([name]) => name).join(", ");
    return (
      `The value of output ${names} is null before the first action, and "cdktf deploy" then fails with ` +
      '"Cannot convert undefined or null to object" after the apply is done. ' +
      'Give it another value than null: Fn.coalesce([value, "none yet"]), where value is the attribute that it has now.'
    );
  });
}

/**
 * Whether an expression is the one by which `resultOf` leads to an attribute of a record in `results`, but for the records of the names in
 * `except`. An expression of two attributes, as a comparison is, has `end` twice.
 */
export function isResultIn(results: string, except: readonly string[]): (expression: string) => boolean {
  const exempt = except.map((name) => `try(${results}[${mapKey(name)}].`);
  const end = ", null)";
  return (expression) =>
    expression.startsWith(`try(${results}[`) &&
    expression.endsWith(end) &&
    expression.indexOf(end) === expression.length - end.length &&
    !exempt.some((start) => expression.startsWith(start));
}

/** The outputs of a stack that are one expression, by their names. */
function expressionsOfOutputs(stack: TerraformStack): readonly (readonly [string, string])[] {
  return constructsIn(stack).flatMap((node) => {
    if (!isOutput(node) || hasParts(node.value)) return [];
    const resolver = new DefaultTokenResolver(new StringConcat());
    const value: unknown = Tokenization.resolve(node.value, { scope: node, resolver, preparing: false });
    const [, expression] = typeof value === "string" ? (/^\$\{([^]*)\}$/.exec(value) ?? []) : [];
    return expression === undefined ? [] : [[node.node.id, expression] as const];
  });
}

/** Whether a value is a string of several tokens, or of a token and text: such a string is never null. */
function hasParts(value: unknown): boolean {
  return typeof value === "string" && Tokenization.reverseString(value).length > 1;
}

function isOutput(node: IConstruct): node is TerraformOutput {
  return isOfClass(node, "TerraformOutput");
}
