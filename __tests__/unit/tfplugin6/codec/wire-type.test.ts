import type { Type } from "../../../../lib/framework/values/schema";
import { typeToJson } from "../../../../lib/tfplugin6/codec/wire-type";

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
});
