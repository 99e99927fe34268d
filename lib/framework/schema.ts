import type { Diagnostic } from "./diagnostic";
import type { Path } from "./path";
import type { ObjectValue, TfNumber, Unknown, Value } from "./value";

/**
 * A type without attributes of its own: what `Attribute.type` carries on the wire. Terraform's `dynamic` is not among them:
 * its values have types of their own, tuples among them, for which the framework's values have no place.
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
 * Judges one known, non-null value; parts of it may be unknown. An empty list means the value is fine. Messages show the value as `shown`
 * has it: sensitive values are masked there.
 */
export type Validator = (value: Value, path: Path, shown: string) => readonly Diagnostic[];

interface AttributeCommon {
  /** Markdown; the generated documentation is made of it. */
  readonly description: string;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  /** Why it is deprecated and what to use. */
  readonly deprecated?: string;
  /** Stands in for a null configuration. The attribute must then be optional and computed. */
  readonly default?: Value;
  readonly validators?: readonly Validator[];
  /** A change of this attribute replaces the resource. */
  readonly requiresReplace?: boolean;
}

interface TypedAttribute extends AttributeCommon {
  readonly type: Type;
}

/** Nested attributes; `nesting` says how many of the object there are. */
export interface NestedAttribute extends AttributeCommon {
  readonly nesting: "single" | "list" | "set" | "map";
  readonly attributes: Attributes;
  /**
   * Written as a block, `name { … }`, and not as an argument, `name = { … }`. Only for a single optional object at the top of a
   * schema; an absent block is null.
   */
  readonly block?: true;
}

/** One attribute of a schema. */
export type Attribute = TypedAttribute | NestedAttribute;
/** Attributes by name. */
export type Attributes = Readonly<Record<string, Attribute>>;

/** What a resource, a data source or a provider is configured with and what it keeps. */
export interface Schema {
  /** Version of the state this schema writes; older state passes through the resource's upgraders. */
  readonly version: number;
  readonly description: string;
  readonly attributes: Attributes;
}

/* The TypeScript type that values of a schema have. `Leaf` widens every position: with `Unknown` for configurations
   and plans, with nothing for state. */
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

/* Where nothing is known of a schema (`S` is `Schema` itself) its values are just objects. That makes `Resource<Schema, P>`
   the form which every resource fits, whatever its schema, and the one that the framework calls. */
type ValuesOf<S extends { readonly attributes: Attributes }, Leaf> = Attributes extends S["attributes"]
  ? ObjectValue
  : ObjectOf<S["attributes"], Leaf>;

/** A configuration, proposed or planned value: every position may be null or unknown. */
export type ConfigOf<S extends { readonly attributes: Attributes }> = ValuesOf<S, null | Unknown>;

/** A value as state holds it: nothing is unknown. */
export type StateOf<S extends { readonly attributes: Attributes }> = ValuesOf<S, null>;

/**
 * Keeps the literal types of a schema, so that `ConfigOf` and `StateOf` know its attributes. Whether it contradicts itself is
 * checked where it is served, once per process (`createProviderServer`).
 */
export function defineSchema<const S extends Schema>(schema: S): S {
  return schema;
}
