import { equalValues } from "../../../lib/framework/values/equality";
import { impliedType, type Schema, type Type } from "../../../lib/framework/values/schema";
import { decodeJson, parseJson } from "../../../lib/framework/values/state-json";
import type { Path } from "../../../lib/framework/values/path";
import {
  isKnown,
  isList,
  isMap,
  isObject,
  isWhollyKnown,
  type ObjectValue,
  unknown,
  type Value,
} from "../../../lib/framework/values/value";
import { stateText } from "../framework/state-json";

/** Terraform's dealings with values of one resource type: keep, read and compare them. */
export interface ObjectForm {
  readonly version: number;
  encode(value: ObjectValue): Uint8Array;
  decode(json: Uint8Array): ObjectValue;
  isSame(a: ObjectValue, b: ObjectValue): boolean;
  /** Whether values at one of `paths` differ: Terraform replaces an object for these alone. */
  differsAt(paths: readonly Path[], a: ObjectValue, b: ObjectValue): boolean;
  /** The places where a later value contradicts an earlier one; empty when it only fills in unknowns. */
  contradictions(earlier: ObjectValue, later: ObjectValue): readonly string[];
}

export function objectForm({ version, attributes }: Schema): ObjectForm {
  const type = impliedType(attributes);
  return {
    version,
    encode: (value) => {
      if (!isWhollyKnown(value)) throw new Error("Provider returned unknown values after apply");
      return new TextEncoder().encode(stateText(type, value));
    },
    decode: (json) => {
      const { value, problems } = decodeJson(type, parseJson(new TextDecoder().decode(json)));
      if (!isObject(value) || problems.length > 0) throw new Error(`the state cannot be read: ${problems.join()}`);
      return value;
    },
    isSame: (a, b) => equalValues(type, a, b),
    differsAt: (paths, a, b) => paths.some((path) => differsAt(type, path, a, b)),
    contradictions: (earlier, later) =>
      Object.entries(type.object).flatMap(([name, part]) =>
        isFilledIn(part, earlier[name] ?? null, later[name] ?? null) ? [] : [name],
      ),
  };
}

/** Steps below the first attribute are not looked at: the schemas of these tests replace for whole attributes only. */
function differsAt(type: ReturnType<typeof impliedType>, [first]: Path, a: ObjectValue, b: ObjectValue): boolean {
  if (typeof first !== "string") return true;
  const part = type.object[first];
  return part === undefined || !equalValues(part, a[first] ?? null, b[first] ?? null);
}

/** Whether `later` says the same as `earlier` wherever that was known. */
function isFilledIn(type: Type, earlier: Value, later: Value): boolean {
  if (earlier === unknown) return true;
  if (!isKnown(later)) return false;
  if (isWhollyKnown(earlier)) return equalValues(type, earlier, later);
  if (typeof type === "string") return false;
  if ("map" in type && isMap(earlier) && isMap(later)) {
    return (
      earlier.size === later.size && [...earlier].every(([key, value]) => isFilledInAt(type.map, value, later.get(key)))
    );
  }
  if ("object" in type && isObject(earlier) && isObject(later)) {
    return Object.entries(type.object).every(([name, part]) =>
      isFilledIn(part, earlier[name] ?? null, later[name] ?? null),
    );
  }
  if ("list" in type && isList(earlier) && isList(later)) {
    return (
      earlier.length === later.length && earlier.every((value, index) => isFilledInAt(type.list, value, later[index]))
    );
  }
  return true;
}

function isFilledInAt(type: Type, earlier: Value, later: Value | undefined): boolean {
  return later !== undefined && isFilledIn(type, earlier, later);
}
