import { count } from "./values/describe-value";
import { errorDiagnostic, type Diagnostic } from "./values/diagnostic";
import { toFloat } from "./values/number";
import { renderPath, type Path } from "./values/path";
import type { Validator } from "./values/schema";
import { isList, isMap, isNumber } from "./values/value";

/** The string must be one of these. */
export function oneOf(allowed: readonly string[]): Validator {
  const list = allowed.map((word) => JSON.stringify(word)).join(", ");
  return (value, path, shown) =>
    typeof value !== "string" || allowed.includes(value) ? [] : [refusal(path, shown, `one of ${list}`)];
}

/** The number must not be below this. */
export function atLeast(least: number): Validator {
  return (value, path, shown) =>
    !isNumber(value) || toFloat(value) >= least ? [] : [refusal(path, shown, `at least ${least}`)];
}

/** The number must be a whole one. */
export function wholeNumber(): Validator {
  return (value, path, shown) =>
    !isNumber(value) || Number.isInteger(toFloat(value)) ? [] : [refusal(path, shown, "a whole number")];
}

/** The map, list or set must have at least this many elements. */
export function minItems(least: number): Validator {
  return (value, path) => {
    const items = isMap(value) ? value.size : isList(value) ? value.length : undefined;
    if (items === undefined || items >= least) return [];
    const detail = `${renderPath(path)} must have at least ${count(least)}, but has ${count(items)}.`;
    return [errorDiagnostic("Too Few Elements", detail, path)];
  };
}

/** The string must not be empty or blank. */
export function nonEmpty(): Validator {
  return (value, path, shown) =>
    typeof value !== "string" || value.trim() !== "" ? [] : [refusal(path, shown, "a non-empty string")];
}

function refusal(path: Path, shown: string, allowed: string): Diagnostic {
  return errorDiagnostic("Invalid Value", `${renderPath(path)} must be ${allowed}, but is ${shown}.`, path);
}
