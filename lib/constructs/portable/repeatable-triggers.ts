import type { TerraformLocal } from "cdktf";
import { isToken } from "../checks/tokens";
import { addressOf, expression, mapExpression, unknownAfterFailure } from "./expressions";
import type { PortableBatchActionProps } from "./portable-batch-action-props";

/** Our own trigger beside the user's. */
export const repeatTrigger = "repeat_unfinished";

/**
 * The user's triggers and the one that repeats a run with unfinished actions. `local` contains the user's as well: an expression for all of
 * them has no keys for ours, so Terraform merges the two.
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
