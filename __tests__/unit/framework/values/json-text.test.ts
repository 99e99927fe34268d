import fc from "fast-check";
import { parseJson } from "../../../../lib/framework/values/state-json";
import { randomRuns } from "../../../support/chaos/random-runs";

test("numbers that a float64 holds stay numbers", () => {
  expect(parseJson('{"a":1,"b":-0.1,"c":1e300,"d":[10000000000000000]}')).toEqual({
    a: 1,
    b: -0.1,
    c: 1e300,
    d: [1e16],
  });
});

test("numbers that a float64 would round become strings of their digits", () => {
  expect(parseJson("[9007199254740993, 0.1000000000000000001, 1e999, -1e-999]")).toEqual([
    "9007199254740993",
    "0.1000000000000000001",
    "1e999",
    "-1e-999",
  ]);
});

test.each([
  "9007199254740993",
  " \n-0.1000000000000000001",
  '{"a":9007199254740993}',
  '{"a" :\n 1e999}',
  '{"a":"14:00:00.123","b":[1,9007199254740993]}',
  "[ 9007199254740993 ]",
  "[1 ,\t-9007199254740993]",
  '[{"a":[[1e999]]}]',
])("a number that would round is found in any layout: %j", (text) => {
  const [digits = ""] = /-?(?:9007199254740993|0\.1000000000000000001|1e999)/.exec(text) ?? [];
  expect(JSON.stringify(parseJson(text))).toContain(`"${digits}"`);
});

test("digits inside strings and keys stay unchanged", () => {
  const text = String.raw`{"9007199254740993":"say \"9007199254740993\" \\","x":9007199254740993}`;
  expect(parseJson(text)).toEqual({ "9007199254740993": 'say "9007199254740993" \\', x: "9007199254740993" });
});

test("a key named __proto__ is an ordinary one", () => {
  expect(Object.entries(parseJson('{"__proto__":9007199254740993}') as object)).toEqual([
    ["__proto__", "9007199254740993"],
  ]);
});

test("a string of millions of escapes is read", () => {
  const text = '\\"'.repeat(3_000_000);
  expect(parseJson(`["${text}", 9007199254740993]`)).toEqual(['"'.repeat(3_000_000), "9007199254740993"]);
});

test.each(["", "{", "[1,]", "01", "nul"])("text that is not JSON is refused: %j", (text) => {
  expect(() => parseJson(text)).toThrow(SyntaxError);
});

test("text of JSON.stringify is read like by JSON.parse", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(parseJson(text)).toEqual(JSON.parse(text));
    }),
    randomRuns(200),
  );
});
