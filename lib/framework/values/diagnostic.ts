import type { Path } from "./path";

/** A message to the Terraform user. Summary in Title Case; detail in full sentences. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail: string;
  /** A path of any length; the wire layer cuts it to the two steps that Terraform can point at. */
  readonly path?: Path;
}

/** Whether any of them is an error; warnings alone let a run go on. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error");
}

/** An error diagnostic; without a path (or with an empty one) it concerns the whole object. */
export function errorDiagnostic(summary: string, detail: string, path: Path = []): Diagnostic {
  return { severity: "error", summary, detail, ...(path.length > 0 && { path }) };
}

/** A warning diagnostic; without a path (or with an empty one) it concerns the whole object. */
export function warningDiagnostic(summary: string, detail: string, path: Path = []): Diagnostic {
  return { severity: "warning", summary, detail, ...(path.length > 0 && { path }) };
}
