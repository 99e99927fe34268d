import { DataResource, Lazy, TerraformLocal, Token } from "cdktf";
import type { TerraformElement } from "cdktf";

/* Expressions of HCL. They are produced when the stack is written: addresses may change until then. */

/** A value of Terraform's. */
export function expression(produce: () => string): string {
  return Lazy.stringValue({ produce: () => `\${${produce()}}` });
}

/** The same, for a map of texts. */
export function mapExpression(produce: () => string): Record<string, string> {
  return Token.asStringMap(Lazy.anyValue({ produce: () => `\${${produce()}}` }));
}

/** The address of a local, a `terraform_data` or a `null_resource`. */
export function addressOf(element: TerraformElement): string {
  const name = element.friendlyUniqueId;
  if (element instanceof TerraformLocal) return `local.${name}`;
  return element instanceof DataResource ? `terraform_data.${name}` : `null_resource.${name}`;
}

/**
 * An empty text, which a plan cannot know while `unfinishedFile` says that the last run left something unfinished. As a trigger
 * it has the run replaced then, and leaves no trace in state. `try`: a plan may be applied where the file is not.
 */
export function unknownAfterFailure(unfinishedFile: string): string {
  return `try(file(${unfinishedFile}) != "", false) ? ${knownAtApply} : ""`;
}

/**
 * Tells the triggers of one run from those of another. It is shown in plans and logs, so it is a hash with the random key in `keyFile`:
 * without the key, secret triggers cannot be found by trying. Where the file is missing, all triggers look the same.
 */
export function fingerprint(triggers: string, keyFile: string): string {
  const hash = `substr(sha256(join("", [file("${keyFile}"), jsonencode(${triggers})])), 0, 16)`;
  return `try(nonsensitive(${hash}), ${hash}, "any")`;
}

/** The value of a JSON file, never read by a plan: the file changes between plan and apply. Null when there is none. */
export function readAtApply(path: string): string {
  return `try(jsondecode(file("${path}\${${knownAtApply}}")), null)`;
}

/** Names of the records that are no success; all `instances` when there are no records, which are null then. */
export function unfinishedNames(records: string, instances: string): string {
  const open = `[for name, record in ${records} : name if record.result != "success"]`;
  /* Names are no secret, even where the ids are. */
  return `try(${open}, nonsensitive(keys(${instances})), keys(${instances}))`;
}

/* An empty text. */
const knownAtApply = "substr(timestamp(), 0, 0)";
