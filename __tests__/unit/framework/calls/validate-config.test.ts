import { validateConfig } from "../../../../lib/framework/calls/validate-config";
import { unknown, type ObjectValue } from "../../../../lib/framework/values/value";
import { counterConfig, counterEntry, counterSchema } from "../../../support/framework/counter";

function judge(config: ObjectValue) {
  return validateConfig(counterSchema.attributes, config);
}

test("a fine configuration is fine", () => {
  const limits = { max: 3, reached: null };
  const counters = new Map([["a", counterEntry({ color: "red", limits })]]);
  expect(judge(counterConfig({ counters, step: 0, zones: ["x"], ports: [{ port: 1, handle: null }] }))).toEqual([]);
});

test("unknown values pass at every depth", () => {
  const counters = new Map([["a", counterEntry({ start: unknown, color: unknown, limits: unknown })]]);
  expect(judge(counterConfig({ label: unknown, step: unknown, counters }))).toEqual([]);
  expect(judge(counterConfig({ counters: unknown }))).toEqual([]);
  expect(judge(counterConfig({ counters: new Map([["a", unknown]]) }))).toEqual([]);
});

describe("a value that the schema forbids is an error at its place", () => {
  test.each<[string, ObjectValue, string, unknown]>([
    [
      "a required attribute that is null",
      counterConfig({ label: null }),
      "label is required, but is null. Give it a value.",
      ["label"],
    ],
    [
      "one inside a map",
      counterConfig({ counters: new Map([["__proto__", counterEntry({ start: null })]]) }),
      'counters["__proto__"].start is required, but is null. Give it a value.',
      ["counters", { key: "__proto__" }, "start"],
    ],
    [
      "one inside a set",
      counterConfig({ ports: [{ port: null, handle: null }] }),
      "ports[0].port is required, but is null. Give it a value.",
      ["ports", { index: 0 }, "port"],
    ],
    [
      "a read-only attribute with a value",
      counterConfig({ id: "x" }),
      "id is set by the provider and cannot be configured. Remove it from the configuration.",
      ["id"],
    ],
    [
      "one deep inside",
      counterConfig({ counters: new Map([["a", counterEntry({ limits: { max: null, reached: true } })]]) }),
      'counters["a"].limits.reached is set by the provider and cannot be configured. Remove it from the configuration.',
      ["counters", { key: "a" }, "limits", "reached"],
    ],
    [
      "a value of the wrong kind",
      { ...counterConfig(), zones: "x" },
      "zones must be a set of strings, but is a string.",
      ["zones"],
    ],
    [
      "an element of the wrong kind",
      { ...counterConfig(), zones: ["x", 1] },
      "zones[1] must be a string, but is a number.",
      ["zones", { index: 1 }],
    ],
    ["what a validator refuses", counterConfig({ step: -1 }), "step must be at least 0, but is -1.", ["step"]],
    [
      "what a validator deep inside refuses",
      counterConfig({ counters: new Map([["a", counterEntry({ color: "blue" })]]) }),
      'counters["a"].color must be one of "grey", "red", but is "blue".',
      ["counters", { key: "a" }, "color"],
    ],
    [
      "too few elements",
      counterConfig({ counters: new Map() }),
      "counters must have at least 1 element, but has 0 elements.",
      ["counters"],
    ],
    [
      "a sensitive value, without showing it",
      counterConfig({ secret: "hunter2" }),
      "secret must be a text of at least 8 characters, but is (sensitive value).",
      ["secret"],
    ],
  ])("%s", (_name, config, detail, path) => {
    expect(judge(config)).toEqual([{ severity: "error", summary: expect.any(String) as string, detail, path }]);
  });
});

test("a deprecated attribute is a warning that names the replacement", () => {
  expect(judge(counterConfig({ tags: new Map([["a", "b"]]) }))).toEqual([
    { severity: "warning", summary: "Deprecated Attribute", detail: "tags is deprecated. Use label.", path: ["tags"] },
  ]);
});
