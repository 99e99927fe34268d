import type { ActionRecord } from "../../../../lib/domain/action-record";
import type { Entry, OpenRecord } from "../../../../lib/domain/ledger/entry";
import {
  beyondState,
  carried,
  evidenceIn,
  hasOpenCalls,
  lookedRows,
  openRows,
  rowsAfter,
  savedRows,
} from "../../../../lib/domain/ledger/evidence";
import { recordOf } from "../../../support/rollout/records";

const now = new Map([["revision", "#2"]]);
const before = new Map([["revision", "#1"]]);
const nowMs = Date.parse("2026-01-01T01:00:00Z");
const at = "2026-01-01T01:00:00.000Z";

const open = { ...recordOf({ status: "RUNNING", leftAt: "" }), result: "unknown" } as const satisfies OpenRecord;
const row = (record: ActionRecord, triggers = now) => new Map([["i", { record, triggers }]]);
const status = (word: string) => new Map([["i", word]]);

describe("the calls whose end is open", () => {
  test("are looked for in the journal first, then in the ledger, with the triggers they were made for", () => {
    const entry: Entry = { ranFor: before, restart: { record: open, forHealth: false } };
    expect(openRows(() => entry, row({ ...open, wave: 7 }), ["i"])).toEqual(row({ ...open, wave: 7 }));
    expect(openRows(() => entry, new Map(), ["i"])).toEqual(row(open, before));
    expect(openRows(() => entry, row(recordOf({})), ["i"])).toEqual(row(open, before));
    expect(openRows(() => entry, row(open), [])).toEqual(new Map());
  });

  test.each<[string, Entry | "undecided" | undefined]>([
    ["no entry", undefined],
    ["an entry that is not known yet", "undecided"],
    ["a proven entry", { ranFor: before }],
    [
      "an entry whose cause is not a set of triggers",
      { ranFor: "unknown", restart: { record: open, forHealth: false } },
    ],
  ])("do not come from %s", (_, entry) => {
    expect(openRows(() => entry, new Map(), ["i"])).toEqual(new Map());
  });

  test("make a look wait for the journal; finished and unsent calls do not", () => {
    expect(hasOpenCalls(row(open))).toBe(true);
    expect(hasOpenCalls(row(recordOf({ result: "failed" })))).toBe(true);
    expect(hasOpenCalls(row(recordOf({ result: "success" })))).toBe(false);
    expect(hasOpenCalls(row(recordOf({ result: "not_started", submittedAt: "" })))).toBe(false);
    expect(hasOpenCalls(new Map())).toBe(false);
  });
});

describe("the evidence in a look", () => {
  test("is a restart that was seen to leave its status, dated by the look", () => {
    expect(evidenceIn(row(open), status("RESTARTING"), nowMs)).toEqual(
      row({ ...open, status: "RESTARTING", leftAt: at }),
    );
  });

  test.each<[string, ActionRecord, string | undefined]>([
    ["another status", open, "RUNNING"],
    ["an instance that was not seen", open, undefined],
    ["a restart that an earlier look saw leave", { ...open, leftAt: at }, "RESTARTING"],
    ["a call whose end is known", recordOf({ result: "failed", leftAt: "" }), "RESTARTING"],
  ])("does not come from %s", (_, record, word) => {
    expect(evidenceIn(row(record), word === undefined ? new Map() : status(word), nowMs)).toEqual(new Map());
  });
});

describe("the rows after a look", () => {
  test("have the status that was seen, in state and in the journal", () => {
    const seen = { ...open, status: "ERROR", wordsSeen: ["RUNNING", "ERROR"] };
    expect(lookedRows(row(open), status("ERROR"), nowMs)).toEqual(row(seen));
    expect(lookedRows(row(open), new Map(), nowMs)).toEqual(row(open));
    expect(rowsAfter(new Map([["i", { triggers: before, last: open }]]), new Map(), status("ERROR"), nowMs)).toEqual(
      new Map([["i", { triggers: before, last: seen }]]),
    );
  });

  test("take the record of the journal before that of state, and keep the triggers of state", () => {
    const state = new Map([
      ["i", { triggers: before, last: recordOf({}) }],
      ["new", { triggers: before, last: undefined }],
    ]);
    expect(rowsAfter(state, row(open), new Map(), nowMs)).toEqual(
      new Map([
        ["i", { triggers: before, last: open }],
        ["new", { triggers: before, last: undefined }],
      ]),
    );
  });
});

describe("state and journal", () => {
  const last = recordOf({ finishedAt: "2026-01-01T00:05:00.000Z" });
  const later = recordOf({ finishedAt: "2026-01-01T00:06:00.000Z" });
  const state = (record: ActionRecord | undefined, triggers = now) => new Map([["i", { triggers, last: record }]]);

  test("rows of state are saved only with a record", () => {
    expect(savedRows(state(last))).toEqual(row(last));
    expect(savedRows(state(undefined))).toEqual(new Map());
  });

  test("the journal is beyond state for a later record, and for an instance without one", () => {
    expect(beyondState(state(last), row(later))).toEqual(row(later));
    expect(beyondState(state(undefined), row(later))).toEqual(row(later));
    expect(beyondState(new Map(), row(later))).toEqual(row(later));
    expect(beyondState(state(later), row(last))).toEqual(new Map());
  });

  test("rows are carried while state has no record or other triggers, and those of earlier refreshes stay", () => {
    const earlier = new Map([["other", { record: last, triggers: now }]]);
    const both = new Map([...earlier, ...row(later)]);
    expect(carried(state(last, before), row(later), earlier)).toEqual(both);
    expect(carried(state(undefined), row(later), earlier)).toEqual(both);
    expect(carried(state(last), row(later), earlier)).toEqual(earlier);
    expect(carried(new Map(), row(later), earlier)).toEqual(earlier);
  });
});
