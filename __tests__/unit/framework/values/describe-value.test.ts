import { describeAt, describeType } from "../../../../lib/framework/values/describe-value";
import type { Attributes, Type } from "../../../../lib/framework/values/schema";
import { Decimal, unknown, type Value } from "../../../../lib/framework/values/value";

test.each<[Value, string]>([
  [null, "null"],
  [unknown, "(known after apply)"],
  ["a\nb", '"a\\nb"'],
  [true, "true"],
  [12n, "12"],
  [new Decimal("0.10"), "0.10"],
  [["secret"], "a list of 1 element"],
  [new Map(), "a map of 0 elements"],
  [{ a: "secret" }, "an object"],
])("a value is shown, a collection is counted: %p", (value, text) => {
  expect(describeAt({}, [], value)).toBe(text);
});

test.each<[Type, string]>([
  ["number", "a number"],
  [{ list: { set: "string" } }, "a list of sets"],
  [{ set: { object: {} } }, "a set of objects"],
  [{ map: "bool" }, "a map of bools"],
  [{ map: { list: "string" } }, "a map of lists"],
  [{ list: { map: "string" } }, "a list of maps"],
  [{ object: {} }, "an object"],
])("a type is named with its article: %j", (type, text) => {
  expect(describeType(type)).toBe(text);
});

describe("a sensitive value", () => {
  const attributes: Attributes = {
    name: { type: "string", required: true, description: "Name." },
    keys: {
      nesting: "map",
      optional: true,
      description: "Keys.",
      attributes: {
        text: { type: "string", required: true, sensitive: true, description: "Text." },
        label: { type: "string", optional: true, description: "Label." },
      },
    },
    vault: {
      nesting: "single",
      optional: true,
      sensitive: true,
      description: "Vault.",
      attributes: { label: { type: "string", optional: true, description: "Label." } },
    },
  };

  test("is not shown, wherever the schema says that it is sensitive", () => {
    expect(describeAt(attributes, ["keys", { key: "a" }, "text"], "hunter22")).toBe("(sensitive value)");
    expect(describeAt(attributes, ["vault", "label"], "hunter22")).toBe("(sensitive value)");
    expect(describeAt(attributes, ["keys", { key: "a" }, "label"], "x")).toBe('"x"');
  });

  test.each([[["name"]], [["keys", { key: "a" }]], [["other"]], [[]]])("does not exist at %j", (path) => {
    expect(describeAt(attributes, path, "x")).toBe('"x"');
  });
});
