import type { ActionRecord } from "../action-record";
import {
  type Digests,
  type Entry,
  isOpenRecord,
  type JournalRow,
  type Ledger,
  type OpenRecord,
  type RanFor,
} from "./entry";
import { entryOf, type StateRow } from "./record";
import { isSameEntry } from "./same-entry";

/**
 * The ledger as JSON: one codec for private data and for the journal on disk.
 *
 *  F1  Everything stored carries `format`. A stored value of another format counts as absent.
 *  F2  Only entries that a row of state does not imply are stored (E6).
 *  F3  Decoding throws for every value that this module did not encode; it never guesses.
 */
export const ledgerFormat = 2;

type Stored = Readonly<Record<string, unknown>>;

export function encodeEntry({ ranFor, restart, deletion, proven }: Entry): Stored {
  return {
    ranFor: typeof ranFor === "string" ? ranFor : encodeDigests(ranFor),
    ...(restart && { restart }),
    ...(deletion && { deletion: { record: deletion.record, triggers: encodeDigests(deletion.triggers) } }),
    ...(proven && { proven }),
  };
}

export function decodeEntry(value: unknown): Entry {
  const { ranFor, restart, deletion, proven } = objectOf(value, "an entry");
  return {
    ranFor: decodeRanFor(ranFor),
    ...(restart !== undefined && { restart: decodeRestart(restart) }),
    ...(deletion !== undefined && { deletion: decodeDeletion(deletion) }),
    ...(proven !== undefined && { proven: decodeRecord(proven) }),
  };
}

function decodeRanFor(value: unknown): RanFor {
  if (value === "configured" || value === "nothing" || value === "unknown") return value;
  return decodeDigests(value);
}

function decodeRestart(value: unknown): NonNullable<Entry["restart"]> {
  const { record, forHealth, seenWell } = objectOf(value, "a restart");
  expect(typeof forHealth === "boolean", "a restart's forHealth");
  expect(seenWell === undefined || seenWell === true, "a restart's seenWell");
  return { record: decodeOpen(record), forHealth: forHealth === true, ...(seenWell === true && { seenWell }) };
}

function decodeDeletion(value: unknown): NonNullable<Entry["deletion"]> {
  const { record, triggers } = objectOf(value, "a deletion");
  return { record: decodeOpen(record), triggers: decodeDigests(triggers) };
}

function decodeOpen(value: unknown): OpenRecord {
  const record = decodeRecord(value);
  if (isOpenRecord(record)) return record;
  // A `verify` may end with the failure of a call whose time was never known.
  if (record.result === "failed") return { ...record, result: "failed" };
  throw new Error("a record is not open");
}

/** The entries that the rows of state do not imply (F2). */
export function encodeLedger(ledger: Ledger, rows: ReadonlyMap<string, StateRow>): Stored {
  const told = [...ledger].flatMap(([id, entry]) => {
    const row = rows.get(id);
    const isImplied = row !== undefined && isSameEntry(entry, entryOf(row));
    return isImplied ? [] : [[id, encodeEntry(entry)] as const];
  });
  return Object.fromEntries(told);
}

/** Reads back the entries that were stored. */
export function decodeEntries(stored: unknown): Ledger {
  return decodeMap(stored, decodeEntry);
}

/** Every entry: the stored ones, and for the other rows the one that state implies. */
export function ledgerFrom(rows: ReadonlyMap<string, StateRow>, stored: Ledger): Ledger {
  return new Map([...rows].map(([id, row]) => [id, stored.get(id) ?? entryOf(row)]));
}

export function encodeRow({ record, triggers }: JournalRow): Stored {
  return { record, triggers: encodeDigests(triggers) };
}

export function decodeRow(value: unknown): JournalRow {
  const { record, triggers } = objectOf(value, "a journal row");
  return { record: decodeRecord(record), triggers: decodeDigests(triggers) };
}

export function encodeDigests(digests: Digests): Stored {
  return Object.fromEntries(digests);
}

function decodeDigests(value: unknown): Digests {
  return decodeMap(value, (digest) => {
    if (typeof digest !== "string") throw new Error("the digest of a trigger is not a string");
    return digest;
  });
}

/** Decodes a map from keys to values that `decode` reads. */
export function decodeMap<T>(value: unknown, decode: (value: unknown) => T): ReadonlyMap<string, T> {
  return new Map(Object.entries(objectOf(value, "a map")).map(([key, entry]) => [key, decode(entry)]));
}

const texts = [
  "instanceId",
  "status",
  "reason",
  "errorCode",
  "message",
  "requestId",
  "submittedAt",
  "leftAt",
  "finishedAt",
] as const satisfies readonly (keyof ActionRecord)[];

/** Fields that records of earlier versions do not have. */
const laterTexts = ["taskId", "calledAt", "watchedUntil"] as const satisfies readonly (keyof ActionRecord)[];

export function decodeRecord(value: unknown): ActionRecord {
  const stored = objectOf(value, "a record");
  for (const name of texts) expect(typeof stored[name] === "string", `a record's ${name}`);
  for (const name of laterTexts) expect(["string", "undefined"].includes(typeof stored[name]), `a record's ${name}`);
  expect(stored["action"] === "restart" || stored["action"] === "delete", "a record's action");
  expect(["success", "failed", "unknown", "not_started"].includes(stored["result"] as string), "a record's result");
  expect([true, undefined].includes(stored["wasFaulty"] as true | undefined), "a record's wasFaulty");
  expect(isTextsOrAbsent(stored["wordsSeen"]), "a record's wordsSeen");
  expect(typeof stored["accepted"] === "boolean", "a record's accepted");
  expect(Number.isInteger(stored["wave"]), "a record's wave");
  return value as ActionRecord;
}

function isTextsOrAbsent(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.every((each) => typeof each === "string"));
}

/** Throws unless the value is an object. */
export function objectOf(value: unknown, what: string): Stored {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error(`${what} is not an object`);
  return value as Stored;
}

function expect(holds: boolean, name: string): void {
  if (!holds) throw new Error(`${name} is not of its type`);
}
