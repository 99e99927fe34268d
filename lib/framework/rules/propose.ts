import { equalValues } from "../values/equality";
import { type Attribute, type Attributes, impliedType, type NestedAttribute } from "../values/schema";
import { isList, isMap, isObject, unknown, type ObjectValue, type Unknown, type Value } from "../values/value";

/**
 * The proposed value before the resource plans: the configuration with defaults for its null attributes. Computed ones have their prior
 * value, or are unknown for a new object.
 *
 * Terraform sends its own proposal. This one is made from the configuration and the prior state instead, because Terraform's has no
 * defaults and leaves new computed values null.
 */
export function propose(attributes: Attributes, config: ObjectValue, prior: ObjectValue | undefined): ObjectValue {
  return fillObject(unknown, attributes, config, prior);
}

/** The configuration with defaults for its null attributes, at every depth; purely computed attributes stay null. */
export function fillDefaults(attributes: Attributes, config: ObjectValue): ObjectValue {
  return fillObject(null, attributes, config, undefined);
}

/** The value of a computed attribute in a new object. */
type Blank = null | Unknown;

function fillObject(blank: Blank, attributes: Attributes, config: ObjectValue, prior: ObjectValue | undefined) {
  const entries = Object.entries(attributes).map(([name, attribute]) => {
    const before = prior === undefined ? undefined : (prior[name] ?? null);
    return [name, fillAttribute(blank, attribute, config[name] ?? null, before)] as const;
  });
  return Object.fromEntries(entries);
}

/** `prior` is `undefined` if the object around the attribute is new. */
function fillAttribute(blank: Blank, attribute: Attribute, config: Value, prior: Value | undefined): Value {
  if (config === null) {
    if (attribute.default !== undefined) return attribute.default;
    if (attribute.computed !== true) return null;
    return prior === undefined ? blank : prior;
  }
  return "nesting" in attribute ? fillNested(blank, attribute, config, prior) : config;
}

function fillNested(
  blank: Blank,
  { nesting, attributes }: NestedAttribute,
  config: Value,
  prior: Value | undefined,
): Value {
  switch (nesting) {
    case "single":
      return fillElement(blank, attributes, config, prior);
    case "list": {
      const before = isList(prior) ? prior : [];
      return isList(config) ? config.map((one, index) => fillElement(blank, attributes, one, before[index])) : config;
    }
    case "map": {
      if (!isMap(config)) return config;
      const before = isMap(prior) ? prior : new Map<string, Value>();
      return new Map([...config].map(([key, one]) => [key, fillElement(blank, attributes, one, before.get(key))]));
    }
    case "set":
      return isList(config) ? fillSet(blank, attributes, config, isList(prior) ? prior : []) : config;
  }
}

function fillElement(blank: Blank, attributes: Attributes, config: Value, prior: Value | undefined): Value {
  return isObject(config) ? fillObject(blank, attributes, config, isObject(prior) ? prior : undefined) : config;
}

/**
 * Fills the elements of a set, which have no names: an element continues a prior one with equal configured parts, and each prior one
 * continues as only one element, or the set would end with fewer than configured. Elements that configure most come first, because the
 * fewest prior ones suit them.
 */
function fillSet(blank: Blank, attributes: Attributes, config: readonly Value[], prior: readonly Value[]) {
  const type = impliedType(attributes);
  const continues = (element: number, predecessor: number): boolean => {
    const before = prior[predecessor] ?? null;
    return equalValues(type, fillElement(blank, attributes, config[element] ?? null, before), before);
  };
  const explicit = config.map((one, index) => ({ index, configured: countConfigured(one) }));
  const mostFirst = explicit.sort((a, b) => b.configured - a.configured).map(({ index }) => index);
  const predecessors = pairUp(mostFirst, prior.length, continues);
  return config.map((one, index) => fillElement(blank, attributes, one, prior[predecessors.get(index) ?? -1]));
}

function countConfigured(value: Value): number {
  if (value === null) return 0;
  if (isList(value)) return value.reduce<number>((sum, one) => sum + countConfigured(one), 0);
  if (isMap(value)) return countConfigured([...value.values()]);
  return isObject(value) ? countConfigured(Object.values(value)) : 1;
}

/**
 * Assigns as many of `wanting` as possible to a place 0 … `places` - 1 that suits it, each place once. Earlier ones in `wanting` keep their
 * place or get another one that suits them.
 * @returns the place of each that has one
 */
function pairUp(
  wanting: readonly number[],
  places: number,
  suits: (wanting: number, place: number) => boolean,
): ReadonlyMap<number, number> {
  const holders = new Map<number, number>();
  const suiting = new Map<number, readonly number[]>();
  const placesFor = (one: number): readonly number[] => {
    const known =
      suiting.get(one) ?? Array.from({ length: places }, (_, place) => place).filter((place) => suits(one, place));
    suiting.set(one, known);
    return known;
  };
  const seat = (one: number, tried: Set<number>): boolean => {
    const free = placesFor(one).find((place) => !holders.has(place));
    const place = free ?? placesFor(one).find((taken) => makeRoom(taken, tried));
    if (place !== undefined) holders.set(place, one);
    return place !== undefined;
  };
  const makeRoom = (place: number, tried: Set<number>): boolean => {
    if (tried.has(place)) return false;
    tried.add(place);
    const holder = holders.get(place);
    return holder === undefined || seat(holder, tried);
  };
  for (const one of wanting) seat(one, new Set());
  return new Map(Array.from(holders, ([place, one]) => [one, place]));
}
