import { type ActionRecord, newestRecord } from "../../domain/action-record";
import { isCallFailure } from "../../domain/call-failure";
import type { InstanceId } from "../../domain/instance";
import { type JournalRow, sameDigests } from "../../domain/ledger/entry";
import { looked, recordLooked, type StateRow } from "../../domain/ledger/record";
import type { CallContext, ReadRequest, ReadResponse } from "../../framework/resource";
import { statusesOf } from "../../rollout/look";
import type { LocalMemory } from "../memory";
import { instancesUnread, privateDataOfAnotherVersion, serviceFailed } from "../messages";
import type { instanceLifecycleSchema } from "../schemas/instance-lifecycle";
import { type ProviderData, readyData } from "../service";
import { keepEvidence, lookAtDeclared, openRows } from "./look";
import { declaredIn, decodeObserved, decodeRows, encodeResults, observedAfter } from "./model";
import { decodePrivate, encodePrivate, ledgerOf } from "./private-data";

type Schema = typeof instanceLifecycleSchema;
type Rows = ReadonlyMap<InstanceId, StateRow>;
type Journal = ReadonlyMap<InstanceId, JournalRow>;

/**
 * Refreshes what is observed. One list call, and a read for each instance that the list does not show. An instance that cannot be
 * read keeps what was last known of it, with a warning: it must not keep the others, or its own removal, from going on.
 */
export async function readLifecycle(
  { state, private: priorPrivate }: ReadRequest<Schema>,
  context: CallContext<ProviderData>,
): Promise<ReadResponse<Schema>> {
  const ready = readyData(context.provider);
  if (ready === undefined) return { state };
  const { memory, clock } = ready;
  const content = decodePrivate(priorPrivate);
  const rows = decodeRows(state, memory.digest);
  const ledger = ledgerOf(rows, content);
  const declared = declaredIn(state);
  const earlier = decodeObserved(state);
  const journal = journalBeyond(rows, memory);
  try {
    const statuses = new Map([...earlier].flatMap(([id, { status }]) => (status === null ? [] : [[id, status]])));
    const { found, unread } = await lookAtDeclared(ready, declared, statuses, context.signal);
    if (state.id !== null) ready.reservations.refreshed.add(state.id);
    const nowMs = clock.now();
    const seen = statusesOf(found);
    keepEvidence(openIn(rows, journal, ledger), seen, nowMs, memory.runRecords);
    const next = rowsAfter(rows, journal, seen, nowMs);
    const records = new Map([...next].flatMap(([id, { last }]) => (last === undefined ? [] : [[id, last] as const])));
    const entries = new Map(
      [...ledger].map(([id, entry]) => {
        const status = seen.get(id);
        return [id, status === undefined ? entry : looked(entry, status, nowMs)] as const;
      }),
    );
    return {
      state: {
        ...state,
        observed: observedAfter(declared, found, earlier),
        results: encodeResults(declared, records),
      },
      private: encodePrivate({
        object: content.object ?? state.id ?? undefined,
        refreshed: true,
        ledger: entries,
        rows: next,
        journal: lookedRows(carried(rows, journal, content.journal), seen, nowMs),
        since: content.since,
        unread: new Map([...unread].map(([id, { message }]) => [id, message])),
      }),
      diagnostics: [
        ...(content.isForeign ? [privateDataOfAnotherVersion()] : []),
        ...instancesUnread(declared, unread),
      ],
    };
  } catch (thrown) {
    if (!isCallFailure(thrown)) throw thrown;
    return { state, diagnostics: [serviceFailed("refreshing the instances", thrown)] };
  }
}

/** The rows of a state object, as the journal would hold them. */
export function savedRows(rows: Rows): Journal {
  return new Map(
    [...rows].flatMap(([id, { triggers, last }]) =>
      last === undefined ? [] : [[id, { record: last, triggers }] as const],
    ),
  );
}

/** Journal rows that state does not hold yet; the others are dropped. */
function journalBeyond(rows: Rows, { runRecords }: LocalMemory): Journal {
  runRecords.confirm(savedRows(rows));
  return new Map(
    [...runRecords.load()].filter(([id, { record }]) => {
      const last = rows.get(id)?.last;
      return last === undefined || newestRecord(last, record) === record;
    }),
  );
}

function openIn(rows: Rows, journal: Journal, ledger: ReturnType<typeof ledgerOf>): Journal {
  const known = new Map([...ledger].map(([id, entry]) => [id, { entry }] as const));
  return openRows(known, journal, [...rows.keys()]);
}

/** The rows with the newest record of each instance, and what the look shows of it. */
function rowsAfter(rows: Rows, journal: Journal, statuses: ReadonlyMap<InstanceId, string>, nowMs: number): Rows {
  return new Map(
    [...rows].map(([id, { triggers, last }]) => {
      const record: ActionRecord | undefined = journal.get(id)?.record ?? last;
      const status = statuses.get(id);
      const seen = record === undefined || status === undefined ? record : recordLooked(record, status, nowMs);
      return [id, { triggers, last: seen }] as const;
    }),
  );
}

/** Journal rows that go into state with this refresh, or went with an earlier one, while state has other triggers. */
function carried(rows: Rows, journal: Journal, earlier: Journal): Journal {
  const rowsOfMachine = [...journal].filter(([id, { triggers }]) => {
    const row = rows.get(id);
    return row !== undefined && (row.last === undefined || !sameDigests(row.triggers, triggers));
  });
  return new Map([...earlier, ...rowsOfMachine]);
}

function lookedRows(journal: Journal, statuses: ReadonlyMap<InstanceId, string>, nowMs: number): Journal {
  return new Map(
    [...journal].map(([id, { record, triggers }]) => {
      const status = statuses.get(id);
      return [id, { record: status === undefined ? record : recordLooked(record, status, nowMs), triggers }] as const;
    }),
  );
}
