import { defineSchema, type Type } from "../../../../lib/framework/values/schema";
import { objectTypeOf, typeToJson } from "../../../../lib/tfplugin6/codec/wire-type";

describe("types", () => {
  const cases: readonly (readonly [Type, unknown])[] = [
    ["string", "string"],
    [{ list: "bool" }, ["list", "bool"]],
    [{ set: "number" }, ["set", "number"]],
    [{ map: { list: "string" } }, ["map", ["list", "string"]]],
    [{ object: { a: "string", b: { map: "bool" } } }, ["object", { a: "string", b: ["map", "bool"] }]],
  ];

  test.each(cases)("%j is spelled %j", (type, json) => {
    expect(typeToJson(type)).toEqual(json);
  });

  test("a schema's type is worked out once, nested attributes by their nesting", () => {
    const inner = { type: "bool", optional: true, description: "Inner." } as const;
    const { attributes } = defineSchema({
      version: 0,
      description: "Test.",
      attributes: {
        name: { type: "string", required: true, description: "Name." },
        list: { nesting: "list", optional: true, description: "Nested.", attributes: { a: inner } },
        set: { nesting: "set", optional: true, description: "Nested.", attributes: { a: inner } },
        map: { nesting: "map", optional: true, description: "Nested.", attributes: { a: inner } },
        single: { nesting: "single", optional: true, description: "Nested.", attributes: { a: inner } },
      },
    });
    const nested = { object: { a: "bool" } };
    expect(objectTypeOf(attributes)).toEqual({
      object: { name: "string", list: { list: nested }, set: { set: nested }, map: { map: nested }, single: nested },
    });
    expect(objectTypeOf(attributes)).toBe(objectTypeOf(attributes));
  });
});
