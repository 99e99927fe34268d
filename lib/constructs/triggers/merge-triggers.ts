import { Fn, type IResolveContext, Lazy, Token, Tokenization } from "cdktf";
import { isToken } from "../checks/tokens";

type Triggers = Readonly<Record<string, string>>;

/**
 * The triggers of the fleet and one of its instances as one map, in which the instance's own take precedence. Maps that are known when the
 * stack is written are merged then; Terraform merges the others.
 */
export function mergeTriggers(common: Triggers | undefined, own: Triggers | undefined): Triggers | undefined {
  if (common === undefined || own === undefined) return own ?? common;
  if (!isToken(common) && !isToken(own)) return { ...common, ...own };
  const produce = (context: IResolveContext): unknown => {
    const [first, second] = [common, own].map((triggers) => collectionBehind(triggers, context));
    if (first !== undefined && second !== undefined) return { ...first, ...second };
    return Fn.merge([first ?? common, second ?? own]);
  };
  return Token.asStringMap(Lazy.anyValue({ produce }));
}

/**
 * The list or map behind a token when the stack is written, with its elements unresolved: cdktf cannot write it inside an expression while
 * it is a token. A value that is not a token is returned unchanged; `undefined` for a value that only Terraform knows.
 */
export function collectionBehind(value: unknown, context: IResolveContext): object | undefined {
  const resolved: unknown = context.resolve(value);
  if (typeof resolved !== "object" || resolved === null) return undefined;
  let behind = value;
  while (isToken(behind)) behind = Tokenization.reverse(behind)[0]?.resolve(context);
  return typeof behind === "object" && behind !== null ? behind : undefined;
}
