import { Tokenization } from "cdktf";
import type { IResolveContext } from "cdktf";
import { isToken } from "./input/tokens";

/**
 * The list or map that a token stands for when the stack is written, what is in it unresolved: cdktf cannot write one inside of
 * an expression as long as it is behind a token. What is no token is itself; `undefined` for what only Terraform will know.
 */
export function collectionBehind(value: unknown, context: IResolveContext): object | undefined {
  const resolved: unknown = context.resolve(value);
  if (typeof resolved !== "object" || resolved === null) return undefined;
  let behind = value;
  while (isToken(behind)) behind = Tokenization.reverse(behind)[0]?.resolve(context);
  return typeof behind === "object" && behind !== null ? behind : undefined;
}
