import fc from "fast-check";
import { withShownTexts } from "../../../../lib/client/texts/foreign-words";
import { randomRuns } from "../../../support/chaos/random-runs";
import { hidden, hostileText, obeyed } from "../../../support/client/hostile-texts";

const token = "gAAAAABmZ3JlYXQtdG9rZW4tb2YtYS1ob3N0aWxlLXN0b3J5LXdpdGgtbWFueS1sZXR0ZXJz";
const most = 256;

/** Every text in a value, keys included. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  const own = Array.isArray(value) ? [] : Object.keys(value);
  return [...own, ...Object.values(value).flatMap(textsIn)];
}

describe("texts that pass the border", () => {
  test("are visible, without effect and bounded, anywhere in an answer", () => {
    const decoded = fc.record({
      instances: fc.array(
        fc.record({
          id: hostileText,
          name: fc.oneof(
            hostileText,
            hostileText.map((text) => text.repeat(200)),
          ),
          status: hostileText,
          tags: fc.dictionary(hostileText, hostileText),
        }),
      ),
      total: fc.integer(),
    });
    fc.assert(
      fc.property(decoded, (given) => {
        const shown = withShownTexts(given, [token]);
        expect(shown.instances).toHaveLength(given.instances.length);
        expect(shown.total).toBe(given.total);
        for (const text of textsIn(shown)) {
          expect(text).not.toMatch(hidden);
          expect(text).not.toMatch(obeyed);
          expect(text.length).toBeLessThanOrEqual(most);
        }
      }),
      randomRuns(100),
    );
  });

  test("are unchanged if they are harmless", () => {
    const instance = {
      id: "54602a9d-5e22-4239-9123-77e350df4a34",
      name: "orders_eu-1",
      status: "RUNNING",
      total: 3,
      none: undefined,
    };
    expect(withShownTexts({ instances: [instance] }, [token])).toEqual({ instances: [instance] });
  });

  test.each(["id", "name", "engine", "engineVersion", "status"])(
    "hides a secret that is reflected in its %s",
    (field) => {
      for (const reflected of [token, token.slice(3, 30), token.split("").join("\u200b"), `x${token}`]) {
        expect(withShownTexts({ [field]: reflected }, [token])[field]).toMatch(/^x?\*\*\*$/);
      }
    },
  );

  test("keeps a name that contains a short password", () => {
    expect(withShownTexts({ name: "latest-orders" }, ["test"])).toEqual({ name: "latest-orders" });
    expect(withShownTexts({ name: "correct-horse-1" }, ["correct-horse"])).toEqual({ name: "***-1" });
  });

  test("cuts a name of five megabytes", () => {
    const name = "n".repeat(5_000_000);
    const kept = withShownTexts({ name }, [token]).name;
    expect(kept).toBe(`${"n".repeat(most - 1)}…`);
  });
});
