import fc from "fast-check";
import type { AnswerLimits } from "../../../../lib/client/http/answer-limits";
import { createAnswerGauge, type Excess } from "../../../../lib/client/http/json-gauge";
import { randomRuns } from "../../../support/chaos/random-runs";
import { anyJson } from "../../../support/client/json-arbitrary";

const wide: AnswerLimits = { bytes: 1e9, depth: 1e9, values: 1e9 };

/** The verdict of a gauge on a text that comes in pieces of so many bytes. */
function gauged(text: string, limits: Partial<AnswerLimits>, piece = 3): Excess | undefined {
  const gauge = createAnswerGauge({ ...wide, ...limits });
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += piece) {
    const excess = gauge.add(bytes.subarray(at, at + piece));
    if (excess !== undefined) return excess;
  }
  return undefined;
}

function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

function containersAndCommas(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const inner: readonly unknown[] = Object.values(value);
  return 1 + Math.max(0, inner.length - 1) + inner.reduce<number>((sum, each) => sum + containersAndCommas(each), 0);
}

describe("the gauge of an answer", () => {
  test("finds the depth and the size of any JSON, in whatever pieces and layout it comes", () => {
    const word = fc.constantFrom('"', "\\", '\\"', "[[[", "{", "]", ",,,", "é\u{1F98A}", "\\u005b");
    const json = fc.oneof(anyJson(word), fc.dictionary(word, fc.array(word)));
    fc.assert(
      fc.property(json, fc.integer({ min: 1, max: 9 }), fc.constantFrom(0, 2), (value, piece, indent) => {
        if (typeof value !== "object" || value === null) return;
        const text = ` \n${JSON.stringify(value, null, indent)}`;
        const [depth, values] = [depthOf(value), containersAndCommas(value)];
        expect(gauged(text, { depth, values, bytes: Buffer.byteLength(text) }, piece)).toBeUndefined();
        expect(gauged(text, { depth: depth - 1 }, piece)).toBe("depth");
        expect(gauged(text, { values: values - 1 }, piece)).toBe("values");
        expect(gauged(text, { bytes: Buffer.byteLength(text) - 1 }, piece)).toBe("bytes");
      }),
      randomRuns(500),
    );
  });

  test("knows texts and escapes that cross the parts in which it looks at a long piece", () => {
    for (const length of [65_530, 65_531, 65_532, 65_533, 65_534, 65_535, 65_536]) {
      const text = JSON.stringify(["a".repeat(length), '\\"[{,', { one: '"', two: ["\\"] }]);
      expect(gauged(text, { depth: 3, values: 6 }, text.length)).toBeUndefined();
      expect(gauged(text, { depth: 2 }, text.length)).toBe("depth");
      expect(gauged(text, { values: 5 }, text.length)).toBe("values");
    }
  });

  test("stops at the first piece that is too deep, long before the end of fifteen million brackets", () => {
    const gauge = createAnswerGauge({ ...wide, depth: 32 });
    expect(gauge.add(Buffer.from("[".repeat(32)))).toBeUndefined();
    expect(gauge.add(Buffer.from("["))).toBe("depth");
  });

  test("counts only the bytes of a body that is not JSON", () => {
    const page = `<html>${"[{".repeat(100)}${",".repeat(100)}</html>`;
    expect(gauged(page, { depth: 1, values: 1 })).toBeUndefined();
    expect(gauged(page, { bytes: page.length - 1 })).toBe("bytes");
  });
});
