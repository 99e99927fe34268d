import {
  Decimal,
  isDecimal,
  isKnown,
  isList,
  isMap,
  isObject,
  isWhollyKnown,
  unknown,
  type Value,
} from "../../../../lib/framework/values/value";

describe("whether a value is known", () => {
  test("a collection is known while parts of it are not", () => {
    expect(isKnown<Value>([unknown])).toBe(true);
    expect(isKnown<Value>(unknown)).toBe(false);
  });

  test.each<[string, Value, boolean]>([
    ["null", null, true],
    ["unknown", unknown, false],
    ["a number held as a decimal", new Decimal("0.1"), true],
    ["a list with an unknown inside an object", [{ a: unknown }], false],
    ["a map with an unknown element", new Map([["__proto__", unknown]]), false],
    ["an object of known parts", { a: [1, "x", new Map([["k", null]])] }, true],
  ])("%s is judged at every depth", (_name, value, wholly) => {
    expect(isWhollyKnown(value)).toBe(wholly);
  });
});

test("the ways to hold a value are told apart", () => {
  expect([isList([]), isMap(new Map()), isObject({})]).toEqual([true, true, true]);
  expect([isObject([]), isObject(new Map()), isObject(null), isList({}), isMap({})]).not.toContain(true);
  expect(isDecimal(new Decimal("1"))).toBe(true);
  expect(isObject(new Decimal("1"))).toBe(false);
  expect([isDecimal({ decimal: "1" }), isObject({ decimal: "1" })]).toEqual([false, true]);
});
