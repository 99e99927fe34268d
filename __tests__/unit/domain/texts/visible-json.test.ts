import fc from "fast-check";
import { visibleJson } from "../../../../lib/domain/texts/visible-line";
import { randomRuns } from "../../../support/chaos/random-runs";
import { hidden, hostileText, obeyed } from "../../../support/client/hostile-texts";

const value = fc.dictionary(hostileText, fc.oneof(hostileText, fc.array(hostileText)));

describe("JSON that can be shown", () => {
  test.each([undefined, 2])("reads back unchanged, and has no effect when printed (indent %j)", (indent) => {
    fc.assert(
      fc.property(value, (given) => {
        const json = visibleJson(given, indent);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(given)));
        for (const line of json.split("\n")) {
          expect(line).not.toMatch(hidden);
          // A line begins with a brace or a quote, so only texts that are obeyed anywhere count.
          expect(line).toMatch(/^ *["{}[\]]/);
          expect(line).not.toMatch(/##\w*\[|\b(?:section|travis)_\w+:/);
        }
        if (indent === undefined) expect(json).not.toContain("\n");
      }),
      randomRuns(500),
    );
  });

  test("is ordinary JSON if it is harmless", () => {
    const plain = { name: "orders", list: [1, null, "ü 🦊 ::1 # [a]"] };
    expect(visibleJson(plain)).toBe(JSON.stringify(plain));
    expect(visibleJson(plain, 2)).toBe(JSON.stringify(plain, null, 2));
    expect(obeyed.test(visibleJson({ a: "##[error]" }))).toBe(false);
  });
});
