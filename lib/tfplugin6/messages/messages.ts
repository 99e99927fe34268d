import { bool, bytes, enumeration, int64, later, many, mapOf, message, one, string, type MessageType } from "./message";

// The messages of package tfplugin6, protocol 6.10, name by name and number by number (source: tfplugin6.proto of
// Terraform 1.14). Left out: messages of RPCs that are not offered (functions, ephemeral resources, MoveResourceState), except the parts of
// an empty answer; and `deferred`, because the provider never defers a change.

const DynamicValue = message({ msgpack: bytes(1), json: bytes(2) });

/** One of the three is set. */
const AttributePathStep = message({
  attribute_name: string(1),
  element_key_string: string(2),
  element_key_int: int64(3),
});
/** A place in a value, from the outermost step to the innermost. */
export const AttributePath = message({ steps: many(1, AttributePathStep) });

/** Severity of a diagnostic. */
export const Severity = { ERROR: 1, WARNING: 2 } as const;
const Diagnostic = message({
  severity: enumeration(1),
  summary: string(2),
  detail: string(3),
  attribute: one(4, AttributePath),
});

const RawState = message({ json: bytes(1), flatmap: mapOf(2, string(2)) });

/** Notation of a description. */
export const StringKind = { PLAIN: 0, MARKDOWN: 1 } as const;
/** Number of objects in a nested attribute. */
export const ObjectNesting = { SINGLE: 1, LIST: 2, SET: 3, MAP: 4 } as const;

/** One attribute of a schema; nested ones have their own attributes. */
export interface SchemaAttribute {
  readonly name?: string | undefined;
  /** JSON of the type; absent with `nested_type`. */
  readonly type?: Uint8Array | undefined;
  readonly nested_type?: SchemaObject | undefined;
  readonly description?: string | undefined;
  readonly required?: boolean | undefined;
  readonly optional?: boolean | undefined;
  readonly computed?: boolean | undefined;
  readonly sensitive?: boolean | undefined;
  readonly description_kind?: number | undefined;
  readonly deprecated?: boolean | undefined;
}
interface SchemaObject {
  readonly attributes?: readonly SchemaAttribute[] | undefined;
  readonly nesting?: number | undefined;
}
const SchemaObject: MessageType<SchemaObject> = message({
  attributes: many(
    1,
    later(() => SchemaAttribute),
  ),
  nesting: enumeration(3),
});
export const SchemaAttribute: MessageType<SchemaAttribute> = message({
  name: string(1),
  type: bytes(2),
  nested_type: one(10, SchemaObject),
  description: string(3),
  required: bool(4),
  optional: bool(5),
  computed: bool(6),
  sensitive: bool(7),
  description_kind: enumeration(8),
  deprecated: bool(9),
});

/** The only offered nesting of a block: at most one block. */
export const BlockNesting = { SINGLE: 1 } as const;
/** The content of a block between braces. */
export interface SchemaBlock {
  readonly version?: number | undefined;
  readonly attributes?: readonly SchemaAttribute[] | undefined;
  readonly block_types?: readonly NestedBlock[] | undefined;
  readonly description?: string | undefined;
  readonly description_kind?: number | undefined;
  readonly deprecated?: boolean | undefined;
}
/** A block inside of a block, with its name. */
export interface NestedBlock {
  readonly type_name?: string | undefined;
  readonly block?: SchemaBlock | undefined;
  readonly nesting?: number | undefined;
}
const NestedBlock: MessageType<NestedBlock> = message({
  type_name: string(1),
  block: one(
    2,
    later(() => SchemaBlock),
  ),
  nesting: enumeration(3),
});
const SchemaBlock: MessageType<SchemaBlock> = message({
  version: int64(1),
  attributes: many(2, SchemaAttribute),
  block_types: many(3, NestedBlock),
  description: string(4),
  description_kind: enumeration(5),
  deprecated: bool(6),
});
const Schema = message({ version: int64(1), block: one(2, SchemaBlock) });

const ActionSchema = message({ schema: one(1, Schema) });

const ServerCapabilities = message({ plan_destroy: bool(1), get_provider_schema_optional: bool(2) });

// Request and Response of each RPC, by its name.

