import type { Type } from "../../framework/values/schema";

/** `"string"`, `["list","string"]`, `["object",{"a":"bool"}]`, … as a JSON value. Pure. */
export function typeToJson(type: Type): unknown {
  if (typeof type === "string") return type;
  if ("list" in type) return ["list", typeToJson(type.list)];
  if ("set" in type) return ["set", typeToJson(type.set)];
  if ("map" in type) return ["map", typeToJson(type.map)];
  const entries = Object.entries(type.object).map(([name, inner]) => [name, typeToJson(inner)] as const);
  return ["object", Object.fromEntries(entries)];
}
