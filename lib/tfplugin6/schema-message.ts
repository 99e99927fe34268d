import type { Attribute, Attributes, NestedAttribute, Schema } from "../framework/schema";
import { ObjectNesting, StringKind, type SchemaAttribute } from "./messages";
import { encodeText } from "./msgpack";
import { typeToJson } from "./wire-type";

/** A schema as the message `Schema`. Pure. */
export function schemaMessage(schema: Schema): {
  readonly version: number;
  readonly block: {
    readonly version: number;
    readonly attributes: readonly SchemaAttribute[];
    readonly description: string;
    readonly description_kind: number;
  };
} {
  return {
    version: schema.version,
    block: {
      version: schema.version,
      attributes: attributeMessages(schema.attributes),
      description: schema.description,
      description_kind: StringKind.MARKDOWN,
    },
  };
}

function attributeMessages(attributes: Attributes): readonly SchemaAttribute[] {
  return Object.entries(attributes).map(([name, attribute]) => attributeMessage(name, attribute));
}

function attributeMessage(name: string, attribute: Attribute): SchemaAttribute {
  return {
    name,
    ...shape(attribute),
    description: attribute.description,
    description_kind: StringKind.MARKDOWN,
    required: attribute.required,
    optional: attribute.optional,
    computed: attribute.computed,
    sensitive: attribute.sensitive,
    deprecated: attribute.deprecated === undefined ? undefined : true,
  };
}

/** Exactly one of the two, as Terraform demands. */
function shape(attribute: Attribute): Pick<SchemaAttribute, "type" | "nested_type"> {
  if ("type" in attribute) return { type: encodeText(JSON.stringify(typeToJson(attribute.type))) };
  return {
    nested_type: { attributes: attributeMessages(attribute.attributes), nesting: nestingNumber(attribute.nesting) },
  };
}

function nestingNumber(nesting: NestedAttribute["nesting"]): number {
  switch (nesting) {
    case "single":
      return ObjectNesting.SINGLE;
    case "list":
      return ObjectNesting.LIST;
    case "set":
      return ObjectNesting.SET;
    case "map":
      return ObjectNesting.MAP;
  }
}
