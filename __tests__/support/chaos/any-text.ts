import fc from "fast-check";

interface Length {
  readonly minLength?: number;
  readonly maxLength?: number;
}

/** A third of them ASCII, the others from all of Unicode but surrogates. */
const codePoint = fc.oneof(
  fc.integer({ min: 0, max: 0x7f }),
  fc.integer({ min: 0x80, max: 0xd7ff }),
  fc.integer({ min: 0xe000, max: 0x10ffff }),
);

/**
 * Any well-formed text; lengths are in code points. (fast-check's own strings of all code points make a map of the 1.1 million that there
 * are, which takes a second of each test file.)
 */
export function anyText(length: Length = {}): fc.Arbitrary<string> {
  return fc.array(codePoint, length).map((points) => String.fromCodePoint(...points));
}
