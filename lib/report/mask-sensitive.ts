import type { Hide } from "./hide-texts";
import { asList, asObject } from "./json-value";

/** The mark in place of a sensitive value. */
export const sensitiveMark = "(sensitive value)";

/** Shorter texts are masked only where they are marked: elsewhere they may be ordinary words. */
const shortestSecret = 8;

/**
 * The sensitive texts in `value`. `marks` has the shape of the value, with `true` in place of sensitive parts, like `sensitive_values` of
 * `terraform show -json`.
 */
export function findSecrets(value: unknown, marks: unknown): readonly string[] {
  if (marks === true) return textsIn(value).filter((text) => text.length >= shortestSecret);
  if (Array.isArray(value)) {
    const listed = asList(marks);
    return value.flatMap((element, index) => findSecrets(element, listed[index]));
  }
  const inner = asObject(marks);
  if (inner === undefined) return [];
  return Object.entries(asObject(value) ?? {}).flatMap(([key, each]) => findSecrets(each, own(inner, key)));
}

/**
 * `value` with all parts masked that `marks` names as sensitive, and with their texts hidden at all other places: Terraform marks the
 * values of a configuration, not the values that a provider derives from them.
 */
export function maskSensitive(value: unknown, marks: unknown, hide: Hide): unknown {
  if (marks === true) return value === null || value === undefined ? value : sensitiveMark;
  if (typeof value === "string") return hide(value);
  if (Array.isArray(value)) {
    const listed = asList(marks);
    return value.map((element, index) => maskSensitive(element, listed[index], hide));
  }
  const object = asObject(value);
  if (object === undefined) return value;
  const inner = asObject(marks) ?? {};
  const masked = Object.entries(object).map(([key, each]) => [key, maskSensitive(each, own(inner, key), hide)]);
  return Object.fromEntries(masked);
}

/* A key such as "constructor" must not find an inherited property. */
function own(object: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return Object.values(asObject(value) ?? {}).flatMap(textsIn);
}
