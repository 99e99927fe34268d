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
