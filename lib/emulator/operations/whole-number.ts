/** A whole number of a query; `absent` for a missing or empty one, `undefined` for any other text. Pure. */
export function wholeNumber(text: string | null, absent: number): number | undefined {
  if (text === null || text === "") return absent;
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
