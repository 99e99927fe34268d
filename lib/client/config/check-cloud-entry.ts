import { asObject, type JsonObject } from "../answers/json-reader";
import { settings } from "./settings";

/** The words that turn certificate checks off or on, in YAML 1.1 and 1.2. */
export const verifyWords = { off: /^(false|no|off|0)$/i, on: /^(true|yes|on|1)$/i } as const;

/**
 * The fault of an entry of clouds.yaml, as a clause; `undefined` without one. A field that would be ignored or would count as missing is a
 * fault. Only the value of `verify` is quoted: any other may be a secret. Pure.
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

/** Whether a field has a value: a field without a text after its colon has none. */
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
