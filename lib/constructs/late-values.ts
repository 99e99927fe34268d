import { Tokenization } from "cdktf";
import type { IResolveContext } from "cdktf";
import { isToken } from "./input/tokens";

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
