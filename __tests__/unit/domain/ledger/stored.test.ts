import { type Entry, isOpenRecord, isSent, sameDigests } from "../../../../lib/domain/ledger/entry";
import { entryOf } from "../../../../lib/domain/ledger/record";
import {
  decodeEntries,
  decodeEntry,
  decodeMap,
  decodeRecord,
  decodeRow,
  encodeEntry,
  encodeLedger,
  encodeRow,
  ledgerFrom,
} from "../../../../lib/domain/ledger/stored";
import { recordOf } from "../../../support/rollout/records";

const digests = new Map([
  ["config", "#1"],
  ["__proto__", "#own"],
]);
const failed = { ...recordOf({}), result: "failed" } as const;
const unknown = { ...recordOf({ action: "delete" }), result: "unknown" } as const;

const entries: readonly Entry[] = [
  { ranFor: digests },
  { ranFor: "configured" },
  { ranFor: "nothing" },
  { ranFor: "unknown" },
  { ranFor: digests, restart: { record: failed, forHealth: true } },
  { ranFor: digests, restart: { record: { ...failed, submittedAt: "" }, forHealth: false } },
  { ranFor: digests, restart: { record: { ...failed, wasFaulty: true }, forHealth: false, seenWell: true } },
  { ranFor: digests, deletion: { record: unknown, triggers: digests }, proven: recordOf({}) },
];

const throughText = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe("the codec of the ledger", () => {
  test.each(entries)("gives back its input: %j", (entry) => {
    expect(decodeEntry(throughText(encodeEntry(entry)))).toStrictEqual(entry);
  });

  test.each([
    {},
    { taskId: "t" },
    { calledAt: "2026-01-01T00:00:00.000Z" },
    { watchedUntil: "2026-01-01T00:00:00.000Z" },
    { wordsSeen: ["RUNNING", "UPGRADING"] },
  ])("gives back a row of the journal, with %j", (more) => {
    const row = { record: recordOf(more), triggers: digests };
    expect(decodeRow(throughText(encodeRow(row)))).toEqual(row);
  });

  test.each<readonly [string, unknown, string]>([
    ["no object", [], "an entry is not an object"],
    ["nothing", null, "an entry is not an object"],
    ["an invalid word for ranFor", { ranFor: "whatever" }, "a map is not an object"],
    ["a digest that is not a text", { ranFor: { config: 1 } }, "the digest of a trigger is not a string"],
    ["a restart that is not an object", { ranFor: {}, restart: 1 }, "a restart is not an object"],
    ["a record that is not an object", { ranFor: {}, proven: 1 }, "a record is not an object"],
    ["a restart without its cause", { ranFor: {}, restart: { record: failed } }, "a restart's forHealth"],
    [
      "a restart that was seen well perhaps",
      { ranFor: {}, restart: { record: failed, forHealth: true, seenWell: "" } },
      "seenWell",
    ],
    ["a restart that is proven", { ranFor: {}, restart: { record: recordOf({}), forHealth: true } }, "not open"],
    ["a deletion that is not an object", { ranFor: {}, deletion: 1 }, "a deletion is not an object"],
    ["a deletion without triggers", { ranFor: {}, deletion: { record: unknown } }, "a map is not an object"],
    ["a proof that is not a record", { ranFor: {}, proven: {} }, "a record's instanceId"],
  ])("F3: refuses %s", (_, stored, said) => {
    expect(() => decodeEntry(stored)).toThrow(said);
  });

  test.each<readonly [string, unknown]>([
    ["action", "stop"],
    ["result", "perhaps"],
    ["accepted", "yes"],
    ["wave", 1.5],
    ["finishedAt", 5],
    ["instanceId", undefined],
    ["status", null],
    ["reason", 1],
    ["errorCode", 1],
    ["message", 1],
    ["requestId", 1],
    ["submittedAt", 1],
    ["leftAt", 1],
    ["taskId", 1],
    ["calledAt", null],
    ["watchedUntil", 1],
    ["wasFaulty", false],
    ["wordsSeen", "RUNNING"],
    ["wordsSeen", [1]],
  ])("F3: refuses a record whose %s is %j", (field, value) => {
    expect(() => decodeRecord({ ...recordOf({}), [field]: value })).toThrow(`a record's ${field}`);
  });

  test.each(["restart", "delete"])("takes a record of a %s", (action) => {
    expect(decodeRecord({ ...recordOf({}), action })).toMatchObject({ action });
  });

  test.each(["success", "failed", "unknown", "not_started"])("takes a record that is %s", (result) => {
    expect(decodeRecord({ ...recordOf({}), result })).toMatchObject({ result });
  });

  test("F3: refuses a row that is not an object, and a value that is not a map", () => {
    expect(() => decodeRow("row")).toThrow("a journal row is not an object");
    expect(() => decodeMap(1, String)).toThrow("a map is not an object");
  });
});

