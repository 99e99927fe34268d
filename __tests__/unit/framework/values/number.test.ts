import fc from "fast-check";
import { canonicalNumber, parseNumber, toFloat } from "../../../../lib/framework/values/number";
import { Decimal, type TfNumber } from "../../../../lib/framework/values/value";
import { randomRuns } from "../../../support/chaos/random-runs";

const allOfATenth = (0.1).toPrecision(55);
const manyDigits = (2 ** -400).toPrecision(100);

describe("canonicalNumber", () => {
  test.each<[string, readonly TfNumber[]]>([
    ["one", [1, 1n, new Decimal("1"), new Decimal("1.000"), new Decimal("+0001e0"), new Decimal("10e-1")]],
    ["zero", [0, -0, 0n, new Decimal("0.00"), new Decimal("-0e12")]],
    ["a tenth", [0.1, new Decimal("0.1"), new Decimal("1E-1")]],
    ["2^53 + 1", [9007199254740993n, new Decimal("9007199254740993"), new Decimal("9.007199254740993e15")]],
    ["a great power", [1e300, new Decimal("1e300")]],
  ])("gives one text to every way of holding %s", (_name, ways) => {
    expect(new Set(ways.map(canonicalNumber)).size).toBe(1);
  });

  test("distinguishes numbers that a float64 would round to one", () => {
    expect(canonicalNumber(9007199254740993n)).not.toBe(canonicalNumber(9007199254740992n));
    expect(canonicalNumber(new Decimal("0.1"))).not.toBe(canonicalNumber(new Decimal("0.10000000000000001")));
    expect(canonicalNumber(-1)).not.toBe(canonicalNumber(1));
  });

  test("does not change a text that is not a number", () => {
    expect(canonicalNumber(new Decimal("many"))).toBe("many");
  });

  test("does not write out a number with an enormous exponent", () => {
    expect(canonicalNumber(new Decimal("1e99999999999999999999"))).toBe("1e99999999999999999999");
  });
});

describe("parseNumber", () => {
  test.each<[string, TfNumber | undefined]>([
    ["12", 12],
    ["-0", 0],
    ["1.50", 1.5],
    ["1e3", 1000],
    ["9007199254740993", 9007199254740993n],
    ["9223372036854775807", 9223372036854775807n],
    ["-9223372036854775808", -9223372036854775808n],
    ["9223372036854775808", new Decimal("9223372036854775808")],
    ["0.1", new Decimal("0.1")],
    // All digits of the float64 0.1, and the first hundred of 2^-400: neither is the value that JSON writes for the float64.
    [allOfATenth, new Decimal(allOfATenth)],
    [manyDigits, new Decimal(manyDigits)],
    ["1e300", new Decimal("1e300")],
    ["1e999999999", new Decimal("1e999999999")],
    ["1e-400", new Decimal("1e-400")],
    ["", undefined],
    ["0x10", undefined],
    ["NaN", undefined],
    [" 1", undefined],
  ])("holds %s in the narrowest exact form", (text, held) => {
    expect(parseNumber(text)).toEqual(held);
  });

  test("never changes a number's value", () => {
    const spelling = fc
      .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: -30, max: 30 }))
      .map(([digits, power]) => `${digits}e${power}`);
    fc.assert(
      fc.property(spelling, (text) => {
        const parsed = parseNumber(text);
        expect(parsed === undefined ? undefined : canonicalNumber(parsed)).toBe(canonicalNumber(new Decimal(text)));
      }),
      randomRuns(200),
    );
  });
});

test("toFloat gives the nearest float64 of every form", () => {
  expect([toFloat(2), toFloat(3n), toFloat(new Decimal("0.5"))]).toEqual([2, 3, 0.5]);
});
