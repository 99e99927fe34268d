import { ComplexObject, Fn, type IInterpolatingParent, type IResolvable, Token, Tokenization } from "cdktf";

// The shared parts of the generated classes of this folder.

/** Refers to an object inside a resource; `index` when it stands in a list (a number) or map (an HCL key). */
export class ObjectReference extends ComplexObject {
  public constructor(parent: IInterpolatingParent, attribute: string, index?: string | number) {
    super(parent, attribute, false, index);
  }
}

// A value that only Terraform will know is passed on as it is; these functions spell known values the way Terraform does.

export function renderObject<T extends object>(
  value: T | IResolvable | undefined,
  render: (value: T) => unknown,
): unknown {
  return isKnown(value) ? render(value) : value;
}

export function renderMap<T>(
  value: Readonly<Record<string, T>> | IResolvable | undefined,
  render: (element: T) => unknown,
): unknown {
  if (!isKnown(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, renderElement(element, render)]));
}

export function renderList<T>(value: readonly T[] | IResolvable | undefined, render: (element: T) => unknown): unknown {
  return isKnown(value) ? value.map((element) => renderElement(element, render)) : value;
}

function renderElement<T>(element: T, render: (element: T) => unknown): unknown {
  return isKnown(element) ? render(element) : element;
}

function isKnown<T>(value: T | IResolvable | undefined): value is T {
  return value !== undefined && !Token.isUnresolved(value) && !Tokenization.isResolvable(value);
}

/**
 * The index of a map element as HCL writes it. cdktf itself leaves the quotes out, and Terraform then takes the key for a reference. `${…}`
 * in a key has its usual meaning in a configuration.
 */
export function mapKey(key: string): string {
  if (!Token.isUnresolved(key)) return quote(key);
  return Tokenization.reverseString(key).length === 1 ? key : Fn.join("", [key]);
}

// JSON's spelling, but for the two escapes that HCL does not know.
function quote(text: string): string {
  const escapes: Readonly<Record<string, string>> = { "\\b": "\\u0008", "\\f": "\\u000c" };
  return JSON.stringify(text).replace(/\\./g, (escape) => escapes[escape] ?? escape);
}

/** The attributes with the type hints that cdktf's HCL output wants. `blocks`: those that are written as blocks. */
export function hclAttributes(
  attributes: Record<string, unknown>,
  blocks: readonly string[] = [],
): Record<string, unknown> {
  const present = Object.entries(attributes).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    present.map(([name, value]) =>
      blocks.includes(name)
        ? [name, { value: hclBlock(value), isBlock: true, type: "struct", storageClassType: "struct" }]
        : [name, { value, isBlock: false, ...hclType(value) }],
    ),
  );
}

/** The attributes inside of a block want hints of their own. */
function hclBlock(value: unknown): unknown {
  return isPlainObject(value) ? hclAttributes(value) : value;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Tokenization.isResolvable(value);
}

function hclType(value: unknown): { readonly type: string; readonly storageClassType: string } {
  if (Array.isArray(value)) return { type: "list", storageClassType: "any" };
  if (Tokenization.isResolvable(value)) return { type: "any", storageClassType: "any" };
  if (typeof value === "object") return { type: "map", storageClassType: "any" };
  return { type: "simple", storageClassType: typeof value };
}
