import fc from "fast-check";

/** Any JSON value of a few levels, with these words in it here and there, so that it resembles an answer that a reader expects. */
export function anyJson(word: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  return fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      word,
      fc.string(),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(fc.oneof(word, fc.string()), tie("value"), { maxKeys: 5 }),
    ),
  })).value;
}
