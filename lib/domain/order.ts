/** Sorts by name, then by id, as plain text. */
export function byNameAndId(
  a: { readonly name: string; readonly id: string },
  b: { readonly name: string; readonly id: string },
): number {
  const [left, right] = [`${a.name}\n${a.id}`, `${b.name}\n${b.id}`];
  return left < right ? -1 : left > right ? 1 : 0;
}