describe("F2: entries that a row of state implies", () => {
  const row = { triggers: digests, last: failed };
  const rows = new Map([["i", row]]);

  test("is not stored, in whatever order its fields are", () => {
    expect(encodeLedger(new Map([["i", entryOf(row)]]), rows)).toEqual({});
    const turned = { ...entryOf(row), ranFor: new Map([...digests].reverse()) };
    expect(encodeLedger(new Map([["i", turned]]), rows)).toEqual({});
  });

  test.each([
    { wasFaulty: true as const },
    { calledAt: "2026-01-01T00:00:00.000Z" },
    { watchedUntil: "2026-01-01T00:00:00.000Z" },
    { wordsSeen: ["RUNNING", "ERROR"] },
  ])(
    "does not contain fields that state does not keep: %j is stored, also with the record of the run that knows it",
    (more) => {
      const record = { ...failed, ...more };
      const ledger = new Map([["i", { ranFor: digests, restart: { record, forHealth: false } }]]);
      const stored = encodeLedger(ledger, new Map([["i", { triggers: digests, last: record }]]));
      expect(ledgerFrom(rows, decodeEntries(throughText(stored)))).toEqual(ledger);
    },
  );

  test("does not contain fields for the run alone: the reason of an unseen end is not stored", () => {
    const record = { ...recordOf({}), result: "unknown", why: "unreadable" } as const;
    const ledger = new Map([["i", { ranFor: digests, restart: { record, forHealth: false } }]]);
    expect(encodeLedger(ledger, new Map([["i", { triggers: digests, last: record }]]))).toEqual({});
  });

  test("is read if nothing is stored; a stored entry takes precedence, and one without a row is dropped", () => {
    const entry: Entry = { ranFor: "nothing" };
    const ledger = new Map([
      ["i", entry],
      ["other", entry],
    ]);
    const stored = decodeEntries(throughText(encodeLedger(ledger, rows)));
    expect([...stored.keys()]).toEqual(["i", "other"]);
    expect(ledgerFrom(rows, stored)).toEqual(new Map([["i", entry]]));
    expect(ledgerFrom(rows, new Map())).toEqual(new Map([["i", entryOf(row)]]));
  });
});

describe("a record", () => {
  test("is sent when a call was made, or may have been", () => {
    expect(isSent(recordOf({}))).toBe(true);
    expect(isSent(recordOf({ submittedAt: "" }))).toBe(false);
    expect(isSent(recordOf({ submittedAt: "", result: "unknown" }))).toBe(true);
  });

  test("is open when it was sent and is neither proven nor not started", () => {
    expect(isOpenRecord(failed)).toBe(true);
    expect(isOpenRecord(unknown)).toBe(true);
    expect(isOpenRecord(recordOf({}))).toBe(false);
    expect(isOpenRecord({ ...failed, submittedAt: "" })).toBe(false);
    expect(isOpenRecord(recordOf({ result: "not_started" }))).toBe(false);
  });
});

test("digests are the same with the same names and values, in any order", () => {
  expect(sameDigests(digests, new Map([...digests].reverse()))).toBe(true);
  expect(sameDigests(digests, new Map([["config", "#1"]]))).toBe(false);
  expect(sameDigests(new Map([["config", "#1"]]), new Map([["config", "#2"]]))).toBe(false);
  expect(sameDigests(new Map([["a", "#1"]]), new Map([["b", "#1"]]))).toBe(false);
});
