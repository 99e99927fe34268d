import type { AnswerLimits } from "./answer-limits";

/** The limit that an answer exceeds. */
export type Excess = "bytes" | "depth" | "values";

/** Measures an answer while it comes in. */
export interface AnswerGauge {
  /** Takes in the next bytes; answers the limit that is exceeded now. */
  add(chunk: Uint8Array): Excess | undefined;
}

const sign = { list: 0x5b, object: 0x7b } as const;
const blanks: readonly number[] = [0x20, 0x09, 0x0a, 0x0d];

/**
 * A gauge that counts bytes and, if the first visible byte begins a list or an object, the depth and values of JSON. It needs neither a
 * parser nor the earlier bytes: JSON's own signs are single bytes in UTF-8.
 */
export function createAnswerGauge(limits: AnswerLimits): AnswerGauge {
  let bytes = 0;
  let kind: "unknown" | "json" | "other" = "unknown";
  const json = createJsonGauge();
  return {
    add: (chunk) => {
      bytes += chunk.length;
      if (bytes > limits.bytes) return "bytes";
      const first = kind === "unknown" ? chunk.find((byte) => !blanks.includes(byte)) : undefined;
      if (first !== undefined) kind = first === sign.list || first === sign.object ? "json" : "other";
      if (kind !== "json") return undefined;
      json.add(chunk);
      if (json.deepest() > limits.depth) return "depth";
      return json.values() > limits.values ? "values" : undefined;
    },
  };
}

interface JsonGauge {
  add(chunk: Uint8Array): void;
  deepest(): number;
  values(): number;
}

/** Bytes that are looked at together: the matcher of regular expressions remembers each escape of a text. */
const pieceBytes = 65_536;

/** Looks at whole texts with regular expressions: a loop over bytes takes twice as long, and V8 optimizes it in vain. */
function createJsonGauge(): JsonGauge {
  let [depth, deepest, values] = [0, 0, 0];
  let [inText, isEscaped] = [false, false];
  /** The signs outside of texts. */
  const signsOf = (piece: string): string => {
    const ahead = isEscaped ? piece.slice(1) : piece;
    const hangs = endsInEscape(ahead);
    // The last quote ends a text that goes on in the next piece, or stays alone.
    const rest = `${inText ? '"' : ""}${hangs ? ahead.slice(0, -1) : ahead}"`.replace(wholeTexts, "");
    inText = !rest.endsWith('"');
    isEscaped = hangs && inText;
    return rest.replace(others, "");
  };
  const addPiece = (piece: string): void => {
    const signs = signsOf(piece);
    values += signs.replace(ends, "").length;
    for (const bracket of signs.replace(commas, "")) {
      depth += bracket === "[" || bracket === "{" ? 1 : -1;
      deepest = Math.max(deepest, depth);
    }
  };
  return {
    add: (chunk) => {
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
      for (let at = 0; at < bytes.length; at += pieceBytes) addPiece(bytes.toString("latin1", at, at + pieceBytes));
    },
    deepest: () => deepest,
    values: () => values,
  };
}

const wholeTexts = /"[^"\\]*(?:\\.[^"\\]*)*"/gs;
const others = /[^[\]{},]+/g;
const ends = /[\]}]+/g;
const commas = /,+/g;

/** Whether the last byte is a backslash that escapes the byte to come. */
function endsInEscape(piece: string): boolean {
  let backslashes = 0;
  while (piece.at(-1 - backslashes) === "\\") backslashes += 1;
  return backslashes % 2 === 1;
}
