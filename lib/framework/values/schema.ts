import type { Diagnostic } from "./diagnostic";
import type { Path } from "./path";
import type { ObjectValue, TfNumber, Unknown, Value } from "./value";

/**
 * A type without own attributes, which `Attribute.type` carries on the wire. Terraform's `dynamic` is not among them: its values have their
 * own types, also tuples, which the framework's values cannot express.
 */
export type Type =
  | "string"
  | "bool"
  | "number"
  | { readonly list: Type }
  | { readonly set: Type }
  | { readonly map: Type }
  | { readonly object: Readonly<Record<string, Type>> };

/**
 * Judges one known, non-null value; parts of it may be unknown. An empty list means the value is fine. Messages show `shown` instead of the
 * value: it masks sensitive values.
 */
export type Validator = (value: Value, path: Path, shown: string) => readonly Diagnostic[];

interface AttributeCommon {
  /** Markdown for the generated documentation. */
  readonly description: string;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  /** The reason for the deprecation, and the replacement. */
  readonly deprecated?: string;
  /** The value that replaces a null configuration. The attribute must then be optional and computed. */
  readonly default?: Value;
  readonly validators?: readonly Validator[];
  /** A change of this attribute replaces the resource. */
  readonly requiresReplace?: boolean;
}

interface TypedAttribute extends AttributeCommon {
  readonly type: Type;
}

/** Nested attributes; `nesting` decides the number of objects. */
export interface NestedAttribute extends AttributeCommon {
  readonly nesting: "single" | "list" | "set" | "map";
  readonly attributes: Attributes;
  /**
   * The attribute is written as a block, `name { … }`, and not as an argument, `name = { … }`. Only for a single optional object at the top
   * of a schema; an absent block is null.
   */
  readonly block?: true;
}

/** One attribute of a schema. */
export type Attribute = TypedAttribute | NestedAttribute;
/** Attributes by name. */
export type Attributes = Readonly<Record<string, Attribute>>;

/** The configuration and the state of a resource, a data source or a provider. */
export interface Schema {
  /** Version of this schema's state; older state passes through the resource's upgraders. */
  readonly version: number;
  readonly description: string;
  readonly attributes: Attributes;
}

// The TypeScript type of a schema's values. `Leaf` widens every position: with null and `Unknown` for configurations and plans, with null
// for state.
type KnownOfType<T, Leaf> = T extends "string"
  ? string
  : T extends "bool"
    ? boolean
    : T extends "number"
      ? TfNumber
      : T extends { readonly list: infer E } | { readonly set: infer E }
        ? readonly (KnownOfType<E, Leaf> | Leaf)[]
        : T extends { readonly map: infer E }
          ? ReadonlyMap<string, KnownOfType<E, Leaf> | Leaf>
          : T extends { readonly object: infer F }
            ? { readonly [K in keyof F]: KnownOfType<F[K], Leaf> | Leaf }
            : never;

type KnownOf<A, Leaf> = A extends { readonly nesting: infer N; readonly attributes: infer F }
  ? N extends "single"
    ? ObjectOf<F, Leaf>
    : N extends "map"
      ? ReadonlyMap<string, ObjectOf<F, Leaf> | Leaf>
      : readonly (ObjectOf<F, Leaf> | Leaf)[]
  : A extends { readonly type: infer T }
    ? KnownOfType<T, Leaf>
    : never;

type ObjectOf<As, Leaf> = { readonly [K in keyof As]: KnownOf<As[K], Leaf> | Leaf };

// If `S` is `Schema` itself, its values are plain objects. That makes `Resource<Schema, P>` the form that resources of every schema fit,
// and that the framework calls.
type ValuesOf<S extends { readonly attributes: Attributes }, Leaf> = Attributes extends S["attributes"]
  ? ObjectValue
  : ObjectOf<S["attributes"], Leaf>;

/** A configuration, proposed or planned value: every position may be null or unknown. */
export type ConfigOf<S extends { readonly attributes: Attributes }> = ValuesOf<S, null | Unknown>;

/** A value in state, without unknown parts. */
export type StateOf<S extends { readonly attributes: Attributes }> = ValuesOf<S, null>;

/**
 * Keeps the literal types of a schema, so that `ConfigOf` and `StateOf` know its attributes. `createProviderServer` checks once per process
 * that a schema does not contradict itself.
 */
export function defineSchema<const S extends Schema>(schema: S): S {
  return schema;
}

type ImpliedType = { readonly object: Readonly<Record<string, Type>> };

const impliedTypes = new WeakMap<Attributes, ImpliedType>();

/** The type of the objects that a schema describes, made once for each. The wire and the state's JSON are decoded by it. */
export function impliedType(attributes: Attributes): ImpliedType {
  const present = impliedTypes.get(attributes);
  if (present !== undefined) return present;
  const entries = Object.entries(attributes).map(([name, attribute]) => [name, attributeType(attribute)] as const);
  const type = { object: Object.fromEntries(entries) };
  impliedTypes.set(attributes, type);
  return type;
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

type Types = Readonly<Record<string, Type>>;

const known = new WeakMap<Types, readonly (readonly [string, Type])[]>();

/** The attributes of an object type with their types, listed once for the thousands of objects that have it. */
export function typeEntries(types: Types): readonly (readonly [string, Type])[] {
  const present = known.get(types);
  if (present !== undefined) return present;
  const entries = Object.entries(types);
  known.set(types, entries);
  return entries;
}
