import { describeAt } from "../values/describe-value";
import { canonicalText, equalValues } from "../values/equality";
import { type Attributes, impliedType, type Type } from "../values/schema";
import type { Path } from "../values/path";
import type { Flaw } from "./provider-bug";
import { isList, isMap, isObject, isWhollyKnown, unknown, type ObjectValue, type Value } from "../values/value";

/** One planned value that is missing in the state; `undefined` means a missing map element. */
interface Loss {
  readonly path: Path;
  readonly planned: Value | undefined;
  readonly state: Value | undefined;
}

/** The places where an applied state differs from the plan: it must contain every planned value that was known. */
export function findLostValues(attributes: Attributes, planned: ObjectValue, state: ObjectValue): readonly Flaw[] {
  return compare(impliedType(attributes), planned, state, []).map((loss) => {
    const show = (value: Value | undefined): string =>
      value === undefined ? "absent" : describeAt(attributes, loss.path, value);
    return { path: loss.path, problem: `was planned as ${show(loss.planned)}, but is ${show(loss.state)}` };
  });
}

function compare(type: Type, planned: Value, state: Value, path: Path): readonly Loss[] {
  if (planned === unknown || equalValues(type, planned, state)) return [];
  if (typeof type === "string") return [{ path, planned, state }];
  if ("map" in type && isMap(planned) && isMap(state)) return compareMaps(type.map, planned, state, path);
  if ("object" in type && isObject(planned) && isObject(state)) {
    return Object.entries(type.object).flatMap(([name, inner]) =>
      compare(inner, planned[name] ?? null, state[name] ?? null, [...path, name]),
    );
  }
  if ("list" in type && isList(planned) && isList(state) && planned.length === state.length) {
    return planned.flatMap((one, index) => compare(type.list, one, state[index] ?? null, [...path, { index }]));
  }
  if ("set" in type && isList(planned) && isList(state) && coversSet(type.set, planned, state)) return [];
  return [{ path, planned, state }];
}

function compareMaps(
  type: Type,
  planned: ReadonlyMap<string, Value>,
  state: ReadonlyMap<string, Value>,
  path: Path,
): readonly Loss[] {
  const keys = new Set([...planned.keys(), ...state.keys()]);
  return [...keys].flatMap((key) => {
    const loss: Loss = { path: [...path, { key }], planned: planned.get(key), state: state.get(key) };
    if (loss.planned === undefined || loss.state === undefined) return [loss];
    return compare(type, loss.planned, loss.state, loss.path);
  });
}

/** Whether a set matches its plan. Unknown elements may become equal, so a set can end smaller than planned. */
function coversSet(type: Type, planned: readonly Value[], state: readonly Value[]): boolean {
  const found = new Set(state.map((element) => canonicalText(type, element)));
  const known = planned.filter(isWhollyKnown);
  return (
    known.length < planned.length &&
    found.size <= planned.length &&
    known.every((element) => found.has(canonicalText(type, element)))
  );
}
