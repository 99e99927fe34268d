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

test("the project of the last apply is kept, and a text that names none is not a project", () => {
  const nothing = { ledger: new Map(), rows: new Map() };
  expect(decodePrivate(encodePrivate({ ...nothing, project: "name:eu-de_kafka" })).project).toBe("name:eu-de_kafka");
  expect(decodePrivate(encodePrivate(nothing)).project).toBeUndefined();
  const odd = Buffer.from(encodePrivate({ ...nothing, project: "id:p" }))
    .toString()
    .replace("id:p", "p");
  expect(decodePrivate(Buffer.from(odd)).project).toBeUndefined();
});
