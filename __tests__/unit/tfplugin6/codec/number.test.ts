import * as fc from "fast-check";
import { numberFromMsgpack, numberFromText, numberToMsgpack } from "../../../../lib/tfplugin6/codec/number";
import { randomRuns } from "../../../support/chaos/random-runs";
import { Decimal } from "../../../../lib/framework/values/value";

describe("numbers from the wire", () => {
  test.each([
    [0, 0],
    [-0, 0],
    [-7, -7],
    [0.5, 0.5],
    [1e20, 1e20],
    [Infinity, Infinity],
    [9007199254740991n, 9007199254740991],
    [9007199254740992n, 9007199254740992n],
    [9007199254740993n, 9007199254740993n],
    [-9223372036854775808n, -9223372036854775808n],
  ])("%p is held as %p", (raw, value) => {
    expect(numberFromMsgpack(raw)).toBe(value);
  });

  test("a float that differs from its shortest spelling keeps all its digits", () => {
    expect(numberFromMsgpack(0.1)).toEqual(new Decimal("1000000000000000055511151231257827021181583404541015625e-55"));
    expect(numberFromMsgpack(1e23)).toEqual(new Decimal("99999999999999991611392"));
  });

  test.each([
    ["1", 1],
    ["9223372036854775807", 9223372036854775807n],
    ["0.5", 0.5],
    ["0.1", new Decimal("0.1")],
    ["18446744073709551615", new Decimal("18446744073709551615")],
    ["123456789012345678901234567890.5", new Decimal("123456789012345678901234567890.5")],
  ])("the text %s is held as %p", (text, value) => {
    expect(numberFromText(text)).toEqual(value);
  });

  test.each(["", "x", "0x1", "1,5", "NaN", "1e"])("the text %j is not a number", (text) => {
    expect(() => numberFromText(text)).toThrow("is not a number");
  });
});

describe("numbers to the wire", () => {
  test.each([
    [1, 1],
    [-2147483647, -2147483647],
    [2147483648, 2147483648n],
    [-9007199254740991, -9007199254740991n],
    [9223372036854775807n, 9223372036854775807n],
    [9223372036854775808n, "9223372036854775808"],
    [-9223372036854775809n, "-9223372036854775809"],
    [0.5, 0.5],
    [0.1, "0.1"],
    [1e20, 1e20],
    [1e23, "1e+23"],
    [new Decimal("0.10"), "0.10"],
  ])("%p is sent as %p", (value, raw) => {
    expect(numberToMsgpack(value)).toEqual(raw);
  });

  test("NaN is refused", () => {
    expect(() => numberToMsgpack(NaN)).toThrow("NaN");
  });

  test("every float comes back as the very number it was", () => {
    const float = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(float, (raw) => {
        const sent = numberToMsgpack(numberFromMsgpack(raw));
        expect(Number(sent) + 0).toBe(raw + 0);
      }),
      randomRuns(300),
    );
  });
});
