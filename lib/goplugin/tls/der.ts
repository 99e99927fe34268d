/** The few forms of DER (ITU-T X.690) in a certificate. Pure. */

/** One value: tag, length, content. */
export function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag]), lengthOf(body.length), body]);
}

/** Values in this order. */
export const sequence = (...items: readonly Uint8Array[]): Buffer => der(0x30, ...items);
/** Values without an order; DER sorts them, so pass at most one. */
export const setOf = (...items: readonly Uint8Array[]): Buffer => der(0x31, ...items);
/** Bytes as a value. */
export const octetString = (content: Uint8Array): Buffer => der(0x04, content);
/** Text as a value. */
export const utf8String = (text: string): Buffer => der(0x0c, Buffer.from(text, "utf8"));
/** `[number]` around a whole value. */
export const explicit = (number: number, content: Uint8Array): Buffer => der(0xa0 | number, content);
/** A bit string of whole bytes. */
export const bitString = (content: Uint8Array): Buffer => der(0x03, Buffer.from([0]), content);

/** A non-negative integer from its big-endian bytes, without superfluous zeros, never negative. */
export function integer(bytes: Uint8Array): Buffer {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1;
  const magnitude = bytes.subarray(start);
  const isReadAsNegative = ((magnitude[0] ?? 0) & 0x80) !== 0;
  return isReadAsNegative ? der(0x02, Buffer.from([0]), magnitude) : der(0x02, magnitude);
}

/** An object identifier, dotted. */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** A moment, to the second: UTCTime up to 2049, GeneralizedTime from 2050, by RFC 5280 §4.1.2.5. */
export function time(moment: Date): Buffer {
  const digits = `${moment.toISOString().slice(0, 19).replace(/\D/g, "")}Z`;
  return moment.getUTCFullYear() < 2050 ? der(0x17, Buffer.from(digits.slice(2))) : der(0x18, Buffer.from(digits));
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest >>>= 8) bytes.unshift(rest & 0xff);
  return Buffer.from([0x80 | bytes.length, ...bytes]);
}

function base128(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return bytes;
}
