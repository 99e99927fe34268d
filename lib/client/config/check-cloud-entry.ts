import { asObject } from "../json-reader";
import type { JsonObject } from "../json-reader";
import { settings } from "./settings";

/** What turns certificate checks off or on, to the YAML of 1.1 and of 1.2. */
export const verifyWords = { off: /^(false|no|off|0)$/i, on: /^(true|yes|on|1)$/i } as const;

/**
 * What is wrong with an entry of clouds.yaml, as a clause; `undefined` when nothing is. What would be passed over, or taken for
 * a value that is missing, is a mistake of the file. No value is quoted but that of `verify`: any other may be a secret. Pure.
 */
export function objectToEntry(entry: unknown): string | undefined {
  const map = asObject(entry);
  if (map === undefined) return `is ${describeKind(entry)}; allowed is a map`;
  if (isSet(map["auth"]) && asObject(map["auth"]) === undefined) {
    return `has auth, which is ${describeKind(map["auth"])}; allowed is a map`;
  }
  const paths = Object.values(settings).flatMap(({ cloudPaths }) => cloudPaths);
  const wrong = paths.find((path) => isSet(valueAt(map, path)) && typeof valueAt(map, path) === "object");
  if (wrong !== undefined) {
    return `has ${wrong.join(".")}, which is ${describeKind(valueAt(map, wrong))}; allowed is a text`;
  }
  return objectToVerify(map["verify"]);
}

function objectToVerify(value: unknown): string | undefined {
  const isKnown = [verifyWords.off, verifyWords.on, /^$/].some((words) => words.test(String(value)));
  if (!isSet(value) || (typeof value !== "object" && isKnown)) return undefined;
  const received = typeof value === "object" ? describeKind(value) : JSON.stringify(value);
  return `has verify, which is ${received}; allowed are true and false`;
}

/** Nothing after a colon is no value. */
function isSet(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function valueAt(map: JsonObject, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, field) => asObject(value)?.[field], map);
}

function describeKind(value: unknown): string {
  if (!isSet(value)) return "empty";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "a map" : "a text";
}
