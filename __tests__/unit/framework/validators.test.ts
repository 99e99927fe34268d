import type { Validator } from "../../../lib/framework/values/schema";
import { Decimal, unknown, type Value } from "../../../lib/framework/values/value";
import { atLeast, minItems, nonEmpty, oneOf } from "../../../lib/framework/validators";

const path = ["instances", { key: "orders" }, "state"];

describe("a value that is allowed passes", () => {
  test.each<[string, Validator, Value]>([
    ["oneOf", oneOf(["a", "b"]), "b"],
    ["atLeast", atLeast(0), 0],
    ["atLeast, with a bigint", atLeast(0), 2n ** 60n],
    ["atLeast, with a decimal", atLeast(0), new Decimal("0.1")],
    ["minItems, with a map", minItems(1), new Map([["a", 1]])],
    ["minItems, with unknown elements", minItems(2), [unknown, unknown]],
    ["nonEmpty", nonEmpty(), "x"],
  ])("%s", (_name, validate, value) => {
    expect(validate(value, path, "shown")).toEqual([]);
  });
});

describe("a value that is not allowed is named with the allowed ones", () => {
  test.each<[string, Validator, Value, string]>([
    ["oneOf", oneOf(["a", "b"]), "c", 'instances["orders"].state must be one of "a", "b", but is SHOWN.'],
    ["atLeast", atLeast(0), -1, 'instances["orders"].state must be at least 0, but is SHOWN.'],
    [
      "atLeast, with a decimal",
      atLeast(1),
      new Decimal("0.9"),
      'instances["orders"].state must be at least 1, but is SHOWN.',
    ],
    ["nonEmpty", nonEmpty(), " ", 'instances["orders"].state must be a non-empty string, but is SHOWN.'],
    ["minItems", minItems(2), [1], 'instances["orders"].state must have at least 2 elements, but has 1 element.'],
    [
      "minItems, with a map",
      minItems(1),
      new Map(),
      'instances["orders"].state must have at least 1 element, but has 0 elements.',
    ],
  ])("%s", (_name, validate, value, detail) => {
    expect(validate(value, path, "SHOWN")).toEqual([
      { severity: "error", summary: expect.stringMatching(/^[A-Z]/) as string, detail, path },
    ]);
  });
});
