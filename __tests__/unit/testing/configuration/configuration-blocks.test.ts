import { blocksIn, blocksOf, wordIn } from "../../../../lib/testing/configuration/configuration-blocks";
import type { Written } from "../../../../lib/testing/configuration/hcl-blocks";

/** The values of a file's `required_providers`, as plain data; `null` for one that is open. */
function required(fileName: string, text: string): unknown {
  const plain = (written: Written): unknown => {
    if (written.kind === "list") return written.items.map(plain);
    if (written.kind === "object")
      return Object.fromEntries([...written.members].map(([name, each]) => [name, plain(each)]));
    return written.kind === "reference" ? `<${written.text}>` : (wordIn(written) ?? null);
  };
  return blocksOf(blocksIn(fileName, text), "terraform", "required_providers").map(({ attributes }) =>
    Object.fromEntries([...attributes].map(([name, value]) => [name, plain(value)])),
  );
}

const hcl = (members: string): string => `terraform {\n  required_providers {\n${members}\n  }\n}\n`;

describe("the values of a block in HCL", () => {
  test.each([
    ["with names and =", 'dms = { source = "a/dms", version = "1" }', { dms: { source: "a/dms", version: "1" } }],
    ["with quoted keys", 'dms = { "source" = "a/dms" }', { dms: { source: "a/dms" } }],
    ["with a colon", 'dms = {\n  source : "a/dms"\n  "version" : "1",\n}', { dms: { source: "a/dms", version: "1" } }],
    ["without blanks", 'dms={source="a/dms",version:"1"}', { dms: { source: "a/dms", version: "1" } }],
    [
      "with comments of each kind",
      'dms = { # source = "b/dms" }\n  // "source" = "c/dms"\n  /* { */ source = /* "d/dms" */ "a/dms" # }\n}',
      { dms: { source: "a/dms" } },
    ],
    [
      "beside a document that looks like one",
      'note = <<-EOT\n  dms = { source = "b/dms" }\n  }\nEOT\ndms = { source = "a/dms" }',
      { note: null, dms: { source: "a/dms" } },
    ],
    [
      "with references",
      "dms = { configuration_aliases = [ dms.asia,\n dms.europe, ] }",
      { dms: { configuration_aliases: ["<dms.asia>", "<dms.europe>"] } },
    ],
    ["with a text in a list", 'a = ["x", { y : "z" }, []]', { a: ["x", { y: "z" }, []] }],
    [
      "with a bracket in a text",
      'dms = { source = "a/}dms", version = "]" }',
      { dms: { source: "a/}dms", version: "]" } },
    ],
    [
      "beside expressions, which are open",
      'dms = {\n  source = "${var.host}/dms"\n  (var.key) = "x"\n  version = join(".", [\n    "1",\n    "2"\n  ])\n}\nb = true ? "x" : "y"\nc = 1',
      { dms: { source: null, version: null }, b: null, c: null },
    ],
    [
      "beside a loop, which is open",
      'a = [for x in ["y"] : x]\nb = { for k, v in { c = "d" } : k => v }',
      { a: null, b: null },
    ],
    ["on Windows", 'dms = {\r\n  source = "a/dms"\r\n}', { dms: { source: "a/dms" } }],
  ])("are read %s", (_, members, expected) => {
    expect(required("main.tf", hcl(members))).toEqual([expected]);
    expect(required("main.tofu", `\uFEFF${hcl(members)}`)).toEqual([expected]);
  });

  test("are those of the block in this place, not of a block or an object of the same name elsewhere", () => {
    const decoys = [
      'locals {\n  required_providers = { dms = { source = "b/dms" } }\n  terraform = { required_providers = {} }\n}',
      'resource "a" "b" {\n  required_providers {\n    dms = { source = "b/dms" }\n  }\n}',
      'variable "required_providers" {\n  default = "terraform { required_providers {"\n}',
    ];
    expect(required("main.tf", decoys.join("\n"))).toEqual([]);
    expect(required("main.tf", `${decoys.join("\n")}\n${hcl("")}`)).toEqual([{}]);
  });

  test("are found in a block on one line, and in each of several", () => {
    expect(
      required("main.tf", 'terraform { required_version = ">= 1.5" }\nterraform { required_providers { a = "1" } }'),
    ).toEqual([{ a: "1" }]);
    expect(required("main.tf", hcl('a = "1"') + hcl('b = "2"'))).toEqual([{ a: "1" }, { b: "2" }]);
  });
});

