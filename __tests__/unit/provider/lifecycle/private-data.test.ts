import type { Entry } from "../../../../lib/domain/ledger/entry";
import { decodePrivate, encodePrivate, ledgerOf } from "../../../../lib/provider/lifecycle/private-data";

test("the entries of a successor's plan, by its spelling of the ids, are those of the rows that state spells otherwise", () => {
  const row = { triggers: new Map([["revision", "#2"]]), last: undefined };
  const failed: Entry = { ranFor: new Map([["revision", "#1"]]) };
  const planned = encodePrivate({ creation: true, ledger: new Map([["ANT", failed]]), rows: new Map([["ANT", row]]) });
  const rows = new Map([
    ["ant", row],
    ["bee", row],
  ]);
  expect(ledgerOf(rows, decodePrivate(planned))).toEqual(
    new Map<string, Entry>([
      ["ant", failed],
      ["bee", { ranFor: row.triggers }],
    ]),
  );
});
