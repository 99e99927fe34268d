import { Fn, Lazy, Token } from "cdktf";
import type { IResolveContext } from "cdktf";
import { isToken } from "./input/tokens";
import { collectionBehind } from "./late-values";

type Triggers = Readonly<Record<string, string>>;

/**
 * Triggers of the fleet and of one of its instances as one map, in which the instance's own take precedence. Maps that are known when the
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
