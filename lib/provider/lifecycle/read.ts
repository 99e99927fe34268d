import { isCallFailure } from "../../domain/call-failure";
import type { Instance, InstanceId } from "../../domain/instance";
import {
  beyondState,
  carried,
  hasOpenCalls,
  type JournalRows,
  lookedRows,
  openRows,
  type Rows,
  rowsAfter,
  savedRows,
} from "../../domain/ledger/evidence";
import { looked } from "../../domain/ledger/record";
import type { CallContext, ImportResponse, ReadRequest, ReadResponse } from "../../framework/resource";
import { lookAtFleet, statusesOf } from "../../rollout/look";
import { type Import, type Imported, parseImportId } from "../import-id";
import type { RunRecords } from "../runs/memory";
import {
  importIdInvalid,
  importNotFound,
  instancesUnread,
  longWait,
  privateDataOfAnotherVersion,
  providerNotConfigured,
  serviceFailed,
} from "../messages";
import { inPlace } from "../messages/sentence";
import { hasOwnPlace, placeSettingsOf, providersPlace } from "../place";
import type { instanceLifecycleSchema } from "../schemas/instance-lifecycle";
import {
  type Connections,
  locate,
  type ReadyProvider,
  readyData,
  refreshingService,
  refreshInPlace,
} from "../connection/service";
import { type DeclaredLook, keepEvidence, lookAtDeclared } from "./look";
import {
  declaredIn,
  decodeObserved,
  decodeRows,
  encodeResults,
  type Found,
  type LifecycleState,
  observedAfter,
} from "./model";
import { decodePrivate, encodePrivate, ledgerOf } from "./private-data";
import { ownersOf } from "./succession";

// State from the answers of the service: refresh and import.

type Schema = typeof instanceLifecycleSchema;

/**
 * Refreshes the observations. One list call, and a read for each instance that the list does not show. An instance that cannot be read
 * keeps its last observation, with a warning: it must not block the others or its own removal.
 */
export async function readLifecycle(
  request: ReadRequest<Schema>,
  { provider, signal }: CallContext<Connections>,
): Promise<ReadResponse<Schema>> {
  return refreshInPlace(request.state, provider, async (ready) => {
    const answer = await refreshed(request, ready, signal);
    return { ...answer, diagnostics: [...(answer.diagnostics ?? []), ...longWait(ready.service.takeLongWait?.())] };
  });
}

