import { InvalidInput } from "../invalid-input";
import { isJsonObject, type JsonObject, type JsonValue } from "../json-value";

/** Readers of the values in rules. All throw `InvalidInput` naming the place. */

/** The longest timer of the machine: 2^31 - 1. A longer one would fire at once. */
const maxDelayMs = 2_147_483_647;

/** An object with these keys only. */
export function objectWith(value: unknown, place: string, keys: readonly string[]): JsonObject {
  if (!isJsonObject(value)) throw new InvalidInput(place, "must be an object");
  const unknownKey = Object.keys(value).find((key) => !keys.includes(key));
  if (unknownKey !== undefined)
    throw new InvalidInput(`${place}.${unknownKey}`, `is not known; use ${keys.join(", ")}`);
  return value;
}

/** A whole number, 0 or more. */
export function count(value: JsonValue | undefined, place: string): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) {
    throw new InvalidInput(place, "must be a whole number, 0 or more");
  }
  return value;
}

/** A delay that a timer can wait for. */
export function delayMs(value: JsonValue | undefined, place: string): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > maxDelayMs) {
    throw new InvalidInput(place, `must be a whole number of milliseconds from 0 to ${maxDelayMs}, about 24 days`);
  }
  return value;
}

/** An HTTP status of an error. */
export function errorStatus(value: JsonValue | undefined, place: string): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 400 || value > 599) {
    throw new InvalidInput(place, "must be an HTTP status from 400 to 599");
  }
  return value;
}

/** A text or `undefined`. */
export function optionalText(value: JsonValue | undefined, place: string): string | undefined {
  if (value !== undefined && typeof value !== "string") throw new InvalidInput(place, "must be a text");
  return value;
}

/** Seconds, or a text: a date, or a malformed value for a test of clients. A header cannot contain a line break. */
export function optionalHeader(value: JsonValue | undefined, place: string): string | undefined {
  if (typeof value === "number") return String(count(value, place));
  const text = optionalText(value, place);
  if (text === undefined || /^[\x20-\x7e]+$/.test(text)) return text;
  throw new InvalidInput(place, "must be a number of seconds or a string of printable ASCII characters");
}

/** The word for a status of an instance; `what` names the field. */
export function statusWord(value: JsonValue | undefined, place: string, what: string): string {
  if (typeof value !== "string" || value === "") throw new InvalidInput(place, `must be ${what}`);
  return value;
}

/** For effects that are on or off. */
export function onlyTrue(value: JsonValue | undefined, place: string): void {
  if (value !== true) throw new InvalidInput(place, "must be true");
}
