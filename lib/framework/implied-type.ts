import type { Attribute, Attributes, Type } from "./schema";

/** The type of the objects that a schema describes. The wire and the state's JSON are decoded by it. */
export function impliedType(attributes: Attributes): { readonly object: Readonly<Record<string, Type>> } {
  return {
    object: Object.fromEntries(Object.entries(attributes).map(([name, attribute]) => [name, attributeType(attribute)])),
  };
}

/** The type of one attribute's values. */
export function attributeType(attribute: Attribute): Type {
  if (!("nesting" in attribute)) return attribute.type;
  const element = impliedType(attribute.attributes);
  switch (attribute.nesting) {
    case "single":
      return element;
    case "list":
      return { list: element };
    case "set":
      return { set: element };
    case "map":
      return { map: element };
  }
}
