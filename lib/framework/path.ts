/**
 * Where a value stands inside a resource: attribute names, map keys and list positions, outermost first.
 * A bare string is an attribute name; keys and positions are wrapped so that they cannot be taken for one.
 */
export type PathStep = string | { readonly key: string } | { readonly index: number };
/** From the outermost step to the innermost; empty for the object as a whole. */
export type Path = readonly PathStep[];

/** Whether something that code made is a step; a position must be one that there can be. */
export function isPathStep(step: unknown): step is PathStep {
  if (typeof step === "string") return true;
  if (typeof step !== "object" || step === null) return false;
  if ("key" in step) return typeof step.key === "string";
  return "index" in step && Number.isSafeInteger(step.index) && Number(step.index) >= 0;
}

/** The path as people write it in Terraform: `instances["orders"].restart_triggers`. */
export function renderPath(path: Path): string {
  return path.map(renderStep).join("").replace(/^\./, "");
}

function renderStep(step: PathStep): string {
  if (typeof step === "string") return `.${step}`;
  return "key" in step ? `[${JSON.stringify(step.key)}]` : `[${step.index}]`;
}
