import { asList, asObject } from "./json-value";

/** The mark that replaces a sensitive value. */
export const sensitiveMark = "(sensitive value)";

/** Shorter texts are masked only where they are marked: elsewhere they may be ordinary words. */
const shortestSecret = 8;

/**
 * The sensitive texts in `value`. `marks` has the shape of the value, with `true` instead of sensitive parts, like `sensitive_values` of
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

// A key such as "constructor" must not find an inherited property.
function own(object: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return Object.values(asObject(value) ?? {}).flatMap(textsIn);
}

/** Replaces the secrets in a text. */
export type Hide = (text: string) => string;

/**
 * A `Hide` for every occurrence of `secrets`, which must not be empty strings: overlapping ones become one mark. Its time grows with the
 * length of the text and the number of different lengths of secrets, not with the number of secrets.
 */
export function hideTexts(secrets: readonly string[], mark: string): Hide {
  const byLength = new Map<number, Set<string>>();
  for (const secret of secrets) {
    const same = byLength.get(secret.length) ?? new Set();
    byLength.set(secret.length, same.add(secret));
  }
  const longestFirst = [...byLength].sort(([a], [b]) => b - a);
  const endAt = (text: string, at: number): number => {
    const found = longestFirst.find(([length, same]) => same.has(text.slice(at, at + length)));
    return at + (found?.[0] ?? 0);
  };
  const shortest = longestFirst.at(-1)?.[0] ?? Infinity;
  return (text) => {
    if (text.length < shortest) return text;
    let shown = "";
    let hiddenTo = 0;
    for (let at = 0; at < text.length; at += 1) {
      const end = endAt(text, at);
      if (end > at && at >= hiddenTo) shown += mark;
      hiddenTo = Math.max(hiddenTo, end);
      if (at >= hiddenTo) shown += text.charAt(at);
    }
    return shown;
  };
}
