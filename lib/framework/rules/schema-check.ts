import { fit } from "../values/fit";
import {
  type Attribute,
  type Attributes,
  attributeType,
  type NestedAttribute,
  type Schema,
  type Type,
} from "../values/schema";
import { renderPath, type Path } from "../values/path";
import { isWhollyKnown } from "../values/value";

/** The error for a schema that contradicts itself. It is thrown while the program starts, before Terraform's first request. */
class SchemaError extends Error {
  override readonly name = "SchemaError";
}

/** Names that Terraform keeps for itself in every resource and data block. */
const metaArguments = ["connection", "count", "depends_on", "for_each", "lifecycle", "provider", "provisioner"];

/** Far deeper than any readable schema, and far less than a stack allows. */
const maxDepth = 50;

/** Schemas without a contradiction: a program may serve them many times. */
const soundSchemas = new WeakSet<Schema>();

/** Throws `SchemaError` for the first contradiction in the schema of a resource, a data source or a provider. */
export function checkSchema(schema: Schema): void {
  if (soundSchemas.has(schema)) return;
  if (!Number.isInteger(schema.version) || schema.version < 0) {
    throw new SchemaError(`A schema's version must be a whole number, but is ${schema.version}.`);
  }
  for (const name of metaArguments) {
    mustHold(!Object.hasOwn(schema.attributes, name), [name], "has a name that Terraform keeps for itself");
  }
  checkAttributes(schema.attributes, []);
  soundSchemas.add(schema);
}

/** Throws `SchemaError` if a provider's own schema uses a feature of objects in state. */
export function checkProviderSchema(schema: Schema): void {
  checkSchema(schema);
  for (const [name, attribute] of Object.entries(schema.attributes)) {
    mustHold(attribute.computed !== true, [name], "is computed, but a provider's configuration has nowhere to keep it");
  }
}

/** Throws `SchemaError` if an action's schema uses a feature of objects in state. */
export function checkActionSchema(schema: Schema): void {
  checkSchema(schema);
  checkIsWithoutState(schema.attributes, []);
}

function checkIsWithoutState(attributes: Attributes, path: Path): void {
  for (const [name, attribute] of Object.entries(attributes)) {
    const here = [...path, name];
    mustHold(attribute.computed !== true, here, "is computed, but an action has no state to keep it in");
    mustHold(attribute.requiresReplace !== true, here, "replaces a resource, but an action has none");
    if ("nesting" in attribute) checkIsWithoutState(attribute.attributes, here);
  }
}

function checkAttributes(attributes: Attributes, path: Path): void {
  for (const [name, attribute] of Object.entries(attributes)) {
    const here = [...path, name];
    mustHold(/^[a-z][a-z0-9_]*$/.test(name), here, "must be named with lower-case letters, digits and underscores");
    checkAttribute(attribute, here);
  }
}

function checkAttribute(attribute: Attribute, path: Path): void {
  const { required = false, optional = false, computed = false } = attribute;
  mustHold(required || optional || computed, path, "must be required, optional or computed");
  mustHold(!required || !(optional || computed), path, "is required, so that it can be neither optional nor computed");
  mustHold(attribute.description !== "", path, "needs a description");
  const configurable = required || optional;
  mustHold(
    configurable || attribute.validators === undefined,
    path,
    "is never configured, so that validators never run",
  );
  checkDepth(path, path.length);
  if (!("nesting" in attribute)) {
    checkType(attribute.type, path, path.length);
    checkDefault(attribute, path);
    return;
  }
  mustHold(Object.keys(attribute.attributes).length > 0, path, "is nested and needs attributes");
  if (attribute.block === true) checkBlock(attribute, path);
  for (const [name, inner] of Object.entries(attribute.attributes)) {
    const readOnly = inner.required !== true && inner.optional !== true;
    mustHold(configurable || readOnly, [...path, name], "must be computed alone, as the attribute around it is");
  }
  checkAttributes(attribute.attributes, path);
  checkDefault(attribute, path);
}

/** Checks a block, for which Terraform lacks some properties of attributes. */
function checkBlock({ nesting, required, computed, sensitive, default: fallback }: NestedAttribute, path: Path): void {
  mustHold(path.length === 1, path, "is a block, which only the top of a schema can have here");
  mustHold(nesting === "single", path, "is a block, of which there can be one here");
  const isPlain = [required, computed, sensitive].every((flag) => flag !== true) && fallback === undefined;
  mustHold(isPlain, path, "is a block, which can only be optional");
}

function checkDefault(attribute: Attribute, path: Path): void {
  if (attribute.default === undefined) return;
  const { default: value, optional = false, computed = false } = attribute;
  mustHold(optional && computed, path, "has a default, for which it must be optional and computed");
  mustHold(value !== null && isWhollyKnown(value), path, "has a default that is null or unknown");
  const [misfit] = fit(attributeType(attribute), value, { unknowns: "allowed" }).misfits;
  mustHold(misfit === undefined, path, `has a default which does not fit: it ${misfit?.problem ?? ""}`);
}

/** Checks a type, also in schemas without TypeScript: Terraform has a type that this framework lacks. */
function checkType(type: Type, path: Path, depth: number): void {
  checkDepth(path, depth);
  if (typeof type !== "string") {
    const inner = "object" in type ? Object.values(type.object) : Object.values<Type>(type);
    for (const one of inner) checkType(one, path, depth + 1);
    return;
  }
  mustHold(
    (type as string) !== "dynamic",
    path,
    "is dynamic, which this framework does not offer: give it a type, or let it be a string that holds JSON",
  );
  mustHold(
    ["string", "bool", "number"].includes(type),
    path,
    `has the type ${JSON.stringify(type)}, which does not exist`,
  );
}

function checkDepth(path: Path, depth: number): void {
  mustHold(depth <= maxDepth, path.slice(0, 1), `is nested deeper than ${maxDepth} levels`);
}

function mustHold(condition: boolean, path: Path, problem: string): asserts condition {
  if (!condition) throw new SchemaError(`The attribute ${renderPath(path)} ${problem}.`);
}
