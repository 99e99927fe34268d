import type { JournalRow } from "../../../lib/domain/ledger/entry";
import type { Journal, Rows, RunRecords } from "../../../lib/domain/ledger/journal";
import { withLocalRows } from "../../../lib/journal/with-local-rows";
import { recordOf } from "../../support/rollout/records";

const signal = new AbortController().signal;
const rowOf = (instanceId: string, finishedAt: string): JournalRow => ({
  record: recordOf({ instanceId, result: "unknown", finishedAt }),
  triggers: new Map(),
});
const early = "2026-03-01T10:00:00.000Z";
const late = "2026-03-01T11:00:00.000Z";
const rows = (...all: readonly JournalRow[]): Rows => new Map(all.map((row) => [row.record.instanceId, row]));

/** A journal that has these rows, and the questions it was asked. */
function journalOf(name: string, believed: Rows, heard: Rows, asked: string[]): Journal {
  const note = (what: string) => (): Promise<void> => Promise.resolve(void asked.push(`${name} ${what}`));
  const records: RunRecords = {
    isRequired: name === "shared",
    problem: undefined,
    load: () => believed,
    hearsay: () => heard,
    begin: () => {
      asked.push(`${name} begin`);
      return Promise.resolve({
        problem: undefined,
        save: () => Promise.resolve(undefined),
        ended: note("ended"),
      });
    },
    confirm: note("confirm"),
    drop: async () => {
      await note("drop")();
      return name === "shared" ? "it is away" : "the file is held";
    },
    named: note("named"),
  };
  return { open: () => Promise.resolve(records) };
}

describe("a shared journal with the rows of this machine", () => {
  test("knows the newest row of each instance, and separates believed rows from hearsay", async () => {
    const shared = journalOf("shared", rows(rowOf("a", late), rowOf("b", early)), rows(), []);
    const local = journalOf(
      "local",
      rows(rowOf("a", early), rowOf("b", late), rowOf("c", early)),
      rows(rowOf("d", early)),
      [],
    );
    const records = await withLocalRows(shared, local).open([], signal);
    expect(records.load()).toEqual(rows(rowOf("a", late), rowOf("b", late), rowOf("c", early)));
    expect(records.hearsay()).toEqual(rows(rowOf("d", early)));
    expect(records.isRequired).toBe(true);
  });

  test("writes to the shared one alone, and drops from both what state holds", async () => {
    const asked: string[] = [];
    const none = rows();
    const journal = withLocalRows(journalOf("shared", none, none, asked), journalOf("local", none, none, asked));
    const records = await journal.open([], signal);
    await (await records.begin()).ended();
    await records.named("id");
    await records.confirm(none);
    expect(await records.drop(new Set(["a"]))).toBe("it is away the file is held");
    expect(asked).toEqual([
      "shared begin",
      "shared ended",
      "shared named",
      "shared confirm",
      "local confirm",
      "shared drop",
      "local drop",
    ]);
  });
});
