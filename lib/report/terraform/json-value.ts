// Readers for JSON of unknown shape: an unexpected value counts as absent. All pure.

export type JsonObject = Readonly<Record<string, unknown>>;

export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** A text; empty for any other value. */
export function asText(value: unknown): string {
  return typeof value === "string" ? value : "";
}

export function asNumber(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** Epoch milliseconds of an RFC 3339 text. */
export function asTime(value: unknown): number | undefined {
  const epochMs = Date.parse(asText(value));
  return Number.isNaN(epochMs) ? undefined : epochMs;
}

/** Own keys and values, sorted by key. */
export function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return Object.entries(asObject(value) ?? {}).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
