import type { JournalRow } from "../../../../lib/domain/ledger/entry";
import { newestRows } from "../../../../lib/domain/ledger/journal";
import { recordOf } from "../../../support/rollout/records";

const rowAt = (finishedAt: string): JournalRow => ({ record: recordOf({ finishedAt }), triggers: new Map() });

test("the newest row of each instance is the one that ended last, in whatever order they come", () => {
  const [early, late] = [rowAt("2026-01-01T00:00:01.000Z"), rowAt("2026-01-01T00:00:02.000Z")];
  const other = rowAt("2026-01-01T00:00:00.000Z");
  const newest = new Map([
    ["ant", late],
    ["bee", other],
  ]);
  expect(
    newestRows([
      ["ant", early],
      ["bee", other],
      ["ant", late],
    ]),
  ).toEqual(newest);
  expect(
    newestRows([
      ["ant", late],
      ["bee", other],
      ["ant", early],
    ]),
  ).toEqual(newest);
});
