import { errorDiagnostic } from "../../../lib/framework/diagnostic";
import { settleState } from "../../../lib/framework/settle";
import { Decimal, unknown, type ObjectValue } from "../../../lib/framework/value";
import { counterSchema, emptyState } from "../../support/framework/counter";

const { attributes } = counterSchema;
const before: ObjectValue = { ...emptyState(), id: "counter-1", step: new Decimal("0.1"), zones: ["a", "b"] };
const options = { doing: "Updating demo_counter", fallback: before, spelledLike: before };
const failure = errorDiagnostic("Half Done", "The other half is missing.");

test("a state that is fine goes on as it is, spelled as before", () => {
  const state = { ...before, step: 0.1, zones: ["b", "a"], label: "x" };
  expect(settleState(attributes, { state }, options)).toEqual({ state: { ...before, label: "x" }, diagnostics: [] });
});

test("an unknown value without an error becomes null and is named", () => {
  const { state, diagnostics } = settleState(attributes, { state: { ...before, id: unknown } }, options);
  expect(state).toEqual({ ...before, id: null });
  expect(diagnostics).toMatchObject([{ severity: "error", summary: "Provider Returned Invalid State", path: ["id"] }]);
  expect(diagnostics[0]?.detail).toContain("Updating demo_counter: id is still unknown.");
});

test("unknown values beside an error are taken from before, silently", () => {
  const state: ObjectValue = { ...before, id: unknown, nickname: unknown };
  const settled = settleState(attributes, { state, diagnostics: [failure] }, options);
  expect(settled).toEqual({ state: before, diagnostics: [failure] });
});

test("what does not fit is named beside an error, too", () => {
  const state = { ...before, step: "one" };
  const { diagnostics } = settleState(attributes, { state, diagnostics: [failure] }, options);
  expect(diagnostics.map(({ summary }) => summary)).toEqual(["Half Done", "Provider Returned Invalid State"]);
});

test("no state stays no state", () => {
  expect(settleState(attributes, { state: undefined, diagnostics: [failure] }, options)).toEqual({
    state: undefined,
    diagnostics: [failure],
  });
});
