import type { TerraformLocal } from "cdktf";
import { isToken } from "../input/tokens";
import { addressOf, expression, mapExpression, unknownAfterFailure } from "./expressions";
import type { PortableBatchActionProps } from "./portable-batch-action-props";

/** The trigger of ours that stands beside the user's. */
export const repeatTrigger = "repeat_unfinished";

/**
 * The user's triggers and, beside them, the one that repeats a run that left something unfinished. `local` holds the user's as
 * well: an expression for all of them has no keys to write ours beside, so Terraform merges the two.
 */
export function repeatableTriggers(
  triggers: PortableBatchActionProps["triggers"],
  local: TerraformLocal,
  unfinishedFile: TerraformLocal,
): Record<string, string> {
  const repeats = () => unknownAfterFailure(addressOf(unfinishedFile));
  if (!isToken(triggers)) return { ...triggers, [repeatTrigger]: expression(repeats) };
  return mapExpression(() => `merge(${addressOf(local)}, {"${repeatTrigger}" = (${repeats()})})`);
}
