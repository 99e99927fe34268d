import type { PathStep } from "../../framework/values/path";
import { type Type, typeEntries } from "../../framework/values/schema";
import { isList, isMap, isNumber, isObject, unknown, type Value } from "../../framework/values/value";
import { encodeMsgpack, unknownExtension } from "./msgpack";
import { numberToMsgpack } from "./number";
import { located, ValueError } from "./value-error";

/** The way to the value that is being written; one array for all of them, as only an error looks at it. */
type Path = PathStep[];

/** A value as Terraform's msgpack. Throws ValueError where it does not have the type. Pure. */
export function valueToMsgpack(value: Value, type: Type): Uint8Array {
  return encodeMsgpack(toRaw(value, type, []));
}

function toRaw(value: Value, type: Type, path: Path): unknown {
  if (value === null) return null;
  if (value === unknown) return unknownExtension;
  if (typeof type === "string") return leafToRaw(value, type, path);
  if ("object" in type) return objectToRaw(value, type.object, path);
  if ("map" in type) {
    if (!isMap(value)) throw new ValueError(path, "expected a Map");
    return recordOf([...value].map(([key, entry]) => [wellFormed(key), toRawAt(entry, type.map, path, { key })]));
  }
  if (!isList(value)) throw new ValueError(path, "expected an array");
  const elementType = "list" in type ? type.list : type.set;
  return value.map((element, index) => toRawAt(element, elementType, path, { index }));
}

function toRawAt(value: Value, type: Type, path: Path, step: PathStep): unknown {
  path.push(step);
  const raw = toRaw(value, type, path);
  path.pop();
  return raw;
}

function leafToRaw(value: Exclude<Value, null>, type: Extract<Type, string>, path: Path): unknown {
  switch (type) {
    case "string":
      if (typeof value !== "string") throw new ValueError(path, "expected a string");
      return wellFormed(value);
    case "bool":
      if (typeof value !== "boolean") throw new ValueError(path, "expected a boolean");
      return value;
    case "number":
      if (!isNumber(value)) throw new ValueError(path, "expected a number");
      return located(path, () => numberToMsgpack(value));
  }
}

/** An object with every attribute of the type, null for missing ones; an attribute that the type does not have is a bug. */
function objectToRaw(value: Value, types: Readonly<Record<string, Type>>, path: Path): unknown {
  if (!isObject(value)) throw new ValueError(path, "expected an object");
  for (const name of Object.keys(value)) {
    if (!Object.hasOwn(types, name)) throw new ValueError([...path, name], "the schema has no such attribute");
  }
  return recordOf(
    typeEntries(types).map(([name, type]) => {
      const attribute = Object.hasOwn(value, name) ? value[name] : undefined;
      return [name, toRawAt(attribute ?? null, type, path, name)];
    }),
  );
}

/** A record with own keys only, `__proto__` included. */
function recordOf(entries: readonly (readonly [string, unknown])[]): unknown {
  return Object.fromEntries(entries);
}

/** The text without lone surrogates, for which Terraform would refuse the whole message. */
function wellFormed(text: string): string {
  return text.toWellFormed();
}
