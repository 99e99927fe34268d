import { errorDiagnostic } from "../../../../lib/framework/values/diagnostic";
import { settleAnswer } from "../../../../lib/framework/rules/settle";
import { Decimal, unknown, type ObjectValue } from "../../../../lib/framework/values/value";
import { counterSchema, emptyState } from "../../../support/framework/counter";

const { attributes } = counterSchema;
const before: ObjectValue = { ...emptyState(), id: "counter-1", step: new Decimal("0.1"), zones: ["a", "b"] };
const options = { doing: "Updating demo_counter", fallback: before, spelledLike: before };
const failure = errorDiagnostic("Half Done", "The other half is missing.");

test("a state that is fine goes on as it is, spelled as before", () => {
  const state = { ...before, step: 0.1, zones: ["b", "a"], label: "x" };
  expect(settleAnswer(attributes, { state }, options)).toMatchObject({
    state: { ...before, label: "x" },
    diagnostics: [],
  });
});

test("an unknown value without an error becomes null and is named", () => {
  const { state, diagnostics } = settleAnswer(attributes, { state: { ...before, id: unknown } }, options);
  expect(state).toEqual({ ...before, id: null });
  expect(diagnostics).toMatchObject([{ severity: "error", summary: "Provider Returned Invalid State", path: ["id"] }]);
  expect(diagnostics[0]?.detail).toContain("Updating demo_counter: id is still unknown.");
});

test("unknown values beside an error are taken from before, silently", () => {
  const state: ObjectValue = { ...before, id: unknown, nickname: unknown };
  const settled = settleAnswer(attributes, { state, diagnostics: [failure] }, options);
  expect(settled).toMatchObject({ state: before, diagnostics: [failure] });
});

test("a misfit is named with an error, too", () => {
  const state = { ...before, step: "one" };
  const { diagnostics } = settleAnswer(attributes, { state, diagnostics: [failure] }, options);
  expect(diagnostics.map(({ summary }) => summary)).toEqual(["Half Done", "Provider Returned Invalid State"]);
});

test("no state stays no state", () => {
  expect(settleAnswer(attributes, { state: undefined, diagnostics: [failure] }, options)).toEqual({
    state: undefined,
    diagnostics: [failure],
  });
});

test.each([undefined, null, "done", 7])("%p is not an answer", (answer) => {
  expect(() => settleAnswer(attributes, answer as never, options)).toThrow("it returned no answer");
});

test.each(["text", [1, 2], { 0: 1 }, 7, null])(
  "private data that is %p is dropped with a message, and the state stays",
  (priv) => {
    const settled = settleAnswer(attributes, { state: before, private: priv as never }, options);
    expect(settled).toMatchObject({ state: before, private: undefined });
    expect(settled.diagnostics).toMatchObject([{ severity: "error", summary: "Provider Bug" }]);
    expect(settled.diagnostics[0]?.detail).toContain("Updating demo_counter returned private data that is not bytes");
  },
);

test("private data of any bytes is passed on", () => {
  for (const priv of [new Uint8Array([1]), Buffer.from([1]), new Uint8Array()])
    expect(settleAnswer(attributes, { state: before, private: priv }, options)).toEqual({
      state: before,
      private: priv,
      diagnostics: [],
    });
});
