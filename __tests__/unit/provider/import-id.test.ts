import { parseImportId } from "../../../lib/provider/import-id";

test("an import names each instance once, in any spelling of its id", () => {
  expect(parseImportId("a1,A2")?.entries.map(({ id }) => id)).toEqual(["a1", "A2"]);
  expect(parseImportId("a1,A1")).toBeUndefined();
  expect(parseImportId("orders=a1,audit=A1")).toBeUndefined();
});
