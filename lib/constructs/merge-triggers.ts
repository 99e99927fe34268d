import { Fn, Token } from "cdktf";
import { isOpen } from "./input/tokens";

type Triggers = Readonly<Record<string, string>> | undefined;

/** Triggers of the fleet and of one of its instances as one map, in which the instance's own win. Tokens are merged by Terraform. */
export function mergeTriggers(common: Triggers, own: Triggers): Triggers {
  if (common === undefined || own === undefined) return own ?? common;
  if (isOpen(common) || isOpen(own)) return Token.asStringMap(Fn.merge([common, own]));
  return { ...common, ...own };
}
