import fc from "fast-check";
import { fit } from "../../../../lib/framework/values/fit";
import type { Type } from "../../../../lib/framework/values/schema";
import { Decimal, isWhollyKnown, unknown } from "../../../../lib/framework/values/value";
import { randomRuns } from "../../../support/chaos/random-runs";
import { typedValue } from "../../../support/framework/arbitraries";

const type = { object: { name: "string", size: "number", tags: { map: "string" }, steps: { list: "bool" } } } as const;
const whole = { name: "a", size: 1, tags: new Map([["k", "v"]]), steps: [true] };

describe("a value that fits its type", () => {
  test("comes back as it is", () => {
    expect(fit(type, whole, { unknowns: "replaced" })).toEqual({ value: whole, misfits: [] });
  });

  test("is not copied, and a value beside a misfit is not either", () => {
    const { tags, steps } = whole;
    expect(fit(type, whole, { unknowns: "replaced" }).value).toBe(whole);
    const { value } = fit(type, { ...whole, size: "1" }, { unknowns: "replaced" });
    expect(value).toEqual({ ...whole, size: null });
    expect(Object.values(value as object).filter((part) => part === tags || part === steps)).toHaveLength(2);
  });

  test("may be null or, where allowed, unknown at every place", () => {
    const value = { name: null, size: unknown, tags: new Map([["k", unknown]]), steps: null };
    expect(fit(type, value, { unknowns: "allowed" })).toEqual({ value, misfits: [] });
  });
});

describe("a value that does not fit", () => {
  test.each<[string, unknown, unknown]>([
    [
      "a string where a number belongs",
      { ...whole, size: "1" },
      { path: ["size"], kind: "wrong-kind", problem: "must be a number, but is a string" },
    ],
    [
      "a number that is not finite",
      { ...whole, size: NaN },
      { path: ["size"], kind: "wrong-kind", problem: "must be a number, but is a number that is not finite" },
    ],
    [
      "a decimal that spells no number",
      { ...whole, size: new Decimal("x") },
      { path: ["size"], kind: "wrong-kind", problem: "must be a number, but is a number that is not finite" },
    ],
    [
      "a record where a map belongs",
      { ...whole, tags: { k: "v" } },
      { path: ["tags"], kind: "wrong-kind", problem: "must be a map of strings, but is an object" },
    ],
    [
      "a wrong element of a map",
      { ...whole, tags: new Map([["k", 1]]) },
      { path: ["tags", { key: "k" }], kind: "wrong-kind", problem: "must be a string, but is a number" },
    ],
    [
      "a hole in a sparse list",
      { ...whole, steps: Array(1) },
      { path: ["steps", { index: 0 }], kind: "missing", problem: "must be a bool, but is missing" },
    ],
    [
      "a date where a record belongs",
      new Date(0),
      {
        path: [],
        kind: "wrong-kind",
        problem: "must be an object, but is an object of a class",
      },
    ],
    [
      "a missing attribute",
      { name: "a", size: 1, tags: null },
      { path: ["steps"], kind: "missing", problem: "must be a list of bools, but is missing" },
    ],
    [
      "an extra attribute",
      { ...whole, other: 1 },
      { path: ["other"], kind: "extra", problem: "is not an attribute of the schema" },
    ],
    [
      "a list with a hole",
      { ...whole, steps: [true, undefined] },
      { path: ["steps", { index: 1 }], kind: "missing", problem: "must be a bool, but is missing" },
    ],
    [
      "a function",
      { ...whole, name: () => "a" },
      { path: ["name"], kind: "wrong-kind", problem: "must be a string, but is a function" },
    ],
  ])("is named with its place: %s", (_name, value, misfit) => {
    expect(fit(type, value, { unknowns: "replaced" }).misfits).toEqual([misfit]);
  });

  test("keeps everything around it", () => {
    const { value } = fit(type, { ...whole, size: "1", other: 2 }, { unknowns: "replaced" });
    expect(value).toEqual({ ...whole, size: null });
  });

  test("takes unknown parts from the fallback, at the same place, or null", () => {
    const value = {
      name: unknown,
      size: unknown,
      tags: new Map([
        ["k", unknown],
        ["new", unknown],
      ]),
      steps: [unknown],
    };
    const fitted = fit(type, value, { unknowns: "replaced", fallback: { ...whole, size: null } });
    expect(fitted.value).toEqual({
      name: "a",
      size: null,
      tags: new Map([
        ["k", "v"],
        ["new", null],
      ]),
      steps: [true],
    });
    expect(fitted.misfits.map(({ kind }) => kind)).toEqual(["unknown", "unknown", "unknown", "unknown", "unknown"]);
  });

  test("never shows a value in its problem", () => {
    const { misfits } = fit({ object: { secret: "number" } }, { secret: "hunter22" }, { unknowns: "replaced" });
    expect(JSON.stringify(misfits)).not.toContain("hunter22");
  });
});

test("a value nested a thousand deep is followed no further than its type", () => {
  let deep: unknown = "end";
  for (let depth = 0; depth < 100_000; depth++) deep = [deep];
  const { value, misfits } = fit(
    { object: { name: "string", steps: { list: "string" } } },
    { name: deep, steps: deep },
    {
      unknowns: "replaced",
    },
  );
  expect(value).toEqual({ name: null, steps: [null] });
  expect(misfits.map(({ problem }) => problem)).toEqual(Array(2).fill("must be a string, but is a list"));
});

test("a record that looks like a number is not a number, and an object may have an attribute of that name", () => {
  expect(fit("number", { decimal: "1" }, { unknowns: "replaced" }).misfits).toMatchObject([{ kind: "wrong-kind" }]);
  const type: Type = { object: { decimal: "string" } };
  expect(fit(type, { decimal: "1" }, { unknowns: "replaced" })).toEqual({ value: { decimal: "1" }, misfits: [] });
});

test("a fitted value fits, and is completely known if unknowns are replaced", () => {
  fc.assert(
    fc.property(typedValue(1), typedValue(1), ({ type: wanted }, { values: [found] }) => {
      const { value } = fit(wanted, found, { unknowns: "replaced" });
      expect(fit(wanted, value, { unknowns: "replaced" }).misfits).toEqual([]);
      expect(isWhollyKnown(value)).toBe(true);
    }),
    randomRuns(200),
  );
});