const Empty = message({});
const TypeName = message({ type_name: string(1) });
const OnlyDiagnostics = message({ diagnostics: many(1, Diagnostic) });
/** A response with diagnostics, which most have. */
export type Diagnosed = ReturnType<typeof OnlyDiagnostics.decode>;
const TypeAndConfig = message({ type_name: string(1), config: one(2, DynamicValue) });

export const GetMetadata = {
  Request: Empty,
  Response: message({
    server_capabilities: one(1, ServerCapabilities),
    diagnostics: many(2, Diagnostic),
    data_sources: many(3, TypeName),
    resources: many(4, TypeName),
    actions: many(9, TypeName),
  }),
};

export const GetProviderSchema = {
  Request: Empty,
  Response: message({
    provider: one(1, Schema),
    resource_schemas: mapOf(2, one(2, Schema)),
    data_source_schemas: mapOf(3, one(2, Schema)),
    diagnostics: many(4, Diagnostic),
    server_capabilities: one(6, ServerCapabilities),
    action_schemas: mapOf(11, one(2, ActionSchema)),
  }),
};

export const ValidateProviderConfig = {
  Request: message({ config: one(1, DynamicValue) }),
  Response: message({ diagnostics: many(2, Diagnostic) }),
};

export const ValidateResourceConfig = { Request: TypeAndConfig, Response: OnlyDiagnostics };

export const ValidateDataResourceConfig = { Request: TypeAndConfig, Response: OnlyDiagnostics };

export const ConfigureProvider = {
  Request: message({ terraform_version: string(1), config: one(2, DynamicValue) }),
  Response: OnlyDiagnostics,
};

export const UpgradeResourceState = {
  Request: message({ type_name: string(1), version: int64(2), raw_state: one(3, RawState) }),
  Response: message({ upgraded_state: one(1, DynamicValue), diagnostics: many(2, Diagnostic) }),
};

export const ReadResource = {
  Request: message({ type_name: string(1), current_state: one(2, DynamicValue), private: bytes(3) }),
  Response: message({ new_state: one(1, DynamicValue), diagnostics: many(2, Diagnostic), private: bytes(3) }),
};

export const PlanResourceChange = {
  Request: message({
    type_name: string(1),
    prior_state: one(2, DynamicValue),
    proposed_new_state: one(3, DynamicValue),
    config: one(4, DynamicValue),
    prior_private: bytes(5),
  }),
  Response: message({
    planned_state: one(1, DynamicValue),
    requires_replace: many(2, AttributePath),
    planned_private: bytes(3),
    diagnostics: many(4, Diagnostic),
  }),
};

export const ApplyResourceChange = {
  Request: message({
    type_name: string(1),
    prior_state: one(2, DynamicValue),
    planned_state: one(3, DynamicValue),
    config: one(4, DynamicValue),
    planned_private: bytes(5),
  }),
  Response: message({ new_state: one(1, DynamicValue), private: bytes(2), diagnostics: many(3, Diagnostic) }),
};

const ImportedResource = message({ type_name: string(1), state: one(2, DynamicValue), private: bytes(3) });
export const ImportResourceState = {
  Request: message({ type_name: string(1), id: string(2) }),
  Response: message({ imported_resources: many(1, ImportedResource), diagnostics: many(2, Diagnostic) }),
};

export const ReadDataSource = {
  Request: TypeAndConfig,
  Response: message({ state: one(1, DynamicValue), diagnostics: many(2, Diagnostic) }),
};

// The .proto calls field 1 `action_type`; as in every other request, it names the type.
export const ValidateActionConfig = { Request: TypeAndConfig, Response: OnlyDiagnostics };

export const PlanAction = { Request: TypeAndConfig, Response: OnlyDiagnostics };

const Progress = message({ message: string(1) });
/** Each answer of the stream is one event: any number of `progress`, then one `completed`. */
export const InvokeAction = {
  Request: TypeAndConfig,
  Event: message({ progress: one(1, Progress), completed: one(2, OnlyDiagnostics) }),
};

export const GetFunctions = { Request: Empty, Response: Empty };

export const StopProvider = { Request: Empty, Response: message({ Error: string(1) }) };
