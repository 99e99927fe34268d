import { shownWord } from "./foreign-words";

/**
 * A decoded answer with every text, keys included, in a form that may be kept and shown (see `shownWord`). All texts of the service pass
 * through this function, except those of failures.
 */
export function withShownTexts<T>(decoded: T, secrets: readonly string[]): T {
  // Most words of a fleet repeat.
  const known = new Map<string, string>();
  const shownText = (text: string): string => {
    const shown = known.get(text) ?? shownWord(text, secrets);
    known.set(text, shown);
    return shown;
  };
  return shownValue(decoded, shownText) as T;
}

function shownValue(value: unknown, shownText: (text: string) => string): unknown {
  if (typeof value === "string") return shownText(value);
  if (Array.isArray(value)) return value.map((element) => shownValue(element, shownText));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [shownText(key), shownValue(each, shownText)] as const),
  );
}
