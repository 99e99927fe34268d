/** Replaces the secrets in a text. */
export type Hide = (text: string) => string;

/**
 * A `Hide` for every occurrence of `secrets`, which must not be empty texts: overlapping ones become one mark. Its time grows with the
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
