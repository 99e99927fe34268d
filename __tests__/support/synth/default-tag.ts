/** The value at the beginning of a `@default`, which words may follow after a dash; `undefined` for words alone. */
export function literalOf(tag: string): { readonly value: unknown } | undefined {
  const [, literal] = /^("[^"]*"|true|false|\d+|\{\})(?: - .+)?$/s.exec(tag) ?? [];
  return literal === undefined ? undefined : { value: JSON.parse(literal) as unknown };
}
