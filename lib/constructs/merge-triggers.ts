import { Fn, Lazy, Token, Tokenization } from "cdktf";
import type { IResolveContext } from "cdktf";
import { isObject } from "./input/prop-names";
import { isToken } from "./input/tokens";

type Triggers = Readonly<Record<string, string>>;

/**
 * Triggers of the fleet and of one of its instances as one map, in which the instance's own win. Terraform merges what only it
 * knows; a map that is known when the stack is written is merged then.
 */
export function mergeTriggers(common: Triggers | undefined, own: Triggers | undefined): Triggers | undefined {
  if (common === undefined || own === undefined) return own ?? common;
  if (!isToken(common) && !isToken(own)) return { ...common, ...own };
  const produce = (context: IResolveContext): unknown => {
    const [first, second] = [common, own].map((triggers) => mapBehind(triggers, context));
    if (first !== undefined && second !== undefined) return { ...first, ...second };
    return Fn.merge([first ?? common, second ?? own]);
  };
  return Token.asStringMap(Lazy.anyValue({ produce }));
}

/** The map itself, its values unresolved; `undefined` for an expression, whose map only Terraform knows. */
function mapBehind(triggers: Triggers, context: IResolveContext): Readonly<Record<string, unknown>> | undefined {
  if (!isObject(context.resolve(triggers))) return undefined;
  let map: unknown = triggers;
  while (isToken(map)) map = Tokenization.reverse(map)[0]?.resolve(context);
  return isObject(map) ? map : undefined;
}
