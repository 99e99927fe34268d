import { parseProjectKey, type ProjectKey } from "../../domain/connection/project";
import type { InstanceId } from "../../domain/instance";
import type { Entry, JournalRow, Ledger } from "../../domain/ledger/entry";
import type { StateRow } from "../../domain/ledger/record";
import type { Since } from "../../domain/ledger/since";
import { respelled, spellingOf } from "../../domain/ledger/spelling";
import {
  decodeEntries,
  decodeMap,
  decodeRow,
  encodeLedger,
  encodeRow,
  ledgerFormat,
  ledgerFrom,
} from "../../domain/ledger/stored";
import type { PrivateData } from "../../framework/resource";
import { decodeJson, encodeJson } from "../../framework/private-json";

// Private data of the resource, which travels beside the state, invisible to the user.

export interface PrivateContent {
  /** `id` of the object that the data belongs to. It identifies an object that the user wants replaced. */
  readonly object: string | undefined;
  /** The data belongs to the plan of a creation. */
  readonly creation: boolean;
  /** The mark of that creation (succession.ts), if decided. */
  readonly successor: string | undefined;
  /** That creation succeeds an object or may do so. */
  readonly succeeds: boolean;
  /** The data comes from a refresh, not from an apply: it and state contain the journal of that time. */
  readonly refreshed: boolean;
  /** The entries that the rows of state do not imply. */
  readonly entries: Ledger;
  /** Rows of the journal that a refresh has put into state, whose triggers state does not hold. */
  readonly journal: ReadonlyMap<InstanceId, JournalRow>;
  /** Why the last refresh could not read an instance, by its id. */
  readonly unread: ReadonlyMap<InstanceId, string>;
  /** The time up to which all actions on each instance are known; empty if an earlier version wrote the data. */
  readonly since: Since;
  /** The project in which the last apply had the instances. */
  readonly project: ProjectKey | undefined;
  /** A version wrote the data that imported the instances and had not adopted their triggers. */
  readonly isImport: boolean;
  /** The data has another format: its entries count as absent. */
  readonly isForeign: boolean;
}

const empty: PrivateContent = {
  object: undefined,
  creation: false,
  successor: undefined,
  succeeds: false,
  refreshed: false,
  entries: new Map(),
  journal: new Map(),
  unread: new Map(),
  since: new Map(),
  project: undefined,
  isImport: false,
  isForeign: false,
};

interface PrivateParts {
  readonly object?: string | undefined;
  readonly creation?: true;
  readonly successor?: string | undefined;
  readonly succeeds?: boolean;
  readonly refreshed?: true;
  /** Every entry, and the rows of the accompanying state. */
  readonly ledger: Ledger;
  readonly rows: ReadonlyMap<InstanceId, StateRow>;
  readonly journal?: PrivateContent["journal"];
  readonly unread?: PrivateContent["unread"];
  readonly since?: Since;
  readonly project?: ProjectKey | undefined;
}

export function encodePrivate(parts: PrivateParts): PrivateData {
  const { object, creation, successor, succeeds, refreshed, ledger, rows, journal, unread, since, project } = parts;
  return encodeJson({
    format: ledgerFormat,
    object,
    creation,
    successor,
    succeeds,
    refreshed,
    entries: encodeLedger(ledger, rows),
    journal: Object.fromEntries([...(journal ?? [])].map(([id, row]) => [id, encodeRow(row)])),
    ...(unread !== undefined && unread.size > 0 && { unread: Object.fromEntries(unread) }),
    ...(since !== undefined && since.size > 0 && { since: encodeSince(since) }),
    project,
  });
}

/** Never throws: data that this version did not write is `isForeign`. */
export function decodePrivate(data: PrivateData | undefined): PrivateContent {
  if (data === undefined || data.length === 0) return empty;
  try {
    const stored = decodeJson(data);
    const { object, creation, successor, succeeds, refreshed, entries, journal, unread, since } = stored;
    if (stored["format"] !== ledgerFormat) return foreign(stored);
    return {
      ...empty,
      object: textOf(object),
      creation: creation === true,
      successor: textOf(successor),
      succeeds: succeeds === true,
      refreshed: refreshed === true,
      entries: decodeEntries(entries),
      journal: decodeMap(journal, decodeRow),
      unread: unread === undefined ? empty.unread : decodeMap(unread, (reason) => textOf(reason) ?? ""),
      since: since === undefined ? empty.since : decodeSince(since),
      project: parseProjectKey(stored["project"]),
    };
  } catch {
    return { ...empty, isForeign: true };
  }
}

/** The ids of each time: instances that are adopted together share one. */
function encodeSince(since: Since): Readonly<Record<string, readonly InstanceId[]>> {
  const ids = new Map<string, InstanceId[]>();
  for (const [id, time] of since) ids.set(time, [...(ids.get(time) ?? []), id]);
  return Object.fromEntries(ids);
}

function decodeSince(stored: unknown): Since {
  const times = decodeMap(stored, (ids) => (Array.isArray(ids) ? ids.map(textOf) : []));
  return new Map([...times].flatMap(([time, ids]) => ids.flatMap((id) => (id === undefined ? [] : [[id, time]]))));
}

/** The content of data without a format, of versions before the first one: its object, and whether it comes from an import. */
function foreign(stored: Readonly<Record<string, unknown>>): PrivateContent {
  const { format, object, imported } = stored;
  if (format !== undefined) return { ...empty, isForeign: true };
  return { ...empty, object: textOf(object), isImport: imported === true, isForeign: true };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The ledger of a state object, from its rows and its private data, by the ids of the rows: a successor's plan may spell them otherwise. */
export function ledgerOf(rows: ReadonlyMap<InstanceId, StateRow>, { entries, isImport }: PrivateContent): Ledger {
  const ledger = ledgerFrom(rows, respelled(entries, spellingOf(rows.keys())));
  return isImport ? new Map([...ledger].map(([id, entry]) => [id, importedAs(entry)])) : ledger;
}

function importedAs(entry: Entry): Entry {
  return { ...entry, ranFor: "configured" };
}