async function refreshed(
  { state, private: priorPrivate }: ReadRequest<Schema>,
  ready: ReadyProvider,
  signal: AbortSignal,
): Promise<ReadResponse<Schema>> {
  const { memory, clock } = ready;
  const content = decodePrivate(priorPrivate);
  const rows = decodeRows(state, memory.digest);
  const ledger = ledgerOf(rows, content);
  const declared = declaredIn(state);
  const earlier = decodeObserved(state);
  const records = await memory.journal.open(ownersOf(state), signal);
  const journal = await journalBeyond(rows, records);
  try {
    const statuses = new Map([...earlier].flatMap(([id, { status }]) => (status === null ? [] : [[id, status]])));
    const { found, unread } = await lookAtOwn(state, () =>
      lookAtDeclared(refreshingService(ready, hasOpenCalls(journal)), declared, statuses, signal),
    );
    if (state.id !== null) ready.reservations.refreshed.add(state.id);
    const nowMs = clock.now();
    const seen = statusesOf(found);
    const open = openRows((id) => ledger.get(id), journal, [...rows.keys()]);
    await keepEvidence(open, seen, nowMs, records);
    const next = rowsAfter(rows, journal, seen, nowMs);
    const shown = new Map([...next].flatMap(([id, { last }]) => (last === undefined ? [] : [[id, last] as const])));
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
        results: encodeResults(declared, shown),
      },
      private: encodePrivate({
        object: content.object ?? state.id ?? undefined,
        refreshed: true,
        ledger: entries,
        rows: next,
        journal: lookedRows(carried(rows, journal, content.journal), seen, nowMs),
        since: content.since,
        project: content.project,
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

/**
 * Looks at an object with its own project. If that project may not be read, only this object is concerned: the others of the provider block
 * go on, and no call is made for this one.
 */
async function lookAtOwn(state: LifecycleState, look: () => Promise<DeclaredLook>): Promise<DeclaredLook> {
  try {
    return await look();
  } catch (thrown) {
    const isOwnAffair = isCallFailure(thrown) && thrown.code === "forbidden" && hasOwnPlace(placeSettingsOf(state));
    if (!isOwnAffair) throw thrown;
    return { found: new Map(), unread: new Map(declaredIn(state).map(({ id }) => [id, thrown])) };
  }
}

/** Journal rows that state does not hold yet; the others are dropped. */
async function journalBeyond(rows: Rows, records: RunRecords): Promise<JournalRows> {
  await records.confirm(savedRows(rows));
  return beyondState(rows, records.load());
}

/**
 * Imports instances by id: `ID,ID` or `NAME=ID,…`. Without a name the key is the instance's name in the service, or its id
 * where two instances share a name. `PROJECT/ID,…` is of another project than the provider's, by its id.
 */
export async function importLifecycle(
  id: string,
  { provider, signal }: CallContext<Connections>,
): Promise<ImportResponse<Schema>> {
  const parsed = parseImportId(id);
  if (parsed === undefined) return { state: undefined, diagnostics: [importIdInvalid(id)] };
  const place = { ...providersPlace, project_id: parsed.projectId ?? null };
  const { data, diagnostics } = await locate(provider, place);
  if (diagnostics.length > 0) return { state: undefined, diagnostics: inPlace(diagnostics, place) };
  const ready = readyData(data);
  if (ready === undefined) return { state: undefined, diagnostics: [providerNotConfigured()] };
  const answer = await imported(parsed, ready, signal);
  return { ...answer, diagnostics: inPlace(answer.diagnostics ?? [], place) };
}

async function imported(
  { projectId, entries }: Import,
  ready: ReadyProvider,
  signal: AbortSignal,
): Promise<ImportResponse<Schema>> {
  try {
    const ids = entries.map((entry) => entry.id);
    const found = await lookAtFleet(ready.service, ids, signal);
    const missing = ids.filter((each) => found.get(each) === undefined);
    if (missing.length > 0) return { state: undefined, diagnostics: [importNotFound(missing)] };
    const state = importedState(nameAll(entries, found), found, ready.newId(), projectId);
    return { state, private: encodePrivate({ object: state.id ?? undefined, ...importedLedger(ids) }) };
  } catch (thrown) {
    if (!isCallFailure(thrown)) throw thrown;
    return { state: undefined, diagnostics: [serviceFailed("importing the instances", thrown)] };
  }
}

function nameAll(
  entries: readonly Imported[],
  found: Found,
): readonly { readonly name: string; readonly id: string }[] {
  const serviceName = (entry: Imported): string => entry.name ?? nameOf(found.get(entry.id)) ?? entry.id;
  const uses = new Map<string, number>();
  for (const entry of entries) uses.set(serviceName(entry), (uses.get(serviceName(entry)) ?? 0) + 1);
  return entries.map((entry) => ({
    name: uses.get(serviceName(entry)) === 1 ? serviceName(entry) : (entry.name ?? entry.id),
    id: entry.id,
  }));
}

function nameOf(instance: Instance | undefined): string | undefined {
  return instance === undefined || instance.name === "" ? undefined : instance.name;
}

/** Imported instances take the triggers of the first configuration: importing restarts nothing. */
function importedLedger(ids: readonly InstanceId[]) {
  const rows = new Map(ids.map((id) => [id, { triggers: new Map<string, string>(), last: undefined }] as const));
  const ledger = new Map(ids.map((id) => [id, { ranFor: "configured" }] as const));
  return { rows, ledger };
}

/** The schema's defaults, without records. */
function importedState(
  named: readonly { readonly name: string; readonly id: string }[],
  found: Found,
  id: string,
  projectId: string | undefined,
): LifecycleState {
  return {
    instances: new Map(
      named.map((entry) => [entry.name, { instance_id: entry.id, desired_state: "running", restart_triggers: null }]),
    ),
    restart_on_create: false,
    restart_unhealthy: false,
    on_missing: "error",
    on_forget: "warn",
    allow_deletion: false,
    max_deletions: null,
    force_delete: false,
    rollout: null,
    ready_timeout: "20m",
    timeouts: null,
    on_failure: "error",
    project_id: projectId ?? null,
    project_name: null,
    region: null,
    id,
    planned_actions: [],
    observed: observedAfter(named, found, new Map()),
    results: new Map(),
    unfinished: [],
  };
}
