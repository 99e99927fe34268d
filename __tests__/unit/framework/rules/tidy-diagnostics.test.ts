import { hasErrors } from "../../../../lib/framework/values/diagnostic";
import { tidyDiagnostics } from "../../../../lib/framework/rules/tidy-diagnostics";

const doing = "Updating demo_counter";
const fine = { severity: "warning", summary: "Look", detail: "At this.", path: ["a", { key: "k" }, { index: 0 }] };
const bug = (severity: string): unknown => ({
  severity,
  summary: "Provider Bug",
  detail: expect.stringMatching(/^Updating demo_counter.*\n.*please report it\.$/) as unknown,
});

test.each([
  [[]],
  [undefined],
  [null],
  [[fine]],
  [
    [
      { ...fine, severity: "error" },
      { severity: "error", summary: "S", detail: "" },
    ],
  ],
])("a right diagnostic stays unchanged: %j", (returned) => {
  expect(tidyDiagnostics(doing, returned)).toEqual(returned ?? []);
});

test.each([
  [{ index: 1.5 }],
  [{ index: -1 }],
  [{ index: Infinity }],
  [{ index: "1" }],
  [{ key: 1 }],
  [{}],
  [null],
  [7],
  [["a"]],
])("a path is cut before a wrong step, with a message: %p", (step) => {
  const returned = [{ ...fine, path: ["a", step, "b"] }, fine];
  expect(tidyDiagnostics(doing, returned)).toEqual([{ ...fine, path: ["a"] }, bug("warning"), fine]);
});

test("a wrong path is left out", () => {
  expect(tidyDiagnostics(doing, [{ ...fine, path: "a.b" }])).toEqual([
    { severity: "warning", summary: "Look", detail: "At this." },
    bug("warning"),
  ]);
});

test.each([[undefined], [null], ["text"], [{}], [{ ...fine, detail: undefined }], [{ ...fine, summary: 7 }]])(
  "a diagnostic without a text is an error in its place: %p",
  (one) => {
    expect(tidyDiagnostics(doing, [one, fine])).toEqual([bug("error"), fine]);
  },
);

test("an unknown severity is an error, and so is a value that is not a list", () => {
  expect(hasErrors(tidyDiagnostics(doing, [{ ...fine, severity: "fatal" }]))).toBe(true);
  expect(tidyDiagnostics(doing, "failed")).toEqual([bug("error")]);
});
