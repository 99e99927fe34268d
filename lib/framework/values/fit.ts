import { describeType } from "./describe-value";
import { parseNumber } from "./number";
import type { Path, PathStep } from "./path";
import { type Type, typeEntries } from "./schema";
import { Decimal, isDecimal, isList, isMap, isNumber, isObject, unknown, type ObjectValue, type Value } from "./value";

/** One place at which a value does not have its type. `problem` names kinds, never the value itself. */
interface Misfit {
  readonly path: Path;
  readonly kind: "unknown" | "wrong-kind" | "missing" | "extra";
  readonly problem: string;
}

interface FitOptions {
  readonly unknowns: "allowed" | "replaced";
  /** The value whose part at the same place replaces a misfit; without it, null replaces the misfit. */
  readonly fallback?: Value | undefined;
}

interface Fitting {
  readonly allowUnknown: boolean;
  readonly misfits: Misfit[];
  /** The way to the value that is being walked. */
  readonly path: PathStep[];
}

/**
 * Compares a value of a provider with its type, and answers the nearest value that fits: wrong parts are replaced, missing attributes are
 * null, extra ones are left out. So one mistake of a provider never costs the rest of a state. A part that fits is answered itself, so that
 * later comparisons with it end at once.
 */
export function fit(type: Type, value: unknown, options: FitOptions): { value: Value; misfits: readonly Misfit[] } {
  const fitting: Fitting = { allowUnknown: options.unknowns === "allowed", misfits: [], path: [] };
  return { value: fitAt(fitting, type, value, options.fallback), misfits: fitting.misfits };
}

function fitAt(fitting: Fitting, type: Type, value: unknown, fallback: Value | undefined): Value {
  if (value === null) return null;
  if (value === unknown) {
    if (fitting.allowUnknown) return unknown;
    misfit(fitting, "unknown", "is still unknown");
    return fallback ?? null;
  }
  const fitted = typeof type === "string" ? fitPlain(type, value) : fitCollection(fitting, type, value, fallback);
  if (fitted !== undefined) return fitted;
  const problem = `must be ${describeType(type)}, but is ${kindOf(value)}`;
  misfit(fitting, value === undefined ? "missing" : "wrong-kind", problem);
  return fallback ?? null;
}

function fitStep(fitting: Fitting, step: PathStep, type: Type, value: unknown, fallback: Value | undefined): Value {
  fitting.path.push(step);
  const fitted = fitAt(fitting, type, value, fallback);
  fitting.path.pop();
  return fitted;
}

function misfit({ misfits, path }: Fitting, kind: Misfit["kind"], problem: string, ...steps: Path): void {
  misfits.push({ path: [...path, ...steps], kind, problem });
}

function fitPlain(type: "string" | "bool" | "number", value: unknown): Value | undefined {
  switch (type) {
    case "string":
      return typeof value === "string" ? value : undefined;
    case "bool":
      return typeof value === "boolean" ? value : undefined;
    case "number":
      return isValue(value) && isNumber(value) && isFiniteNumber(value) ? value : undefined;
  }
}

function isFiniteNumber(value: Value): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  return typeof value === "bigint" || (isDecimal(value) && parseNumber(value.decimal) !== undefined);
}

/** Whether this can be one of Terraform's values at all; the elements of a collection are judged when it is walked. */
function isValue(value: unknown): value is Value {
  if (typeof value === "object") {
    return (
      value === null || Array.isArray(value) || value instanceof Map || value instanceof Decimal || isRecord(value)
    );
  }
  return (
    typeof value !== "undefined" && typeof value !== "function" && (typeof value !== "symbol" || value === unknown)
  );
}

// Whether an object is a plain one. One of a class, such as a date, may have its content in no attribute at all.
function isRecord(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

type CollectionType = Exclude<Type, string>;

function fitCollection(fitting: Fitting, type: CollectionType, value: unknown, fallback: Value | undefined) {
  if (!isValue(value)) return undefined;
  if ("list" in type || "set" in type) {
    const element = "list" in type ? type.list : type.set;
    if (!isList(value)) return undefined;
    return fitList(fitting, element, value, "list" in type && isList(fallback) ? fallback : []);
  }
  if ("map" in type) {
    return isMap(value) ? fitMap(fitting, type.map, value, isMap(fallback) ? fallback : undefined) : undefined;
  }
  return isObject(value) ? fitObject(fitting, type.object, value, fallback) : undefined;
}

function fitList(fitting: Fitting, type: Type, value: readonly Value[], spare: readonly Value[]): readonly Value[] {
  // `Array.from` visits the holes of a list too.
  const fitted = Array.from(value, (one, index) => fitStep(fitting, { index }, type, one, spare[index]));
  return fitted.every((one, index) => one === value[index]) ? value : fitted;
}

function fitMap(
  fitting: Fitting,
  type: Type,
  value: ReadonlyMap<string, Value>,
  spare: ReadonlyMap<string, Value> | undefined,
): ReadonlyMap<string, Value> {
  const fitted = new Map<string, Value>();
  let isWhole = true;
  for (const [key, one] of value) {
    const own = fitStep(fitting, { key }, type, one, spare?.get(key));
    isWhole &&= own === one;
    fitted.set(key, own);
  }
  return isWhole ? value : fitted;
}

function fitObject(
  fitting: Fitting,
  types: Readonly<Record<string, Type>>,
  value: ObjectValue,
  fallback: Value | undefined,
): ObjectValue {
  let isWhole = true;
  for (const name of Object.keys(value)) {
    if (Object.hasOwn(types, name)) continue;
    isWhole = false;
    misfit(fitting, "extra", "is not an attribute of the schema", name);
  }
  const spare = isObject(fallback) ? fallback : {};
  const fitted: [string, Value][] = [];
  for (const [name, type] of typeEntries(types)) {
    const own = Object.hasOwn(value, name) ? value[name] : undefined;
    const kept = fitStep(fitting, name, type, own, spare[name]);
    isWhole &&= kept === own;
    fitted.push([name, kept]);
  }
  return isWhole ? value : Object.fromEntries(fitted);
}

function kindOf(value: unknown): string {
  if (value === undefined) return "missing";
  if (typeof value === "object" && !isValue(value)) return "an object of a class";
  if (!isValue(value)) return `a ${typeof value}`;
  if (isNumber(value)) return isFiniteNumber(value) ? "a number" : "a number that is not finite";
  if (isList(value)) return "a list";
  if (isMap(value)) return "a map";
  return isObject(value) ? "an object" : `a ${typeof value === "boolean" ? "bool" : typeof value}`;
}
