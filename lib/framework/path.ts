/**
 * Where a value stands inside a resource: attribute names, map keys and list positions, outermost first.
 * A bare string is an attribute name; keys and positions are wrapped so that they cannot be taken for one.
 */
export type PathStep = string | { readonly key: string } | { readonly index: number };
export type Path = readonly PathStep[];

/** The path as people write it in Terraform: `instances["orders"].restart_triggers`. Pure. */
export function renderPath(path: Path): string {
  return path.map(renderStep).join("").replace(/^\./, "");
}

function renderStep(step: PathStep): string {
  if (typeof step === "string") return `.${step}`;
  return "key" in step ? `[${JSON.stringify(step.key)}]` : `[${step.index}]`;
}
