import type { Attribute, Attributes, NestedAttribute, Schema, Type } from "../../lib/framework/values/schema";

/**
 * The section "Schema" of a page: the attributes grouped by required, optional and read-only, then one part for each nested object, to any
 * depth. Attributes keep the order of the schema. Pure.
 */
export function renderSchema(schema: Schema): string {
  const nested = nestedAttributes(schema.attributes, []);
  return ["## Schema", ...renderGroups(schema.attributes, [], "### "), ...nested.flatMap(renderNested)].join("\n\n");
}

interface Located {
  readonly path: readonly string[];
  readonly attribute: NestedAttribute;
}

const groups = [
  { title: "Required", holds: ({ required }: Attribute) => required === true },
  { title: "Optional", holds: ({ optional }: Attribute) => optional === true },
  { title: "Read-Only", holds: ({ required, optional }: Attribute) => required !== true && optional !== true },
];

function renderGroups(attributes: Attributes, path: readonly string[], heading: string): readonly string[] {
  return groups.flatMap(({ title, holds }) => {
    const members = Object.entries(attributes).filter(([, attribute]) => holds(attribute));
    if (members.length === 0) return [];
    const lines = members.map(([name, attribute]) => renderAttribute(name, attribute, path));
    return [heading === "" ? `${title}:` : `${heading}${title}`, lines.join("\n")];
  });
}

function renderAttribute(name: string, attribute: Attribute, path: readonly string[]): string {
  const notes = [
    attribute.description,
    renderDefault(attribute),
    attribute.requiresReplace === true ? "Another value replaces the resource." : "",
    attribute.deprecated === undefined ? "" : `**Deprecated:** ${attribute.deprecated}`,
    "nesting" in attribute ? `(see [below for nested schema](#${anchor([...path, name], attribute)}))` : "",
  ];
  const kind = [typeName(attribute), attribute.sensitive === true ? "Sensitive" : ""].filter(isSaid).join(", ");
  return `- \`${name}\` (${kind}) ${notes.filter(isSaid).join(" ")}`;
}

function renderNested({ path, attribute }: Located): readonly string[] {
  return [
    `<a id="${anchor(path, attribute)}"></a>`,
    `### Nested Schema for \`${path.join(".")}\``,
    ...renderGroups(attribute.attributes, path, ""),
  ];
}

/** Every nested object, outer ones first. */
function nestedAttributes(attributes: Attributes, path: readonly string[]): readonly Located[] {
  return Object.entries(attributes).flatMap(([name, attribute]) => {
    if (!("nesting" in attribute)) return [];
    const here = [...path, name];
    return [{ path: here, attribute }, ...nestedAttributes(attribute.attributes, here)];
  });
}

function anchor(path: readonly string[], { block }: NestedAttribute): string {
  return `${block === true ? "nestedblock" : "nestedatt"}--${path.join("--")}`;
}

const nestingNames = { single: "Attributes", list: "Attributes List", set: "Attributes Set", map: "Attributes Map" };

function typeName(attribute: Attribute): string {
  if (!("nesting" in attribute)) return describeType(attribute.type);
  return attribute.block === true ? "Block" : nestingNames[attribute.nesting];
}

function describeType(type: Type): string {
  if (type === "string") return "String";
  if (type === "bool") return "Boolean";
  if (type === "number") return "Number";
  if ("list" in type) return `List of ${describeType(type.list)}`;
  if ("set" in type) return `Set of ${describeType(type.set)}`;
  if ("map" in type) return `Map of ${describeType(type.map)}`;
  return "Object";
}

function isSaid(text: string): boolean {
  return text !== "";
}

/**
 * The sentence about an attribute's default; empty if it has none, or if the description tells it. Pure. Throws for a default without a
 * sentence.
 */
function renderDefault({ default: value, description }: Attribute): string {
  if (value === undefined || /\bdefault\b/i.test(description)) return "";
  if (typeof value === "string" || typeof value === "boolean" || typeof value === "number") {
    return `Default \`${JSON.stringify(value)}\`.`;
  }
  throw new Error(`There is no way yet to describe the default of the attribute described as "${description}".`);
}
