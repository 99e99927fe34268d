import { asList, asObject } from "./json-value";

/** What stands for a sensitive value. */
export const sensitiveMark = "(sensitive value)";

/**
 * `value` with everything masked that `marks` says is sensitive. `marks` has the shape of the value, with `true` in place of
 * what is sensitive, as `sensitive_values` of `terraform show -json`. Pure.
 */
export function maskSensitive(value: unknown, marks: unknown): unknown {
  if (marks === true) return value === null || value === undefined ? value : sensitiveMark;
  if (Array.isArray(value)) {
    const listed = asList(marks);
    return value.map((element, index) => maskSensitive(element, listed[index]));
  }
  const object = asObject(value);
  const inner = asObject(marks);
  if (object === undefined || inner === undefined) return value;
  return Object.fromEntries(Object.entries(object).map(([key, each]) => [key, maskSensitive(each, own(inner, key))]));
}

/* A key such as "constructor" must not find what every object inherits. */
function own(object: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
