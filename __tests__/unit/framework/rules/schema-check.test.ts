import { checkProviderSchema, checkSchema } from "../../../../lib/framework/rules/schema-check";
import type { Attribute, Type } from "../../../../lib/framework/values/schema";
import { unknown } from "../../../../lib/framework/values/value";
import { counterSchema } from "../../../support/framework/counter";

const description = "An attribute.";
const leaf: Attribute = { type: "string", optional: true, description };

/** An attribute of a type that TypeScript would not let pass. */
function foreign(type: unknown): Attribute {
  return { type: type as Type, optional: true, description };
}
const endless: { list: unknown } = { list: undefined };
endless.list = endless;

describe("a schema that contradicts itself is refused when it is defined", () => {
  test.each<[string, Attribute, string]>([
    [
      "a list",
      { nesting: "list", block: true, optional: true, description, attributes: { b: leaf } },
      "of which there can be one",
    ],
    [
      "required",
      { nesting: "single", block: true, required: true, description, attributes: { b: leaf } },
      "which can only be optional",
    ],
    [
      "inside of an object",
      {
        nesting: "single",
        optional: true,
        description,
        attributes: { b: { nesting: "single", block: true, optional: true, description, attributes: { c: leaf } } },
      },
      "which only the top of a schema can have",
    ],
  ])("as a block that is %s", (_, attribute, problem) => {
    expect(() => checkSchema({ version: 0, description, attributes: { a: attribute } })).toThrow(problem);
  });

  test.each<[string, Attribute, string]>([
    [
      "neither required, optional nor computed",
      { type: "string", description },
      "The attribute a must be required, optional or computed.",
    ],
    [
      "required and optional",
      { type: "string", required: true, optional: true, description },
      "neither optional nor computed",
    ],
    [
      "required and computed",
      { type: "string", required: true, computed: true, description },
      "neither optional nor computed",
    ],
    ["without a description", { type: "string", optional: true, description: "" }, "needs a description"],
    [
      "a default on what is not computed",
      { type: "string", optional: true, default: "x", description },
      "must be optional and computed",
    ],
    [
      "a default on what is required",
      { type: "string", required: true, default: "x", description },
      "must be optional and computed",
    ],
    [
      "a default of another type",
      { type: "number", optional: true, computed: true, default: "x", description },
      "must be a number, but is a string",
    ],
    [
      "a null default",
      { type: "string", optional: true, computed: true, default: null, description },
      "null or unknown",
    ],
    [
      "an unknown default",
      { type: { list: "string" }, optional: true, computed: true, default: [unknown], description },
      "null or unknown",
    ],
    [
      "validators that never run",
      { type: "string", computed: true, validators: [() => []], description },
      "validators never run",
    ],
    ["a dynamic type", foreign("dynamic"), "The attribute a is dynamic, which this framework does not offer"],
    [
      "a dynamic type inside another one",
      foreign({ list: { object: { b: "dynamic" } } }),
      "which this framework does not offer",
    ],
    ["a type that Terraform does not have", foreign("text"), 'has the type "text"'],
    ["a type nested without end", foreign(endless), "nested deeper than 50 levels"],
    ["nested without attributes", { nesting: "map", attributes: {}, optional: true, description }, "needs attributes"],
    [
      "an attribute to configure inside a read-only one",
      { nesting: "map", attributes: { b: leaf }, computed: true, description },
      "The attribute a.b must be computed alone",
    ],
    [
      "a contradiction deep inside",
      { nesting: "list", attributes: { b: { type: "string", description } }, optional: true, description },
      "The attribute a.b must be required",
    ],
  ])("%s", (_name, attribute, message) => {
    expect(() => checkSchema({ version: 0, description, attributes: { a: attribute } })).toThrow(message);
  });

  test.each(["Name", "1st", "with-dash", "__proto__", ""])("a name that Terraform refuses: %j", (name) => {
    const attributes = Object.fromEntries([[name, leaf]]);
    expect(() => checkSchema({ version: 0, description, attributes })).toThrow("must be named with");
  });

  test("a name that Terraform keeps for itself, but only at the top", () => {
    expect(() => checkSchema({ version: 0, description, attributes: { count: leaf } })).toThrow("keeps for itself");
    const nested: Attribute = { nesting: "single", attributes: { count: leaf }, optional: true, description };
    expect(() => checkSchema({ version: 0, description, attributes: { a: nested } })).not.toThrow();
  });

  test.each([-1, 0.5, NaN])("version %d", (version) => {
    expect(() => checkSchema({ version, description, attributes: {} })).toThrow("whole number");
  });

  test("a computed attribute in a provider's own configuration", () => {
    const attributes: Record<string, Attribute> = {
      a: { type: "string", optional: true, computed: true, description },
    };
    expect(() => checkProviderSchema({ version: 0, description, attributes })).toThrow("nowhere to keep it");
  });
});

test("a schema with every kind of attribute is fine", () => {
  expect(() => checkSchema(counterSchema)).not.toThrow();
});
