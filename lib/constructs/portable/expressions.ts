import { DataResource, Lazy, TerraformLocal } from "cdktf";
import type { TerraformElement } from "cdktf";

/* Expressions of HCL. They are produced when the stack is written: addresses may change until then. */

/** A value of Terraform's. */
export function expression(produce: () => string): string {
  return Lazy.stringValue({ produce: () => `\${${produce()}}` });
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

/** Tells the triggers of one run from those of another, without telling what they are. */
export function fingerprint(triggers: string): string {
  const hash = `substr(sha256(jsonencode(${triggers})), 0, 8)`;
  return `try(nonsensitive(${hash}), ${hash})`;
}

/** The value of a JSON file, never read by a plan: the file changes between plan and apply. */
export function readAtApply(path: string): string {
  return `jsondecode(file("${path}\${${knownAtApply}}"))`;
}

/* An empty text. */
const knownAtApply = "substr(timestamp(), 0, 0)";
