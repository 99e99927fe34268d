import type { Attribute, Attributes, Schema, Type } from "../../lib/framework/values/schema";

/** One block of a Terraform configuration that gets a class. `typeName` is Terraform's, e.g. `dms_instances`. */
export interface Element {
  readonly kind: "provider" | "resource" | "data";
  readonly typeName: string;
  readonly className: string;
  readonly description: string;
  readonly fields: readonly Field[];
}

export interface Field {
  /** Name in Terraform, snake_case. */
  readonly attribute: string;
  /** Name in TypeScript, camelCase. */
  readonly property: string;
  readonly description: string;
  readonly required: boolean;
  /** Whether a configuration may contain the attribute. */
  readonly configurable: boolean;
  /** The default for an absent value, as shown to people; `undefined` without one. */
  readonly fallback: string | undefined;
  readonly shape: Shape;
}

export type Shape =
  | { readonly kind: "string" | "number" | "bool" }
  | { readonly kind: "list" | "map"; readonly element: Shape }
  /** `isBlock`: Terraform writes it as a block, which cannot be an expression. */
  | { readonly kind: "object"; readonly name: string; readonly fields: readonly Field[]; readonly isBlock: boolean };

/** A schema with TypeScript's names and one form of nesting. Pure. */
export function elementOf(kind: Element["kind"], typeName: string, schema: Schema): Element {
  const className = {
    provider: `${pascal(typeName)}Provider`,
    resource: pascal(typeName),
    data: `Data${pascal(typeName)}`,
  }[kind];
  return { kind, typeName, className, description: schema.description, fields: fieldsOf(schema.attributes, className) };
}

function fieldsOf(attributes: Attributes, owner: string): readonly Field[] {
  return Object.entries(attributes).map(([name, attribute]) => ({
    attribute: name,
    property: camel(name),
    description: attribute.description,
    required: attribute.required === true,
    configurable: attribute.required === true || attribute.optional === true,
    fallback: attribute.default === undefined ? undefined : JSON.stringify(attribute.default),
    shape: shapeOf(attribute, `${owner}${pascal(name)}`),
  }));
}

function shapeOf(attribute: Attribute, name: string): Shape {
  if ("type" in attribute) return shapeOfType(attribute.type, name);
  const isBlock = attribute.block === true;
  const element: Shape = { kind: "object", name, fields: fieldsOf(attribute.attributes, name), isBlock };
  switch (attribute.nesting) {
    case "single":
      return element;
    case "list":
    case "map":
      return { kind: attribute.nesting, element };
    case "set":
      throw new Error(`${name} is a set: no class has been needed for one yet`);
  }
}

function shapeOfType(type: Type, name: string): Shape {
  if (type === "string" || type === "number" || type === "bool") return { kind: type };
  if ("list" in type) return { kind: "list", element: shapeOfType(type.list, name) };
  if ("map" in type) return { kind: "map", element: shapeOfType(type.map, name) };
  if ("object" in type) {
    const members = Object.entries(type.object);
    const attributes = members.map(
      ([key, member]) => [key, { type: member, description: "", computed: true }] as const,
    );
    return { kind: "object", name, fields: fieldsOf(Object.fromEntries(attributes), name), isBlock: false };
  }
  throw new Error(`${name} has the type ${JSON.stringify(type)}: no class has been needed for one yet`);
}

function camel(snakeCase: string): string {
  return snakeCase.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

export function pascal(name: string): string {
  const camelCase = camel(name);
  return camelCase.charAt(0).toUpperCase() + camelCase.slice(1);
}
