import { Decoder, Encoder, ExtData, type DecoderOptions, type ExtensionCodecType } from "@msgpack/msgpack";
import { unknown } from "../../framework/values/value";

// Msgpack for Terraform's values, which needs more than a plain decoder:
//  - any extension is an unknown value (extension 12 tells more about it, which readers may ignore);
//  - 64-bit integers as bigint;
//  - text as bytes, because the usual decoder drops a byte order mark that begins a long text;
//  - map keys with a prefix, so that `__proto__` (which the usual decoder refuses) is a key like any other.

/** Encodes as an unknown value: `d4 00 00`. */
export const unknownExtension = new ExtData(0, Uint8Array.of(0));

const keyMark = ".";
const maxDepth = 1_000;

const extensionCodec: ExtensionCodecType<undefined> = {
  tryToEncode: (object) => (object instanceof ExtData ? object : null),
  decode: () => unknown,
};

/** So many different keys of one length are remembered; the names of attributes are few, and a map's keys are all different. */
const maxKeysPerLength = 16;
/** Longer ones are rare. */
const maxRememberedBytes = 32;

type KeyDecoder = NonNullable<DecoderOptions["keyDecoder"]>;

interface RememberedKey {
  readonly bytes: Uint8Array;
  readonly text: string;
}

/** Decodes a repeated key, such as those of the thousandth object, without making a string of it. */
function createKeyDecoder(): KeyDecoder {
  const remembered: (RememberedKey[] | undefined)[] = [];
  return {
    canBeCached: () => true,
    decode: (bytes, offset, length) => {
      const ofLength = (remembered[Math.min(length, maxRememberedBytes + 1)] ??= []);
      const known = ofLength.find((each) => isAt(bytes, offset, each.bytes));
      if (known !== undefined) return known.text;
      const own = bytes.slice(offset, offset + length);
      const text = keyMark + decodeText(own);
      if (length <= maxRememberedBytes && ofLength.length < maxKeysPerLength) ofLength.push({ bytes: own, text });
      return text;
    },
  };
}

/** All of one length: from the end, where names with the same beginning differ. */
function isAt(bytes: Uint8Array, offset: number, wanted: Uint8Array): boolean {
  for (let index = wanted.length - 1; index >= 0; index -= 1) {
    if (bytes[offset + index] !== wanted[index]) return false;
  }
  return true;
}

const textDecoder = new TextDecoder("utf-8", { ignoreBOM: true });
const textEncoder = new TextEncoder();

/** UTF-8 as text, its byte order mark included. Bytes that are not UTF-8 become U+FFFD. */
export function decodeText(bytes: Uint8Array): string {
  return textDecoder.decode(bytes);
}

/** Text as UTF-8. */
export function encodeText(text: string): Uint8Array {
  return textEncoder.encode(text);
}

/** Decodes msgpack. Text arrives as bytes, maps as records that `mapEntries` reads. Throws on malformed input. */
export function decodeMsgpack(bytes: Uint8Array): unknown {
  const decoder = new Decoder({ useBigInt64: true, rawStrings: true, extensionCodec, keyDecoder: createKeyDecoder() });
  return decoder.decode(bytes);
}

/** The value at a key of a map from `decodeMsgpack`; `undefined` without that key. */
export function mapEntry(map: Readonly<Record<string, unknown>>, key: string): unknown {
  return map[markedKey(key)];
}

/** Keys that are asked for, with their mark: the names of attributes, again and again. */
const markedKeys = new Map<string, string>();

function markedKey(key: string): string {
  const known = markedKeys.get(key);
  if (known !== undefined) return known;
  const marked = keyMark + key;
  markedKeys.set(key, marked);
  return marked;
}

/** Keys and values of a map from `decodeMsgpack`. */
export function mapEntries(map: object): [string, unknown][] {
  return Object.entries(map).map(([key, value]) => [key.slice(keyMark.length), value]);
}

/** Takes null, booleans, numbers, bigints, strings, bytes, arrays, records with own keys and `UNKNOWN_EXTENSION`. */
export function encodeMsgpack(raw: unknown): Uint8Array {
  return new Encoder({ useBigInt64: true, maxDepth: maxDepth, extensionCodec }).encode(raw);
}
