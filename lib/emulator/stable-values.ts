/**
 * Values that look random but are the same in every run: the emulator uses no randomness, so that journals of different runs can be
 * compared.
 */

/** FNV-1a, 32 bits, finished with an avalanche step so that texts that differ in the last letter differ everywhere. Pure. */
function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A whole number in `[low, high]`, always the same for the same text. Pure. */
export function stableInteger(text: string, low: number, high: number): number {
  return low + (hash32(text) % (high - low + 1));
}

/** `length` lower-case hexadecimal digits, always the same for the same text. Pure. */
export function stableHex(text: string, length: number): string {
  let digits = "";
  for (let block = 0; digits.length < length; block += 1) {
    digits += hash32(`${block}:${text}`).toString(16).padStart(8, "0");
  }
  return digits.slice(0, length);
}

/** A UUID (version 4 by its looks), always the same for the same text. Pure. */
export function stableUuid(text: string): string {
  const hex = stableHex(text, 32);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20)].join("-");
}
