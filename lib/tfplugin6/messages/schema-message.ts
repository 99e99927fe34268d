import type { Attribute, Attributes, NestedAttribute, Schema } from "../../framework/values/schema";
import {
  BlockNesting,
  ObjectNesting,
  StringKind,
  type NestedBlock,
  type SchemaAttribute,
  type SchemaBlock,
} from "./messages";
import { encodeText } from "../codec/msgpack";
import { typeToJson } from "../codec/wire-type";

/** A schema as the message `Schema`. Pure. */
export function schemaMessage({ version, description, attributes }: Schema): {
  readonly version: number;
  readonly block: SchemaBlock;
} {
  return { version, block: { version, ...blockMessage(attributes, description) } };
}

/** The message of a block: nested blocks are separate from arguments. */
function blockMessage(attributes: Attributes, description: string): SchemaBlock {
  const isBlock = (attribute: Attribute): attribute is NestedAttribute =>
    "nesting" in attribute && attribute.block === true;
  const entries = Object.entries(attributes);
  return {
    attributes: attributeMessages(Object.fromEntries(entries.filter(([, attribute]) => !isBlock(attribute)))),
    block_types: entries.flatMap(([name, attribute]) =>
      isBlock(attribute) ? [nestedBlockMessage(name, attribute)] : [],
    ),
    description,
    description_kind: StringKind.MARKDOWN,
  };
}

function nestedBlockMessage(name: string, { attributes, description, deprecated }: NestedAttribute): NestedBlock {
  const block = { ...blockMessage(attributes, description), deprecated: deprecated === undefined ? undefined : true };
  return { type_name: name, block, nesting: BlockNesting.SINGLE };
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

/** The type or the nested type, exactly one of the two, as Terraform demands. */
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
