import { impliedType } from "../framework/implied-type";
import type { Attributes } from "../framework/schema";

/** A type as the wire spells it: the framework's types, and tuples, which only values of dynamic type have. */
export type WireType =
  | "string"
  | "bool"
  | "number"
  | "dynamic"
  | { readonly list: WireType }
  | { readonly set: WireType }
  | { readonly map: WireType }
  | { readonly object: Readonly<Record<string, WireType>> }
  | { readonly tuple: readonly WireType[] };

export type LeafType = Extract<WireType, string>;

type ObjectType = ReturnType<typeof impliedType>;
const objectTypes = new WeakMap<Attributes, ObjectType>();

/** The type of a schema's objects, worked out once per schema. */
export function objectTypeOf(attributes: Attributes): ObjectType {
  const type = objectTypes.get(attributes) ?? impliedType(attributes);
  objectTypes.set(attributes, type);
  return type;
}

/** `"string"`, `["list","string"]`, `["object",{"a":"bool"}]`, … as a JSON value. Pure. */
export function typeToJson(type: WireType): unknown {
  if (typeof type === "string") return type;
  if ("list" in type) return ["list", typeToJson(type.list)];
  if ("set" in type) return ["set", typeToJson(type.set)];
  if ("map" in type) return ["map", typeToJson(type.map)];
  if ("tuple" in type) return ["tuple", type.tuple.map(typeToJson)];
  return ["object", mapValues(type.object, typeToJson)];
}

/** The reverse of `typeToJson`. Throws on anything else. Pure. */
export function typeFromJson(json: unknown): WireType {
  if (json === "string" || json === "bool" || json === "number" || json === "dynamic") return json;
  const [kind, of] = Array.isArray(json) ? (json as readonly unknown[]) : [];
  if (kind === "list") return { list: typeFromJson(of) };
  if (kind === "set") return { set: typeFromJson(of) };
  if (kind === "map") return { map: typeFromJson(of) };
  if (kind === "tuple" && Array.isArray(of)) return { tuple: of.map(typeFromJson) };
  if (kind === "object" && typeof of === "object" && of !== null) return { object: mapValues({ ...of }, typeFromJson) };
  throw new Error(`not a type: ${JSON.stringify(json)}`);
}

/** Built from entries, because an attribute of a dynamic object may be called `__proto__`. */
function mapValues<A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
