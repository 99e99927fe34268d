import { errorDiagnostic, warningDiagnostic, type Diagnostic } from "../values/diagnostic";
import { isPathStep, type Path } from "../values/path";
import { providerBug } from "./provider-bug";

/**
 * The diagnostics of a provider's method, ready to be sent. A fault in one of them must not cost the others or the state: wrong ones are
 * dropped and reported, a path is cut before its first wrong step.
 * @param doing the work, as in "Planning dms_x"
 */
export function tidyDiagnostics(doing: string, returned: unknown): readonly Diagnostic[] {
  if (returned === undefined || returned === null) return [];
  if (!isArray(returned)) return [lost(doing, "diagnostics that are not a list")];
  return returned.flatMap((one) => tidy(doing, one));
}

function tidy(doing: string, one: unknown): readonly Diagnostic[] {
  if (!isRecord(one)) return [lost(doing, "an invalid diagnostic")];
  const { severity, summary, detail, path = [] } = one;
  if (typeof summary !== "string" || typeof detail !== "string") return [lost(doing, "a diagnostic without text")];
  const steps = isArray(path) ? path : [];
  const wrong = steps.findIndex((step) => !isPathStep(step));
  const whole = steps.slice(0, wrong < 0 ? steps.length : wrong) as Path;
  // Only a certain warning may let a run go on.
  const create = severity === "warning" ? warningDiagnostic : errorDiagnostic;
  const diagnostic = create(summary, detail, whole);
  return wrong < 0 && isArray(path) ? [diagnostic] : [diagnostic, misplaced(doing, summary)];
}

function lost(doing: string, what: string): Diagnostic {
  return errorDiagnostic("Provider Bug", `${doing} returned ${what}, which cannot be shown.\n${providerBug}`);
}

function misplaced(doing: string, summary: string): Diagnostic {
  const detail = `${doing}: the place that the message ${JSON.stringify(summary)} is about cannot be shown.\n${providerBug}`;
  return warningDiagnostic("Provider Bug", detail);
}

function isArray(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
