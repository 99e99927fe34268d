import { describeAt } from "../values/describe-value";
import { canonicalText, equalValues } from "../values/equality";
import {
  type Attribute,
  type Attributes,
  attributeType,
  impliedType,
  type NestedAttribute,
  type Type,
} from "../values/schema";
import type { Path } from "../values/path";
import type { Flaw } from "./provider-bug";
import { isList, isMap, isObject, isWhollyKnown, type ObjectValue, type Value } from "../values/value";

/** The three values of one place by which a plan is judged; without a prior if the object around it is new. */
interface Change<V = Value> {
  readonly prior: V | undefined;
  readonly config: V;
  readonly planned: V;
}

interface Violation extends Change {
  readonly path: Path;
  readonly rule: string;
}

const kept = "configured values are kept as they are";

/**
 * The places where a plan breaks the rules that Terraform enforces: a configured value is kept exactly (or stays at its prior value), only
 * a computed attribute without a configured value may be chosen, nested maps keep their keys, lists their length and sets their number of
 * different elements.
 */
export function findPlanViolations(attributes: Attributes, change: Change<ObjectValue>): readonly Flaw[] {
  return judgeObject(attributes, change, []).map(({ path, prior, config, planned, rule }) => {
    const show = (value: Value): string => describeAt(attributes, path, value);
    const before = prior === undefined ? "" : `, was ${show(prior)}`;
    return { path, problem: `is planned as ${show(planned)} (configured as ${show(config)}${before}), but ${rule}` };
  });
}

function judgeObject(attributes: Attributes, change: Change<ObjectValue>, path: Path): readonly Violation[] {
  const { prior, config, planned } = change;
  return Object.entries(attributes).flatMap(([name, attribute]) => {
    const inner: Change = { prior: prior?.[name], config: config[name] ?? null, planned: planned[name] ?? null };
    return judgeAttribute(attribute, inner, path, name);
  });
}

function judgeAttribute(attribute: Attribute, change: Change, around: Path, name: string): readonly Violation[] {
  const { prior, config, planned } = change;
  const type = attributeType(attribute);
  if (equalValues(type, planned, config)) return [];
  const path = [...around, name];
  if (config === null) {
    return attribute.computed === true
      ? []
      : [{ ...change, path, rule: "it is not computed, so that it must stay null" }];
  }
  if (prior !== undefined && prior !== null && equalValues(type, planned, prior)) return [];
  return "nesting" in attribute ? judgeNested(attribute, change, path) : [{ ...change, path, rule: kept }];
}

function judgeNested({ nesting, attributes }: NestedAttribute, change: Change, path: Path): readonly Violation[] {
  const { prior, config, planned } = change;
  if (nesting === "single") return judgeElement(attributes, change, path);
  if (isMap(config) && isMap(planned)) {
    if (!sameKeys(config, planned)) return [{ ...change, path, rule: "it must have the keys that are configured" }];
    const before = isMap(prior) ? prior : new Map<string, Value>();
    return [...config].flatMap(([key, element]) => {
      const inner: Change = { prior: before.get(key), config: element, planned: planned.get(key) ?? null };
      return judgeElement(attributes, inner, [...path, { key }]);
    });
  }
  if (!isList(config) || !isList(planned)) return [{ ...change, path, rule: kept }];
  if (config.length !== planned.length) return [{ ...change, path, rule: "it must have as many elements" }];
  if (nesting === "set") return judgeSet(attributes, { prior, config, planned }, path);
  const before = isList(prior) ? prior : [];
  return config.flatMap((element, index) => {
    const inner: Change = { prior: before[index], config: element, planned: planned[index] ?? null };
    return judgeElement(attributes, inner, [...path, { index }]);
  });
}

function judgeElement(attributes: Attributes, change: Change, path: Path): readonly Violation[] {
  const { prior, config, planned } = change;
  if (isObject(config) && isObject(planned)) {
    return judgeObject(attributes, { prior: isObject(prior) ? prior : undefined, config, planned }, path);
  }
  return config === planned ? [] : [{ ...change, path, rule: kept }];
}

interface SetChange extends Change {
  readonly config: readonly Value[];
  readonly planned: readonly Value[];
}

/**
 * Judges the elements of a set, which have no names: each planned one must be a valid plan of a configured one, each configured one must be
 * planned, and no two may become equal, because a set keeps only one of them.
 */
function judgeSet(attributes: Attributes, change: SetChange, path: Path): readonly Violation[] {
  const { config, planned } = change;
  const violation = (rule: string): readonly Violation[] => [{ ...change, path, rule }];
  const equals = planned.length - countDistinct(impliedType(attributes), planned);
  if (equals > 0) return violation(`${equals + 1} of its elements are equal, of which a set keeps one`);
  const candidates = [undefined, ...(isList(change.prior) ? change.prior : [])];
  const isPlanOf = (configured: Value, plannedOne: Value): boolean =>
    candidates.some(
      (prior) => judgeElement(attributes, { prior, config: configured, planned: plannedOne }, path).length === 0,
    );
  if (!planned.every((one) => config.some((configured) => isPlanOf(configured, one))))
    return violation("one of its elements is not a configured one");
  return config.every((configured) => planned.some((one) => isPlanOf(configured, one)))
    ? []
    : violation("one of the configured elements is not among them");
}

/** Number of different elements. An unknown value is not equal to any other yet. */
function countDistinct(type: Type, elements: readonly Value[]): number {
  const known = elements.filter(isWhollyKnown);
  return elements.length - known.length + new Set(known.map((element) => canonicalText(type, element))).size;
}

function sameKeys(a: ReadonlyMap<string, Value>, b: ReadonlyMap<string, Value>): boolean {
  return a.size === b.size && [...a.keys()].every((key) => b.has(key));
}
