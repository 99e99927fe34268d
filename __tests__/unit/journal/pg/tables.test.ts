import { statementsFor } from "../../../../lib/journal/pg/tables";
import { readProjectFile } from "../../../support/docs/markdown";

test("the guide shows the statements that a role without rights gets", () => {
  expect(readProjectFile("docs/guides/shared-journal.md")).toContain(statementsFor("terraform"));
});
