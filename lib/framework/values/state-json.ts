import { describeType } from "./describe-value";
import { canonicalNumber, parseNumber } from "./number";
import { renderPath, type Path, type PathStep } from "./path";
import { type Type, typeEntries } from "./schema";
import { Decimal, type Value } from "./value";

/** A state's JSON in values of the schema's type. */
interface DecodedJson {
  readonly value: Value;
  /** One sentence per place where the JSON does not match the type; the value is null there. */
  readonly problems: readonly string[];
  /** Attributes that the type does not have, such as removed ones. The value omits them. */
  readonly dropped: readonly Path[];
}

interface Decoding {
  readonly problems: string[];
  readonly dropped: Path[];
  /** The way to the part that is being decoded. */
  readonly path: PathStep[];
}

/**
 * Decodes JSON of a state by type: missing attributes are null, and strings, numbers and bools convert to each other if the spelling
 * allows. Never throws, for any JSON.
 */
export function decodeJson(type: Type, json: unknown): DecodedJson {
  const decoding: Decoding = { problems: [], dropped: [], path: [] };
  return { value: decode(decoding, type, json), problems: decoding.problems, dropped: decoding.dropped };
}

function decode(decoding: Decoding, type: Type, json: unknown): Value {
  if (json === null || json === undefined) return null;
  if (typeof type === "string") return decodePrimitive(type, json) ?? mismatch(decoding, type, json);
  if ("object" in type) {
    return isRecord(json) ? decodeObject(decoding, type.object, json) : mismatch(decoding, type, json);
  }
  if ("map" in type) {
    if (!isRecord(json)) return mismatch(decoding, type, json);
    return new Map(Object.entries(json).map(([key, one]) => [key, decodeAt(decoding, { key }, type.map, one)]));
  }
  const element = "list" in type ? type.list : type.set;
  if (!Array.isArray(json)) return mismatch(decoding, type, json);
  return json.map((one: unknown, index) => decodeAt(decoding, { index }, element, one));
}

function decodeAt(decoding: Decoding, step: PathStep, type: Type, json: unknown): Value {
  decoding.path.push(step);
  const value = decode(decoding, type, json);
  decoding.path.pop();
  return value;
}

function decodePrimitive(type: "string" | "bool" | "number", json: unknown): Value | undefined {
  switch (type) {
    case "string":
      return typeof json === "string" || typeof json === "number" || typeof json === "boolean"
        ? String(json)
        : undefined;
    case "bool":
      if (json === true || json === "true" || json === "1") return true;
      return json === false || json === "false" || json === "0" ? false : undefined;
    case "number":
      return typeof json === "string" || typeof json === "number" || typeof json === "bigint"
        ? parseNumber(String(json))
        : undefined;
  }
}

function decodeObject(
  decoding: Decoding,
  types: Readonly<Record<string, Type>>,
  json: Readonly<Record<string, unknown>>,
): Value {
  for (const name of Object.keys(json)) {
    if (!Object.hasOwn(types, name)) decoding.dropped.push([...decoding.path, name]);
  }
  const entries = typeEntries(types).map(([name, type]) => {
    return [name, decodeAt(decoding, name, type, Object.hasOwn(json, name) ? json[name] : null)] as const;
  });
  return Object.fromEntries(entries);
}

function mismatch({ problems, path }: Decoding, type: Type, json: unknown): null {
  const found = Array.isArray(json) ? "a JSON array" : isRecord(json) ? "a JSON object" : `a JSON ${typeof json}`;
  const place = path.length === 0 ? "The state" : renderPath(path);
  problems.push(`${place} must be ${describeType(type)}, but is ${found}.`);
  return null;
}

function isRecord(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

/** The value of JSON text. A number that float64 cannot express is a string with its digits. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

// Escapes, quotes and numbers. No repetition spans a string: a long one would overflow the matcher's stack.
const tokens = /\\.|"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;

/** Finds every number that could round, by the characters before it, and some texts that look like one. Most states have no such number. */
const mayRound = /(?:^|"\s*:|[[,])\s*-?(?:\d{16}|\d+[.eE])/;

/**
 * Parses JSON without losing digits: `JSON.parse` alone would round 9007199254740993. Numbers that a float64 cannot reproduce become
 * strings of their digits, which state decoding reads as numbers, like Terraform. Throws `SyntaxError` if the text is not JSON.
 */
export function parseJson(text: string): Json {
  const parsed = JSON.parse(text) as Json;
  if (!mayRound.test(text)) return parsed;
  let inString = false;
  const exact = text.replace(tokens, (token) => {
    if (token === '"') inString = !inString;
    const isNumber = !inString && token !== '"';
    return isNumber && !survives(token) ? `"${token}"` : token;
  });
  return exact === text ? parsed : (JSON.parse(exact) as Json);
}

/** Most numbers are whole and short. */
const surelyExact = /^-?\d{1,15}$/;

function survives(token: string): boolean {
  if (surelyExact.test(token)) return true;
  return canonicalNumber(Number(token)) === canonicalNumber(new Decimal(token));
}
