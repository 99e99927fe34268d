import fc from "fast-check";
import { describePlace, jsonFault } from "../../../../lib/domain/texts/json-fault";

describe("the place where a text stops being JSON", () => {
  test.each([
    ["", 1, 1],
    ["  \n ", 2, 2],
    ["clouds:\n  otc:\n", 1, 1],
    ["{", 1, 2],
    ['{"a":}', 1, 6],
    ['{"a":1,}', 1, 8],
    ["[1 2]", 1, 4],
    ["[1,]", 1, 4],
    ["[,]", 1, 2],
    ['{"a" 1}', 1, 6],
    ['{"a":1}}', 1, 8],
    ['{"a": secret}', 1, 7],
    ['{"password": "x",\n  bad}', 2, 3],
    ['{"a": 01}', 1, 7],
    ['{"a": trueish}', 1, 7],
    ["nul", 1, 1],
    ['"abc', 1, 1],
    ['{"a": "two\nlines"}', 1, 7],
    ['{"x at position 3": secret}', 1, 21],
    ['[{"a":[]},{"b":{}},\r\n[1,-2.5e3,null]x', 2, 16],
  ])("of %j is line %i, column %i", (text, line, column) => {
    expect(jsonFault(text)).toEqual({ line, column });
  });

  test("does not exist in JSON", () => {
    fc.assert(fc.property(fc.json(), (text) => expect(jsonFault(text)).toBeUndefined()));
  });

  test("is found in JSON that is broken off, and no earlier than where it ends but for an open text or number", () => {
    fc.assert(
      fc.property(fc.array(fc.json(), { minLength: 1 }), fc.nat(), (parts, cut) => {
        const json = `[${parts.join(",")}]`;
        const place = jsonFault(json.slice(0, cut % json.length));
        expect(place).toBeDefined();
      }),
    );
  });

  test("is a line and a column", () => {
    expect(describePlace({ line: 3, column: 5 })).toBe("line 3, column 5");
  });
});
