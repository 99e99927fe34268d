import { decodeJson, parseJson } from "../../framework/values/state-json";
import type { PathStep } from "../../framework/values/path";
import { type Type, typeEntries } from "../../framework/values/schema";
import { unknown, type Value, isList, isMap, isNumber, isObject } from "../../framework/values/value";
import { decodeMsgpack, decodeText, mapEntries, mapEntry, encodeMsgpack, unknownExtension } from "./msgpack";
import { numberFromMsgpack, numberFromText, numberToMsgpack } from "./number";
import { located, ValueError } from "./value-error";

/** The way to the value that is being read; one array for all of them, as only an error looks at it. */
type Path = PathStep[];

/** A value from Terraform's msgpack. Throws ValueError where it does not have the type. Pure. */
export function valueFromMsgpack(bytes: Uint8Array, type: Type): Value {
  return fromRaw(
    located([], () => decodeMsgpack(bytes)),
    type,
    [],
  );
}

/** A value from Terraform's JSON. Throws ValueError if it does not have the type. Pure. */
export function valueFromJson(bytes: Uint8Array, type: Type): Value {
  const { value, problems, dropped } = located([], () => decodeJson(type, parseJson(decodeText(bytes))));
  const [problem] = problems;
  if (problem !== undefined) throw new ValueError([], problem);
  const [extra] = dropped;
  if (extra !== undefined) throw new ValueError(extra, "the schema has no such attribute");
  return value;
}

function fromRaw(raw: unknown, type: Type, path: Path): Value {
  if (raw === null) return null;
  if (raw === unknown) return unknown;
  if (typeof type === "string") return leafFromRaw(raw, type, path);
  if ("object" in type) return objectFromRaw(raw, type.object, path);
  if ("map" in type) {
    const entries = expected("a map", path, isRecord(raw) && mapEntries(raw));
    return new Map(entries.map(([key, entry]) => [key, fromRawAt(entry, type.map, path, { key })]));
  }
  const elements = expected("a sequence", path, isArray(raw) && raw);
  const elementType = "list" in type ? type.list : type.set;
  return elements.map((element, index) => fromRawAt(element, elementType, path, { index }));
}

function fromRawAt(raw: unknown, type: Type, path: Path, step: PathStep): Value {
  path.push(step);
  const value = fromRaw(raw, type, path);
  path.pop();
  return value;
}

function leafFromRaw(raw: unknown, type: Extract<Type, string>, path: Path): Value {
  switch (type) {
    case "string":
      return decodeText(expected("a string", path, raw instanceof Uint8Array && raw));
    case "bool":
      if (typeof raw !== "boolean") throw new ValueError(path, "expected a bool");
      return raw;
    case "number":
      if (typeof raw === "number" || typeof raw === "bigint") return numberFromMsgpack(raw);
      // Numbers may be text like strings: only the schema distinguishes them.
      return located(path, () =>
        numberFromText(decodeText(expected("a number", [], raw instanceof Uint8Array && raw))),
      );
  }
}

function objectFromRaw(raw: unknown, types: Readonly<Record<string, Type>>, path: Path): Value {
  const attributes = expected("an object", path, isRecord(raw) && raw);
  let found = 0;
  const entries = typeEntries(types).map(([name, type]) => {
    const attribute = mapEntry(attributes, name);
    if (attribute !== undefined) found += 1;
    return [name, fromRawAt(attribute ?? null, type, path, name)] as const;
  });
  if (found < Object.keys(attributes).length) refuseOthers(attributes, types, path);
  return Object.fromEntries(entries);
}

function refuseOthers(attributes: object, types: Readonly<Record<string, Type>>, path: Path): void {
  for (const [name] of mapEntries(attributes)) {
    if (!Object.hasOwn(types, name)) throw new ValueError([...path, name], "the schema has no such attribute");
  }
}

function expected<T>(what: string, path: Path, part: T | false): T {
  if (part === false) throw new ValueError(path, `expected ${what}`);
  return part;
}

function isArray(raw: unknown): raw is readonly unknown[] {
  return Array.isArray(raw);
}

function isRecord(raw: unknown): raw is Readonly<Record<string, unknown>> {
  return typeof raw === "object" && raw !== null && !Array.isArray(raw) && !(raw instanceof Uint8Array);
}

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
