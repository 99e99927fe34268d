import type { AnswerLimits } from "./answer-limits";

/** The limit that an answer exceeds. */
export type Excess = "bytes" | "depth" | "values";

/** Measures an answer while it comes in. */
export interface AnswerGauge {
  /** Takes in the next bytes; answers the limit that is exceeded now. */
  add(chunk: Uint8Array): Excess | undefined;
}

const sign = {
  quote: 0x22,
  backslash: 0x5c,
  comma: 0x2c,
  list: 0x5b,
  listEnd: 0x5d,
  object: 0x7b,
  objectEnd: 0x7d,
} as const;
const blanks: readonly number[] = [0x20, 0x09, 0x0a, 0x0d];

/**
 * A gauge that counts bytes and, if the first visible byte begins a list or an object, the depth and values of JSON. It needs neither a
 * parser nor memory: JSON's own signs are single bytes in UTF-8.
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

function createJsonGauge(): JsonGauge {
  let [depth, deepest, values] = [0, 0, 0];
  let [inText, isEscaped] = [false, false];
  const addToText = (byte: number): void => {
    if (isEscaped) isEscaped = false;
    else if (byte === sign.backslash) isEscaped = true;
    else if (byte === sign.quote) inText = false;
  };
  const addSign = (byte: number): void => {
    switch (byte) {
      case sign.quote:
        inText = true;
        break;
      case sign.comma:
        values += 1;
        break;
      case sign.list:
      case sign.object:
        values += 1;
        depth += 1;
        deepest = Math.max(deepest, depth);
        break;
      case sign.listEnd:
      case sign.objectEnd:
        depth -= 1;
        break;
    }
  };
  return {
    add: (chunk) => {
      for (const byte of chunk) {
        if (inText) addToText(byte);
        else addSign(byte);
      }
    },
    deepest: () => deepest,
    values: () => values,
  };
}
