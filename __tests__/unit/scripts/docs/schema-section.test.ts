import { renderSchema } from "../../../../scripts/docs/schema-section";
import type { Attributes } from "../../../../lib/framework/values/schema";

function render(attributes: Attributes): string {
  return renderSchema({ version: 0, description: "A thing.", attributes });
}

test("attributes are grouped by who sets them and keep the schema's order", () => {
  const text = render({
    zone: { type: "string", required: true, description: "Where." },
    area: { type: "number", optional: true, description: "How big." },
    open: { type: "bool", optional: true, computed: true, description: "Whether." },
    id: { type: "string", computed: true, description: "Id." },
  });
  expect(text).toBe(
    [
      "## Schema",
      "### Required",
      "- `zone` (String) Where.",
      "### Optional",
      "- `area` (Number) How big.\n- `open` (Boolean) Whether.",
      "### Read-Only",
      "- `id` (String) Id.",
    ].join("\n\n"),
  );
});

test("a default is stated once, whether the description mentions it or not", () => {
  const flag = { type: "bool", optional: true, computed: true, default: false } as const;
  const text = render({
    quiet: { ...flag, description: "Says nothing." },
    loud: { ...flag, description: "Off by default." },
  });
  expect(text).toContain("- `quiet` (Boolean) Says nothing. Default `false`.");
  expect(text).toContain("- `loud` (Boolean) Off by default.\n".trimEnd());
  expect(text.match(/default/gi)).toHaveLength(2);
});

test("a default that no sentence was made for is refused, not left out", () => {
  const attribute = { type: { list: "string" }, optional: true, computed: true, default: [], description: "A list." };
  expect(() => render({ names: attribute as Attributes[string] })).toThrow(/no way yet to describe the default/);
});

test("nested objects of any depth have a section of their own, linked from their attribute", () => {
  const text = render({
    outer: {
      nesting: "map",
      required: true,
      description: "Things.",
      attributes: {
        inner: {
          nesting: "list",
          computed: true,
          description: "Parts.",
          attributes: { size: { type: "number", computed: true, description: "Its size." } },
        },
      },
    },
  });
  expect(text).toContain("- `outer` (Attributes Map) Things. (see [below for nested schema](#nestedatt--outer))");
  expect(text).toContain(
    '<a id="nestedatt--outer"></a>\n\n### Nested Schema for `outer`\n\nRead-Only:\n\n- `inner` (Attributes List) Parts.',
  );
  expect(text).toContain("(#nestedatt--outer--inner))");
  expect(text).toContain(
    '<a id="nestedatt--outer--inner"></a>\n\n### Nested Schema for `outer.inner`\n\nRead-Only:\n\n- `size` (Number) Its size.',
  );
});

test("a sensitive or deprecated attribute, and one that replaces the resource, is marked", () => {
  const text = render({
    key: { type: "string", optional: true, sensitive: true, deprecated: "Use `token`.", description: "A key." },
    kind: { type: "string", required: true, requiresReplace: true, description: "A kind." },
    tags: { type: { map: "string" }, optional: true, description: "Tags." },
  });
  expect(text).toContain("- `key` (String, Sensitive) A key. **Deprecated:** Use `token`.");
  expect(text).toContain("- `kind` (String) A kind. Another value replaces the resource.");
  expect(text).toContain("- `tags` (Map of String) Tags.");
});
