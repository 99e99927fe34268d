import { isCallFailure } from "../../domain/call-failure";
import type { Instance, InstanceId } from "../../domain/instance";
import type { CallContext, ImportResponse } from "../../framework/resource";
import { lookAtFleet } from "../../rollout/look";
import { connectionRules } from "../../domain/connection";
import { importIdInvalid, importNotFound, providerNotConfigured, serviceFailed } from "../messages";
import { inPlace } from "../messages/sentence";
import { providersPlace } from "../place";
import type { instanceLifecycleSchema } from "../schemas/instance-lifecycle";
import { type Connections, locate, type ReadyProvider, readyData } from "../service";
import { type Found, type LifecycleState, observedAfter } from "./model";
import { encodePrivate } from "./private-data";

interface Import {
  /** Id of the project; `undefined`: the provider's. */
  readonly projectId: string | undefined;
  readonly entries: readonly Imported[];
}

interface Imported {
  readonly name: string | undefined;
  readonly id: string;
}

/**
 * Imports instances by id: `ID,ID` or `NAME=ID,…`. Without a name the key is the instance's name in the service, or its id
 * if two instances share a name. `PROJECT/ID,…` imports from another project than the provider's, by its id.
 */
export async function importLifecycle(
  id: string,
  { provider, signal }: CallContext<Connections>,
): Promise<ImportResponse<typeof instanceLifecycleSchema>> {
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
): Promise<ImportResponse<typeof instanceLifecycleSchema>> {
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

/** The parts of an import id; `undefined` unless it is a list of distinct ids with distinct names. Pure. */
function parseImportId(text: string): Import | undefined {
  const projectId = projectIdBefore(text);
  const entries = parseEntries(projectId === undefined ? text : text.slice(projectId.length + 1));
  return entries === undefined ? undefined : { projectId: projectId === "" ? undefined : projectId, entries };
}

/** The project id before the first slash; `undefined` or empty: the provider's project. A key of `by_key`, `NAME/ID=ID`, is a name. */
function projectIdBefore(text: string): string | undefined {
  const [first = ""] = text.split(",");
  const slash = first.indexOf("/");
  if (slash === 0) return "";
  if (slash < 0 || !connectionRules.projectId.allows(first.slice(0, slash))) return undefined;
  const { name, id } = parseEntry(first);
  return name?.endsWith(`/${id}`) === true ? undefined : first.slice(0, slash);
}

function parseEntry(part: string): Imported {
  const separator = part.lastIndexOf("=");
  const name = separator < 0 ? undefined : part.slice(0, separator).trim();
  return { name, id: part.slice(separator + 1).trim() };
}

function parseEntries(text: string): readonly Imported[] | undefined {
  const entries = text.split(",").map(parseEntry);
  const ids = new Set(entries.map(({ id }) => id));
  const names = entries.flatMap(({ name }) => (name === undefined ? [] : [name]));
  const valid = entries.every(({ name, id }) => name !== "" && /^[A-Za-z0-9._-]{1,64}$/.test(id));
  return valid && ids.size === entries.length && new Set(names).size === names.length ? entries : undefined;
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

/** The imported state: the schema's defaults, without records. */
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
    on_forget: null,
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
