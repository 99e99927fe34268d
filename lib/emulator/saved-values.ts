import { lastMomentMs } from "./clock";
import { InvalidInput } from "./invalid-input";
import type { JsonValue } from "./json-value";

/** Readers of the values in a saved state. All throw `InvalidInput` naming the place. */

/** A text. */
export function savedText(value: JsonValue | undefined, place: string): string {
  if (typeof value !== "string") throw new InvalidInput(place, "must be a text");
  return value;
}

/** Milliseconds since the epoch that a date can express. */
export function savedMoment(value: JsonValue | undefined, place: string): number {
  if (isMoment(value)) return value;
  throw new InvalidInput(place, `must be a whole number from 0 to ${lastMomentMs}`);
}

/** True for milliseconds since the epoch that a date can express. */
export function isMoment(value: JsonValue | undefined): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= lastMomentMs;
}
