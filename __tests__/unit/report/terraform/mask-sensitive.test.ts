import fc from "fast-check";
import { findSecrets, hideTexts, maskSensitive } from "../../../../lib/report/terraform/mask-sensitive";
import { randomRuns } from "../../../support/chaos/random-runs";
import {
  changeOf,
  lifecycleOf,
  planOf,
  reportOf,
  resource,
  shownId,
  stateOf,
} from "../../../support/report/shown-json";

const mark = "(sensitive value)";
const keep = (text: string): string => text;

describe("values that Terraform marks as sensitive", () => {
  test.each<[string, unknown, unknown, unknown]>([
    ["a value", "secret", true, mark],
    ["an object as a whole", { a: { b: 1 } }, { a: true }, { a: mark }],
    ["an attribute", { a: "x", b: "y" }, { a: true }, { a: mark, b: "y" }],
    ["an element", ["x", "y"], [false, true], ["x", mark]],
    ["a number and a boolean", { a: 1, b: false }, { a: true, b: true }, { a: mark, b: mark }],
    ["nothing: null stays null", { a: null }, { a: true }, { a: null }],
    ["what is not there", {}, { a: true }, {}],
    ["a key that every object inherits", { constructor: "x" }, {}, { constructor: "x" }],
    ["marks of another shape", { a: ["x"] }, { a: { 0: true } }, { a: ["x"] }],
  ])("is masked: %s", (_, value, marks, masked) => {
    expect(maskSensitive(value, marks, keep)).toEqual(masked);
  });

  test("is found wherever it stands, unless it is so short that it is a word", () => {
    expect(findSecrets({ a: ["short", "long-enough"], b: "open-value" }, { a: true })).toEqual(["long-enough"]);
    expect(findSecrets([{ a: "long-enough" }, { a: "other-value" }], [{}, { a: true }])).toEqual(["other-value"]);
  });

  test("of any resource or variable is not in a report, in any form", () => {
    const values = lifecycleOf({ alpha: { reason: `it is ${shownId("alpha")}`, message: "the-password" } });
    const other = resource("random_password.p", { result: "the-password" }, { result: true });
    const fleet = resource("dms_instance_lifecycle.fleet", values, { instances: { alpha: { instance_id: true } } });
    const inState = JSON.stringify(reportOf(stateOf(other, fleet)));
    const change = { before: values, after: values, after_sensitive: { instances: true } };
    const inPlan = JSON.stringify(
      reportOf({
        ...planOf(changeOf("dms_instance_lifecycle.fleet", change)),
        variables: { password: { value: "the-password" }, engine: { value: "it is open" } },
        configuration: { root_module: { variables: { password: { sensitive: true }, engine: {} } } },
      }),
    );
    for (const report of [inState, inPlan]) {
      expect(report).toContain(`it is ${mark}; ${mark}`);
      expect(report).not.toContain(shownId("alpha"));
      expect(report).not.toContain("the-password");
    }
  });
});

describe("texts to hide", () => {
  test.each([
    ["none", [], "abcdef", "abcdef"],
    ["one, twice", ["abc"], "abc-abc", "*-*"],
    ["the longer of two that begin alike", ["abc", "abcdef"], "abcdefg", "*g"],
    ["overlapping ones together", ["abcd", "cdef"], "xabcdefx", "x*x"],
    ["one inside another", ["bc", "abcd"], "abcd", "*"],
    ["what the mark itself contains only once", ["*", "abc"], "abc", "*"],
    ["not what only begins like one", ["abcd"], "abc", "abc"],
  ])("are replaced by a mark: %s", (_, secrets, text, shown) => {
    expect(hideTexts(secrets, "*")(text)).toBe(shown);
  });

  test("are removed completely, and nothing else is", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b"), minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(word), fc.string({ unit: fc.constantFrom("a", "b", "c") }), (secrets, text) => {
        const shown = hideTexts(secrets, "*")(text);
        for (const secret of secrets) expect(shown).not.toContain(secret);
        const open = Array.from(text, (letter, at) =>
          secrets.some((secret) => covers(secret, text, at)) ? "" : letter,
        );
        expect(shown.replaceAll("*", "")).toBe(open.join(""));
      }),
      randomRuns(300),
    );
  });
});

/** Whether an occurrence of `secret` in `text` covers the place `at`. */
function covers(secret: string, text: string, at: number): boolean {
  return Array.from(secret, (_, back) => at - back).some((start) => start >= 0 && text.startsWith(secret, start));
}
