import { parseJson } from "../framework/json-text";
import type { Path } from "../framework/path";
import type { Type } from "../framework/schema";
import { decodeJson } from "../framework/state-json";
import { unknown, type Value } from "../framework/value";
import { decodeMsgpack, decodeText, mapEntries } from "./msgpack";
import { numberFromMsgpack, numberFromText } from "./number";
import { located, ValueError } from "./value-error";
import { typeFromJson, type LeafType, type WireType } from "./wire-type";

/** A value from Terraform's msgpack. Throws ValueError where it does not have the type. Pure. */
export function valueFromMsgpack(bytes: Uint8Array, type: WireType): Value {
  return fromRaw(
    located([], () => decodeMsgpack(bytes)),
    type,
    [],
  );
}

/** A value from Terraform's JSON. Throws ValueError where it does not have the type. Pure. */
export function valueFromJson(bytes: Uint8Array, type: Type): Value {
  const { value, problems, dropped } = located([], () => decodeJson(type, parseJson(decodeText(bytes))));
  const [problem] = problems;
  if (problem !== undefined) throw new ValueError([], problem);
  const [extra] = dropped;
  if (extra !== undefined) throw new ValueError(extra, "the schema has no such attribute");
  return value;
}

function fromRaw(raw: unknown, type: WireType, path: Path): Value {
  if (raw === null) return null;
  if (raw === unknown) return unknown;
  if (typeof type === "string") return leafFromRaw(raw, type, path);
  if ("object" in type) return objectFromRaw(raw, type.object, path);
  if ("map" in type) {
    const entries = expected("a map", path, isRecord(raw) && mapEntries(raw));
    return new Map(entries.map(([key, entry]) => [key, fromRaw(entry, type.map, [...path, { key }])]));
  }
  const elements = expected("a sequence", path, isArray(raw) && raw);
  if ("tuple" in type) return tupleFromRaw(elements, type.tuple, path);
  const elementType = "list" in type ? type.list : type.set;
  return elements.map((element, index) => fromRaw(element, elementType, [...path, { index }]));
}

function leafFromRaw(raw: unknown, type: LeafType, path: Path): Value {
  switch (type) {
    case "string":
      return decodeText(expected("a string", path, raw instanceof Uint8Array && raw));
    case "bool":
      if (typeof raw !== "boolean") throw new ValueError(path, "expected a bool");
      return raw;
    case "number":
      if (typeof raw === "number" || typeof raw === "bigint") return numberFromMsgpack(raw);
      // Text is what strings are, too: only the schema tells which.
      return located(path, () =>
        numberFromText(decodeText(expected("a number", [], raw instanceof Uint8Array && raw))),
      );
    case "dynamic":
      return dynamicFromRaw(raw, path);
  }
}

/** A pair: its own type as JSON, and the value. */
function dynamicFromRaw(raw: unknown, path: Path): Value {
  const [typeJson, value] = isArray(raw) && raw.length === 2 ? raw : [];
  if (!(typeJson instanceof Uint8Array)) throw new ValueError(path, "expected a value with its type");
  const type = located(path, () => typeFromJson(JSON.parse(decodeText(typeJson))));
  return fromRaw(value, type, path);
}

/** Built from entries, because an attribute of a dynamic object may be called `__proto__`. */
function objectFromRaw(raw: unknown, types: Readonly<Record<string, WireType>>, path: Path): Value {
  const attributes = new Map(expected("an object", path, isRecord(raw) && mapEntries(raw)));
  for (const name of attributes.keys()) {
    if (!Object.hasOwn(types, name)) throw new ValueError([...path, name], "the schema has no such attribute");
  }
  return Object.fromEntries(
    Object.entries(types).map(([name, type]) => [name, fromRaw(attributes.get(name) ?? null, type, [...path, name])]),
  );
}

function tupleFromRaw(elements: readonly unknown[], types: readonly WireType[], path: Path): Value {
  if (elements.length !== types.length) throw new ValueError(path, `expected ${types.length} elements`);
  return types.map((type, index) => fromRaw(elements[index], type, [...path, { index }]));
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
