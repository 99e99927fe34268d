import { pathVariableOf, variableOf } from "../../../lib/domain/environment";

test.each([
  ["one without a line end", "/run/prov.jsonl", "/run/prov.jsonl"],
  ["one from a file of Windows", "prov.jsonl\r\n", "prov.jsonl"],
  ["one with several line ends", "/run/a\n\r\n", "/run/a"],
  ["one with blanks, which may belong to it", " /run/a b ", " /run/a b "],
  ["one with a line end within", "/run/a\nb", "/run/a\nb"],
  ["one of line ends alone", "\r\n", undefined],
  ["an empty one", "", undefined],
  ["none", undefined, undefined],
])("a path is read without the line ends at its end: %s", (_, value, path) => {
  expect(pathVariableOf({ DMS_PROGRESS_FILE: value }, "DMS_PROGRESS_FILE")).toBe(path);
});

test("any other variable is read as it is, and an empty one is not set", () => {
  expect(variableOf({ A: "a\r\n" }, "A")).toBe("a\r\n");
  expect(variableOf({ A: "" }, "A")).toBeUndefined();
});
