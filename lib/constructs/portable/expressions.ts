import { DataResource, Lazy, type TerraformElement, TerraformLocal, Token } from "cdktf";
import { isToken } from "../checks/tokens";
import type { PortableBatchActionProps } from "./portable-batch-action-props";

// Expressions of HCL. They are produced when the stack is written: addresses may change until then.

/** A value of Terraform's. */
export function expression(produce: () => string): string {
  return Lazy.stringValue({ produce: () => `\${${produce()}}` });
}

/** The same, for a map of texts. */
function mapExpression(produce: () => string): Record<string, string> {
  return Token.asStringMap(Lazy.anyValue({ produce: () => `\${${produce()}}` }));
}

/** The address of a local, a `terraform_data` or a `null_resource`. */
export function addressOf(element: TerraformElement): string {
  const name = element.friendlyUniqueId;
  if (element instanceof TerraformLocal) return `local.${name}`;
  return element instanceof DataResource ? `terraform_data.${name}` : `null_resource.${name}`;
}

/**
 * An empty string, which is unknown in a plan while `unfinishedFile` has unfinished actions of the last run. As a trigger it then replaces
 * the run, and it leaves no trace in state. `try`: a plan may be applied on a machine without the file.
 */
function unknownAfterFailure(unfinishedFile: string): string {
  return `try(file(${unfinishedFile}) != "", false) ? ${knownAtApply} : ""`;
}

/**
 * A text that differs for different triggers. Plans and logs show it, so it is a hash with the random key in `keyFile`: without the key,
 * secret triggers cannot be guessed. Without the file, all triggers look the same.
 */
export function fingerprint(triggers: string, keyFile: string): string {
  const hash = `substr(sha256(join("", [file("${keyFile}"), jsonencode(${triggers})])), 0, 16)`;
  return `try(nonsensitive(${hash}), ${hash}, "any")`;
}

/** The value of a JSON file. A plan never reads it, because the file changes between plan and apply. Null without the file. */
export function readAtApply(path: string): string {
  return `try(jsondecode(file("${path}\${${knownAtApply}}")), null)`;
}

/** Names of the records without success; all `instances` if there are no records, which are null then. */
export function unfinishedNames(records: string, instances: string): string {
  const open = `[for name, record in ${records} : name if record.result != "success"]`;
  // Names are not secret, even if the ids are.
  return `try(${open}, nonsensitive(keys(${instances})), keys(${instances}))`;
}

// An empty string that is known only at apply.
const knownAtApply = "substr(timestamp(), 0, 0)";

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
