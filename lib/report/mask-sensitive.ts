import type { Hide } from "./hide-texts";
import { asList, asObject } from "./json-value";

/** What stands for a sensitive value. */
export const sensitiveMark = "(sensitive value)";

/** Shorter texts are masked where they are marked only: elsewhere they are words that happen to be the same. */
const shortestSecret = 8;

/**
 * The sensitive texts in `value`. `marks` has the shape of the value, with `true` in place of what is sensitive, as
 * `sensitive_values` of `terraform show -json`.
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
 * `value` with everything masked that `marks` says is sensitive, and with secrets hidden wherever else they stand: Terraform
 * marks what a configuration sets, not what a provider makes of it.
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

/* A key such as "constructor" must not find what every object inherits. */
function own(object: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return Object.values(asObject(value) ?? {}).flatMap(textsIn);
}
