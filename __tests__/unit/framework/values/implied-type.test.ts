import { attributeType, impliedType, type NestedAttribute } from "../../../../lib/framework/values/schema";

const attributes = { name: { type: "string", required: true, description: "Name." } } as const;
const element = { object: { name: "string" } };

test.each<[NestedAttribute["nesting"], unknown]>([
  ["single", element],
  ["list", { list: element }],
  ["set", { set: element }],
  ["map", { map: element }],
])("attributes nested as %s give their collection of objects", (nesting, type) => {
  expect(attributeType({ nesting, attributes, optional: true, description: "Nested." })).toEqual(type);
});

test("a schema gives an object type of its attributes", () => {
  const tags = { type: { map: "string" }, optional: true, description: "Tags." } as const;
  expect(impliedType({ ...attributes, tags })).toEqual({ object: { name: "string", tags: { map: "string" } } });
});

test("the type of a schema, and of what is nested in it, is made once", () => {
  const tags = { nesting: "map", attributes, optional: true, description: "Tags." } as const;
  const tagged = { ...attributes, tags };
  expect(impliedType(tagged)).toBe(impliedType(tagged));
  expect(impliedType(tagged).object["tags"]).toEqual({ map: impliedType(attributes) });
  expect(impliedType({ ...tagged })).not.toBe(impliedType(tagged));
});
