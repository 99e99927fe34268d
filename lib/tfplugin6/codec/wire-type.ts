import { type Attributes, impliedType, type Type } from "../../framework/values/schema";

type ObjectType = ReturnType<typeof impliedType>;
const objectTypes = new WeakMap<Attributes, ObjectType>();

/** The type of a schema's objects, computed once per schema. */
export function objectTypeOf(attributes: Attributes): ObjectType {
  const type = objectTypes.get(attributes) ?? impliedType(attributes);
  objectTypes.set(attributes, type);
  return type;
}

/** `"string"`, `["list","string"]`, `["object",{"a":"bool"}]`, … as a JSON value. Pure. */
export function typeToJson(type: Type): unknown {
  if (typeof type === "string") return type;
  if ("list" in type) return ["list", typeToJson(type.list)];
  if ("set" in type) return ["set", typeToJson(type.set)];
  if ("map" in type) return ["map", typeToJson(type.map)];
  const entries = Object.entries(type.object).map(([name, inner]) => [name, typeToJson(inner)] as const);
  return ["object", Object.fromEntries(entries)];
}
