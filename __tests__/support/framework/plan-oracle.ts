import { isDeepStrictEqual } from "node:util";
import { toFloat } from "../../../lib/framework/values/number";
import type { Attribute, Attributes } from "../../../lib/framework/values/schema";
import {
  isList,
  isMap,
  isNumber,
  isObject,
  isWhollyKnown,
  type ObjectValue,
  type Value,
} from "../../../lib/framework/values/value";

/**
 * The paths where Terraform would answer a plan with "Provider produced invalid plan": a second reading of its rules (notes
 * on the plugin protocol, section 4), written apart from the framework's own and without its equality. Sets are compared in
 * any order, numbers as float64.
 */
export function invalidPlaces(
  attributes: Attributes,
  prior: ObjectValue | null,
  config: ObjectValue,
  planned: ObjectValue,
  at = "",
): string[] {
  const places = Object.keys(planned).filter((name) => !(name in attributes));
  for (const [name, attribute] of Object.entries(attributes)) {
    const [p, c, n] = [prior?.[name] ?? null, config[name] ?? null, planned[name]] as const;
    if (n === undefined) places.push(`${at}.${name}`);
    else places.push(...judge(attribute, p, c, n, `${at}.${name}`));
  }
  return places;
}

function judge(attribute: Attribute, prior: Value, config: Value, planned: Value, at: string): string[] {
  if (same(attribute, planned, config)) return [];
  if (config === null && attribute.computed === true) return [];
  if (config !== null && prior !== null && same(attribute, planned, prior)) return [];
  if (config === null || !("nesting" in attribute)) return [at];
  const { attributes, nesting } = attribute;
  if (nesting === "single") return element(attributes, prior, config, planned, at);
  if (isMap(config) && isMap(planned)) {
    const keys = [...new Set([...config.keys(), ...planned.keys()])];
    const before = isMap(prior) ? prior : new Map<string, Value>();
    return keys.flatMap((key) => {
      const [c, n] = [config.get(key), planned.get(key)] as const;
      return c === undefined || n === undefined
        ? [at]
        : element(attributes, before.get(key) ?? null, c, n, `${at}.${key}`);
    });
  }
  if (!isList(config) || !isList(planned) || config.length !== planned.length) return [at];
  const before = isList(prior) ? prior : [];
  if (nesting === "list") {
    return planned.flatMap((n, i) => element(attributes, before[i] ?? null, config[i] ?? null, n, `${at}.${i}`));
  }
  // Terraform holds a set with one of each: a plan with two that are equal is one of another length.
  if (hasTwins(planned)) return [at];
  const lawful = (c: Value, n: Value): boolean =>
    [null, ...before].some((p) => element(attributes, p, c, n, at).length === 0);
  const covered = planned.every((n) => config.some((c) => lawful(c, n)));
  return covered && config.every((c) => planned.some((n) => lawful(c, n))) ? [] : [at];
}

function element(attributes: Attributes, prior: Value, config: Value, planned: Value, at: string): string[] {
  if (!isObject(config) || !isObject(planned)) return config === planned ? [] : [at];
  return invalidPlaces(attributes, isObject(prior) ? prior : null, config, planned, at);
}

function same(attribute: Attribute, a: Value, b: Value): boolean {
  const isSet = "nesting" in attribute ? attribute.nesting === "set" : isSetType(attribute.type);
  const [one, other] = [withFloats(a), withFloats(b)];
  if (!isSet || !Array.isArray(one) || !Array.isArray(other)) return isDeepStrictEqual(one, other);
  const within = (some: readonly unknown[], all: readonly unknown[]): boolean =>
    some.every((element) => all.some((found) => isDeepStrictEqual(element, found)));
  return one.length === other.length && within(one, other) && within(other, one);
}

/** Whether two of the elements are equal. An element with an unknown part is not equal to any other one. */
function hasTwins(elements: readonly Value[]): boolean {
  const known = elements.filter(isWhollyKnown).map(withFloats);
  return known.some((one, index) => known.slice(index + 1).some((other) => isDeepStrictEqual(one, other)));
}

/** The three forms of a number become one; the arbitraries make no two numbers that a float64 would round to one. */
function withFloats(value: Value): unknown {
  if (isNumber(value)) return toFloat(value);
  if (isList(value)) return value.map(withFloats);
  if (isMap(value)) return new Map([...value].map(([key, element]) => [key, withFloats(element)]));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, withFloats(field)]));
}

function isSetType(type: unknown): boolean {
  return typeof type === "object" && type !== null && "set" in type;
}
