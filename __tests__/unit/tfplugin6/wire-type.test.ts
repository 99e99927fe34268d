import { defineSchema } from "../../../lib/framework/schema";
import { objectTypeOf, typeFromJson, typeToJson, type WireType } from "../../../lib/tfplugin6/wire-type";

describe("types", () => {
  const cases: readonly (readonly [WireType, unknown])[] = [
    ["string", "string"],
    ["dynamic", "dynamic"],
    [{ list: "bool" }, ["list", "bool"]],
    [{ set: "number" }, ["set", "number"]],
    [{ map: { list: "string" } }, ["map", ["list", "string"]]],
    [{ tuple: ["string", { tuple: [] }] }, ["tuple", ["string", ["tuple", []]]]],
    [{ object: { a: "string", b: { map: "bool" } } }, ["object", { a: "string", b: ["map", "bool"] }]],
  ];

  test.each(cases)("%j is spelled %j, both ways", (type, json) => {
    expect(typeToJson(type)).toEqual(json);
    expect(typeFromJson(json)).toEqual(type);
  });

  test("an object's optional attributes are attributes", () => {
    expect(typeFromJson(["object", { a: "string" }, ["a"]])).toEqual({ object: { a: "string" } });
  });

  test.each([["text"], [null], [["list"]], [["tuple", "string"]], [["object", null]], [["other", "string"]], [{}]])(
    "%j is no type",
    (json) => {
      expect(() => typeFromJson(json)).toThrow("not a type");
    },
  );

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
