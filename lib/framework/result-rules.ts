import { describeAt } from "./describe-value";
import { canonicalText, equalValues } from "./equality";
import { impliedType } from "./implied-type";
import type { Path } from "./path";
import type { Violation } from "./plan-rules";
import type { Attributes, Type } from "./schema";
import { isList, isMap, isObject, isWhollyKnown, unknown, type ObjectValue, type Value } from "./value";

/** Where an applied state does not hold what was planned: every planned value that was known must come back. Pure. */
export function findLostValues(attributes: Attributes, planned: ObjectValue, state: ObjectValue): readonly Violation[] {
  return compare(attributes, impliedType(attributes), planned, state, []);
}

function compare(root: Attributes, type: Type, planned: Value, state: Value, path: Path): readonly Violation[] {
  if (planned === unknown || equalValues(type, planned, state)) return [];
  if (typeof type !== "string") {
    if ("list" in type && isList(planned) && isList(state) && planned.length === state.length) {
      return planned.flatMap((one, index) => compare(root, type.list, one, state[index] ?? null, [...path, { index }]));
    }
    if ("map" in type && isMap(planned) && isMap(state)) return compareMaps(root, type.map, planned, state, path);
    if ("object" in type && isObject(planned) && isObject(state)) {
      return Object.entries(type.object).flatMap(([name, inner]) =>
        compare(root, inner, planned[name] ?? null, state[name] ?? null, [...path, name]),
      );
    }
    if ("set" in type && isList(planned) && isList(state) && coversSet(type.set, planned, state)) return [];
  }
  if (type === "dynamic" && !isWhollyKnown(planned)) return [];
  return [
    { path, problem: `was planned as ${describeAt(root, path, planned)}, but is ${describeAt(root, path, state)}` },
  ];
}

function compareMaps(
  root: Attributes,
  type: Type,
  planned: ReadonlyMap<string, Value>,
  state: ReadonlyMap<string, Value>,
  path: Path,
): readonly Violation[] {
  const lost = [...planned].flatMap(([key, one]) => {
    const found = state.get(key);
    if (found !== undefined) return compare(root, type, one, found, [...path, { key }]);
    return [{ path: [...path, { key }], problem: "was planned, but is missing" }];
  });
  const added = [...state.keys()].filter((key) => !planned.has(key));
  return [...lost, ...added.map((key) => ({ path: [...path, { key }], problem: "was not planned, but is present" }))];
}

/** Elements that were unknown may have turned out equal, so that a set can end smaller than it was planned. */
function coversSet(type: Type, planned: readonly Value[], state: readonly Value[]): boolean {
  const found = new Set(state.map((element) => canonicalText(type, element)));
  const known = planned.filter(isWhollyKnown);
  return known.length < planned.length && found.size <= planned.length && includesAll(type, found, known);
}

function includesAll(type: Type, found: ReadonlySet<string>, wanted: readonly Value[]): boolean {
  return wanted.every((element) => found.has(canonicalText(type, element)));
}
