import { type Field, pascal, type Shape } from "./model";

type ObjectShape = Extract<Shape, { readonly kind: "object" }>;

/** Every object below `fields`, innermost first, each once. */
export function objectsBelow(
  fields: readonly Field[],
): readonly { shape: ObjectShape; configurable: boolean; within: Shape }[] {
  return fields.flatMap((field) => {
    const shape = "element" in field.shape ? field.shape.element : field.shape;
    if (shape.kind !== "object") return [];
    return [...objectsBelow(shape.fields), { shape, configurable: field.configurable, within: field.shape }];
  });
}

/** The type of a user's value for an attribute. */
export function inputType(shape: Shape): string {
  switch (shape.kind) {
    case "string":
    case "number":
      return shape.kind;
    case "bool":
      return "boolean | IResolvable";
    case "object":
      return shape.isBlock ? shape.name : `${shape.name} | IResolvable`;
    case "list":
    case "map": {
      const resolvable = shape.element.kind === "object" ? " | IResolvable" : "";
      const element = shape.element.kind === "object" ? shape.element.name : inputType(shape.element);
      return shape.kind === "list"
        ? `readonly (${element})[]${resolvable}`
        : `Readonly<Record<string, ${element}>>${resolvable}`;
    }
  }
}

/** The properties of a configuration, with their documentation. */
export function configProperties(fields: readonly Field[]): string {
  return fields
    .filter((field) => field.configurable)
    .map((field) => {
      const type = inputType(field.shape);
      const property = field.required ? `${field.property}: ${type}` : `${field.property}?: ${type} | undefined`;
      return `${docOf(field, true)}\n  readonly ${property};`;
    })
    .join("\n");
}

export function docOf(field: Field, withDefault: boolean): string {
  const lines = field.description === "" ? [] : field.description.split("\n");
  if (withDefault && !field.required) lines.push(`@default ${field.fallback ?? "- not set"}`);
  const text = lines.map((line) => line.replaceAll("*/", "*\\/"));
  if (text.length === 0) return "";
  return text.length === 1 ? `/** ${text.join("")} */` : `/**\n * ${text.join("\n * ")}\n */`;
}

/** The interface of an object in a configuration, and the function that writes it in Terraform's spelling. */
export function emitInput(shape: ObjectShape): string {
  const members = shape.fields.filter((field) => field.configurable);
  return `
export interface ${shape.name} {
${configProperties(shape.fields)}
}

function ${renderName(shape)}(value: ${shape.name}): unknown {
  return {
${members.map((field) => `    ${field.attribute}: ${rendered(field, `value.${field.property}`)},`).join("\n")}
  };
}`;
}

/** The expression that turns a configured value into synthesized JSON. */
export function rendered(field: Field, value: string): string {
  const { shape } = field;
  if (shape.kind === "object") return `renderObject(${value}, ${renderName(shape)})`;
  if ("element" in shape && shape.element.kind === "object") {
    return `${shape.kind === "list" ? "renderList" : "renderMap"}(${value}, ${renderName(shape.element)})`;
  }
  return value;
}

function renderName(shape: ObjectShape): string {
  return `render${pascal(shape.name)}`;
}

/** The classes through which other parts of a configuration refer to an object, and to a list or map of it. */
export function emitReferences(shape: ObjectShape, within: Shape): string {
  const reference = `${shape.name}OutputReference`;
  const single = `
export class ${reference} extends ObjectReference {${shape.fields.map((field) => `\n${docOf(field, false)}\n  ${getter(field)}`).join("\n")}
}`;
  switch (within.kind) {
    case "map":
      return `${single}

export class ${shape.name}Map extends ComplexMap {
  /** The element under \`key\`. Terraform refuses the reference at plan if it does not exist. */
  public get(key: string): ${reference} {
    return new ${reference}(this.terraformResource, this.terraformAttribute, mapKey(key));
  }
}`;
    case "list":
      return `${single}

export class ${shape.name}List extends ComplexList {
  public get(index: number): ${reference} {
    return new ${reference}(this.terraformResource, this.terraformAttribute, index);
  }
}`;
    default:
      return single;
  }
}

/** The accessor that yields a reference to an attribute of a resource or object. */
export function getter(field: Field): string {
  const { type, expression } = referenceTo(field);
  return `public get ${field.property}(): ${type} {\n    return ${expression};\n  }`;
}

function referenceTo({ attribute, shape }: Field): { readonly type: string; readonly expression: string } {
  const name = JSON.stringify(attribute);
  switch (shape.kind) {
    case "string":
      return { type: "string", expression: `this.getStringAttribute(${name})` };
    case "number":
      return { type: "number", expression: `this.getNumberAttribute(${name})` };
    case "bool":
      return { type: "IResolvable", expression: `this.getBooleanAttribute(${name})` };
    case "object":
      return { type: `${shape.name}OutputReference`, expression: `new ${shape.name}OutputReference(this, ${name})` };
    case "list":
      if (shape.element.kind === "object") {
        return { type: `${shape.element.name}List`, expression: `new ${shape.element.name}List(this, ${name}, false)` };
      }
      return { type: "string[]", expression: `this.getListAttribute(${name})` };
    case "map":
      if (shape.element.kind === "object") {
        return { type: `${shape.element.name}Map`, expression: `new ${shape.element.name}Map(this, ${name})` };
      }
      return { type: "Record<string, string>", expression: `this.getStringMapAttribute(${name})` };
  }
}
