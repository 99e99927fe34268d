/**
 * The place of a value inside a resource: attribute names, map keys and list positions, outermost first. A bare string is an attribute
 * name; keys and positions are wrapped to distinguish them.
 */
export type PathStep = string | { readonly key: string } | { readonly index: number };
/** Steps from the outermost to the innermost; empty for the whole object. */
export type Path = readonly PathStep[];

/** Whether a value of a provider is a step; a position must be possible. */
export function isPathStep(step: unknown): step is PathStep {
  if (typeof step === "string") return true;
  if (typeof step !== "object" || step === null) return false;
  if ("key" in step) return typeof step.key === "string";
  return "index" in step && Number.isSafeInteger(step.index) && Number(step.index) >= 0;
}

/** The path in Terraform's notation: `instances["orders"].restart_triggers`. */
export function renderPath(path: Path): string {
  return path.map(renderStep).join("").replace(/^\./, "");
}

function renderStep(step: PathStep): string {
  if (typeof step === "string") return `.${step}`;
  return "key" in step ? `[${JSON.stringify(step.key)}]` : `[${step.index}]`;
}
