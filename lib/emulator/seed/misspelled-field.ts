import { instanceFields, ownedFields } from "../fleet/instance-fields";

/**
 * The field of an instance that a misspelled name probably means; `undefined` for a field's own name and for unrelated names, which a seed
 * may use freely. Pure.
 */
export function fieldMeantBy(name: string): string | undefined {
  const fields = [...ownedFields, ...Object.keys(instanceFields)];
  if (fields.includes(name)) return undefined;
  if (name.toLowerCase() === "id") return "instance_id";
  return fields.find((field) => isSlip(lettersOf(name), lettersOf(field)));
}

/** The letters of a name: in camel case or with hyphens it is the same word. */
function lettersOf(name: string): string {
  return name.toLowerCase().replace(/[_-]/g, "");
}

/**
 * Whether a word is a typing error: at most one letter is missing, added or, in a longer word, different; or two neighbours are exchanged.
 */
function isSlip(written: string, meant: string): boolean {
  const [first, second] = withoutCommonEnds(written, meant);
  if (first.length + second.length <= 1) return true;
  if (first.length === 1 && second.length === 1) return meant.length > 4;
  return first.length === 2 && second.length === 2 && first[0] === second[1] && first[1] === second[0];
}

function withoutCommonEnds(one: string, other: string): readonly [string, string] {
  let start = 0;
  while (start < Math.min(one.length, other.length) && one[start] === other[start]) start += 1;
  let end = 0;
  const longest = Math.min(one.length, other.length) - start;
  while (end < longest && one.at(-1 - end) === other.at(-1 - end)) end += 1;
  return [one.slice(start, one.length - end), other.slice(start, other.length - end)];
}
