import { checkProviderSchema, checkSchema } from "../../../lib/framework/schema-check";
import type { Attribute } from "../../../lib/framework/schema";
import { unknown } from "../../../lib/framework/value";
import { counterSchema } from "../../support/framework/counter";

const description = "An attribute.";
const leaf: Attribute = { type: "string", optional: true, description };

describe("a schema that contradicts itself is refused when it is defined", () => {
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
    ["a list of dynamic values", { type: { list: "dynamic" }, optional: true, description }, "no common type"],
    ["nested without attributes", { nesting: "map", attributes: {}, optional: true, description }, "needs attributes"],
    [
      "dynamic inside a nested map",
      {
        nesting: "map",
        attributes: { b: { type: "dynamic", optional: true, description } },
        optional: true,
        description,
      },
      "no common type",
    ],
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

test("dynamic is fine alone and in a single nested object", () => {
  const attributes = { b: { type: "dynamic", optional: true, description } } as const;
  const nested: Attribute = { nesting: "single", attributes, optional: true, description };
  expect(() => checkSchema({ version: 0, description, attributes: { ...attributes, a: nested } })).not.toThrow();
});