describe("blocks in HCL", () => {
  test("have their labels, with quotes or without, and the blocks in them", () => {
    const [check, ...others] = blocksIn(
      "main.tf",
      'check c {\n  data "a" b {}\n  assert {\n    condition = true\n  }\n}\n',
    );
    expect(others).toEqual([]);
    expect(check).toMatchObject({
      type: "check",
      labels: ["c"],
      blocks: [
        { type: "data", labels: ["a", "b"] },
        { type: "assert", labels: [] },
      ],
    });
  });

  test("have no label where it is an expression", () => {
    expect(blocksIn("main.tf", 'data "a${"b"}" "c" {}')[0]?.labels).toEqual([undefined, "c"]);
  });

  test.each(["a {", "a {\n  b = [1,\n}", "a = <<EOT\nb", 'a = "b', "/* a"])(
    "are not read from a text that breaks off: %j",
    (text) => {
      expect(() => blocksIn("main.tf", text)).toThrow("it breaks off");
    },
  );

  // Each as `terraform validate` 1.11 reads it.
  test.each([
    ["a marker in an expression of a document", '<<EOT\n${[for EOT in ["a"] :\nEOT\n][0]} /*\nEOT', "# */"],
    ["a marker in a directive of a document", "<<EOT\n%{ if true /*\nEOT\n*/ }%{ endif } /*\nEOT", "# */"],
    ["a marker behind an expression", "<<EOT\n${ 1\n}EOT\n/*\nEOT", "# */"],
    ["a document in a document of the same marker", "<<EOT\n${<<EOT\nx\nEOT\n}\n/*\nEOT", "# */"],
    ["a document in a text", '"${<<EOT\n} \" ${"}"}\nEOT\n}"', ""],
    ["a comment in a text's expression", '"${ 1 /* { */ }"', ""],
    ["line comments in a text's expression", '"${ 1 # } "\n // } "\n }"', ""],
    ["comments in a document's expression", "<<EOT\n${ 1 /* }\nEOT\n*/ # }\n }\nEOT", ""],
    ["openings that stand for themselves", '"$${ %%{ $$${ $$$${"\n b = <<-EOT\n  $${ %%{ $$${ \" $\n  EOT', ""],
    ["a marker between blanks of Go", "<<EOT\nEOT\uFEFF\n\u00A0EOT\u0085", ""],
  ])("are found behind %s", (_, value, end) => {
    const text = `locals {\n  a = ${value}\n}\ndata "a" "b" {\n}\n${end}\n`;
    expect(blocksIn("main.tf", text).map(({ type }) => type)).toEqual(["locals", "data"]);
    const windows = blocksIn("main.tf", text.replaceAll("\n", "\r\n"));
    expect(windows.map(({ type }) => type)).toEqual(["locals", "data"]);
  });

  test("of a long file are read in one pass", () => {
    const many = Array.from({ length: 20_000 }, (_, index) => `data "a" "b${index}" {\n  c = { d : "e" }\n}\n`).join(
      "",
    );
    expect(blocksOf(blocksIn("main.tf", many), "data")).toHaveLength(20_000);
  });
});

describe("blocks in JSON", () => {
  const written = { dms: { source: "a/dms", configuration_aliases: ["dms.asia"] }, other: "${var.x}", flag: true };
  const expected = { dms: { source: "a/dms", configuration_aliases: ["dms.asia"] }, other: null, flag: null };

  test.each([
    ["as objects", { terraform: { required_providers: written } }],
    ["as lists", { terraform: [{}, { required_providers: [written] }] }],
    ["beside a remark", { "//": "terraform", terraform: { "//": {}, required_providers: written } }],
  ])("are read %s", (_, json) => {
    expect(required("main.tf.json", JSON.stringify(json))).toEqual([expected]);
    expect(required("main.tofu.json", `\uFEFF${JSON.stringify(json)}`)).toEqual([expected]);
  });

  test("have their labels, and a check has its data source", () => {
    const json = { data: [{ a: { b: [{ c: "d" }, {}] } }], check: { e: { data: { f: { g: {} } } } } };
    const blocks = blocksIn("main.tf.json", JSON.stringify(json));
    expect(blocksOf(blocks, "data").map(({ labels }) => labels)).toEqual([
      ["a", "b"],
      ["a", "b"],
    ]);
    expect(blocksOf(blocks, "check", "data")).toMatchObject([{ labels: ["f", "g"] }]);
  });

  test("are not read from another text, and nothing of it is quoted", () => {
    expect(() => blocksIn("main.tf.json", '{"token": hunter22}')).toThrow(/^it is not JSON$/);
  });

  test.each([
    ["at the top", '{"data": {"a": {}}, "data": []}', "data"],
    ["beside another value", '{"data": {"a": {}}, "x": ["data", {"data": 1}], "data": null}', "data"],
    ["in a block", '{"data": [{"a": {"b": {}, "c": {"d": "}"}, "b": {}}}]}', "b"],
    ["with an escape", '{"data": {}, "d\\u0061ta" : {}}', "data"],
    ["with a quote in it", String.raw`{"\"{": 1, "\"{" :2}`, String.raw`\"{`],
  ])("are refused with a key twice in one object, %s", (_, json, key) => {
    expect(() => blocksIn("main.tf.json", json)).toThrow(`it has the key "${key}" twice in one object`);
  });

  test("may have one key in several objects, and several remarks", () => {
    const json =
      '{"//": 1, "//": 2, "data": [{"a": {"b": {"a": "a"}}}, {"a": {"b": {"x": "\\"a\\":", "a": ["x", "x"]}}}]}';
    expect(blocksOf(blocksIn("main.tf.json", json), "data")).toHaveLength(2);
  });
});
