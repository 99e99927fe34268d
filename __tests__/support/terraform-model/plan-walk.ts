import { type Diagnostic, hasErrors } from "../../../lib/framework/values/diagnostic";
import type { PrivateData } from "../../../lib/framework/resource";
import type { ProviderCalls } from "./provider-calls";
import type { Action, Change, Configuration, DeclaredResource, PlanOptions } from "./plan";
import { type Address, objectAt, type Place, type State, type StoredObject, withObject } from "./state";
import type { Ways } from "./ways";

interface WalkOptions extends PlanOptions {
  readonly ways: Ways;
}

/** The result of a walk. Beside errors the changes do not count. */
export interface Planned {
  readonly state: State;
  readonly changes: readonly Change[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The plan walk of a normal or refresh-only plan, in one process. Terraform takes objects side by side; here they come one
 * after another: resources by address, of each the objects that were put aside first.
 */
export async function planWalk(
  calls: ProviderCalls,
  state: State,
  configuration: Configuration,
  options: PlanOptions,
  ways: Ways,
): Promise<Planned> {
  const addresses = new Set([...state.keys(), ...Object.keys(configuration.resources)]);
  let planned: Planned = { state, changes: [], diagnostics: [] };
  for (const address of [...addresses].sort()) {
    for (const deposed of state.get(address)?.deposed.keys() ?? []) {
      planned = merge(planned, await planGoing(calls, planned.state, { address, deposed }, options));
    }
    planned = merge(planned, await planCurrent(calls, planned.state, address, configuration, { ...options, ways }));
  }
  return planned;
}

/** The plan walk that plans to destroy everything: the state has been refreshed by an earlier walk. */
export async function destroyWalk(calls: ProviderCalls, state: State): Promise<Planned> {
  let planned: Planned = { state, changes: [], diagnostics: [] };
  for (const [address, { current, deposed }] of state) {
    const places = [
      ...[...deposed.keys()].map((key) => ({ address, deposed: key })),
      ...(current ? [{ address }] : []),
    ];
    for (const place of places) planned = merge(planned, await planDestroyed(calls, planned.state, place));
  }
  return planned;
}

function merge(before: Planned, { state, changes, diagnostics }: Planned): Planned {
  return {
    state,
    changes: [...before.changes, ...changes],
    diagnostics: [...before.diagnostics, ...diagnostics],
  };
}

const nothing = (state: State, diagnostics: readonly Diagnostic[] = []): Planned => ({
  state,
  changes: [],
  diagnostics,
});

/** An object that is to be removed: it was put aside, or is no longer declared. It is read, and planned from the read value. */
async function planGoing(calls: ProviderCalls, state: State, place: Place, options: PlanOptions): Promise<Planned> {
  const upgraded = await calls.upgrade(place.address, objectAt(state, place));
  if (upgraded.kind === "failed") return nothing(state, upgraded.diagnostics);
  const refreshed = options.refresh === false ? upgraded : await calls.read(place.address, upgraded.object);
  if (refreshed.kind === "failed") return nothing(state, refreshed.diagnostics);
  const next = withObject(state, place, refreshed.object);
  if (refreshed.object === undefined || options.mode === "refresh-only") return nothing(next);
  return destruction(calls, next, place, refreshed.object);
}

async function planDestroyed(calls: ProviderCalls, state: State, place: Place): Promise<Planned> {
  const upgraded = await calls.upgrade(place.address, objectAt(state, place));
  if (upgraded.kind === "failed") return nothing(state, upgraded.diagnostics);
  return destruction(calls, state, place, upgraded.object);
}

async function destruction(calls: ProviderCalls, state: State, place: Place, object: StoredObject): Promise<Planned> {
  const answer = await calls.planDestroy(place.address, object);
  const change: Change = { ...place, action: "delete", planned: undefined, private: answer.private };
  return { state, changes: [change], diagnostics: answer.diagnostics };
}

function planCurrent(
  calls: ProviderCalls,
  state: State,
  address: Address,
  configuration: Configuration,
  options: WalkOptions,
): Promise<Planned> {
  const declared = configuration.resources[address];
  if (declared !== undefined) return planDeclared(calls, state, address, declared, configuration, options);
  if (objectAt(state, { address }) === undefined) return Promise.resolve(nothing(state));
  if (configuration.forgotten?.includes(address) === true) return planForgotten(calls, state, address, options);
  return planOrphan(calls, state, address, options);
}

async function planForgotten(
  calls: ProviderCalls,
  state: State,
  address: Address,
  { refresh, mode, ways }: WalkOptions,
): Promise<Planned> {
  const upgraded = await calls.upgrade(address, objectAt(state, { address }));
  if (upgraded.kind === "failed") return nothing(state, upgraded.diagnostics);
  const isRead = ways.readsForgotten && refresh !== false;
  const refreshed = isRead ? await calls.read(address, upgraded.object) : upgraded;
  if (refreshed.kind === "failed") return nothing(state, refreshed.diagnostics);
  const next = isRead ? withObject(state, { address }, refreshed.object) : state;
  if (isRead && (refreshed.object === undefined || mode === "refresh-only")) return nothing(next);
  const change: Change = { address, action: "forget", planned: undefined, private: undefined };
  return { state: next, changes: [change], diagnostics: [] };
}

async function planOrphan(
  calls: ProviderCalls,
  state: State,
  address: Address,
  options: WalkOptions,
): Promise<Planned> {
  const { orphans } = options.ways;
  if (orphans === "read, then planned unless refresh-only") return planGoing(calls, state, { address }, options);
  if (orphans === "planned, then read") return planThenRead(calls, state, { address }, options);
  const planned = await planGoing(calls, state, { address }, { ...options, mode: "normal" });
  return options.mode === "refresh-only" ? { ...planned, changes: [] } : planned;
}

async function planThenRead(calls: ProviderCalls, state: State, place: Place, options: PlanOptions): Promise<Planned> {
  const upgraded = await calls.upgrade(place.address, objectAt(state, place));
  if (upgraded.kind === "failed") return nothing(state, upgraded.diagnostics);
  const { object } = upgraded;
  const planned = await destruction(calls, state, place, object);
  if (options.refresh === false || hasErrors(planned.diagnostics)) return planned;
  const refreshed = await calls.read(place.address, object);
  if (refreshed.kind === "failed") return nothing(state, refreshed.diagnostics);
  const next = withObject(state, place, refreshed.object);
  const isDropped = refreshed.object === undefined || options.mode === "refresh-only";
  return isDropped ? nothing(next) : { ...planned, state: next };
}

async function planDeclared(
  calls: ProviderCalls,
  state: State,
  address: Address,
  declared: DeclaredResource,
  configuration: Configuration,
  options: PlanOptions,
): Promise<Planned> {
  const found = await refreshed(calls, state, address, configuration, options);
  if (found.kind === "failed") return nothing(state, found.diagnostics);
  const { private: priorPrivate } = found;
  const object = found.object && { ...found.object, createBeforeDestroy: declared.createBeforeDestroy === true };
  const next = withObject(state, { address }, object);
  if (options.mode === "refresh-only") return nothing(next);
  const invalid = await calls.validate(address, declared.config);
  if (hasErrors(invalid)) return nothing(next, invalid);
  const planned = await decide(calls, { address, declared, object, priorPrivate, options });
  return { state: next, ...planned };
}

interface Found {
  readonly kind: "found";
  readonly object: StoredObject | undefined;
  /** Also of an object that a read has found gone: it goes to the plan of its successor. */
  readonly private: PrivateData | undefined;
}

async function refreshed(
  calls: ProviderCalls,
  state: State,
  address: Address,
  { imports }: Configuration,
  options: PlanOptions,
): Promise<Found | { readonly kind: "failed"; readonly diagnostics: readonly Diagnostic[] }> {
  const stored = objectAt(state, { address });
  const importId = imports?.[address];
  if (stored === undefined && importId === undefined) return { kind: "found", object: undefined, private: undefined };
  const start =
    stored === undefined ? await calls.import(address, importId ?? "") : await calls.upgrade(address, stored);
  if (start.kind === "failed") return start;
  if (stored !== undefined && options.refresh === false) {
    return { kind: "found", object: start.object, private: start.object.private };
  }
  return calls.read(address, start.object);
}

interface Decision {
  readonly address: Address;
  readonly declared: DeclaredResource;
  readonly object: StoredObject | undefined;
  readonly priorPrivate: PrivateData | undefined;
  readonly options: PlanOptions;
}

/** Asks for the future of a declared resource: once, or once more without the old object if it is to be replaced. */
async function decide(calls: ProviderCalls, decision: Decision): Promise<Pick<Planned, "changes" | "diagnostics">> {
  const { address, declared, object, priorPrivate, options } = decision;
  const { config } = declared;
  const replacing: Action = declared.createBeforeDestroy === true ? "create, then delete" : "delete, then create";
  const plan = async (action: Action, from: PrivateData | undefined) => {
    const answer = await calls.plan(address, { prior: undefined, config, private: from });
    return changed({ address, action, planned: answer.planned, private: answer.private }, answer.diagnostics);
  };
  if (object === undefined) return plan("create", priorPrivate);
  if (object.tainted) return plan(replacing, undefined);
  const { value: prior } = object;
  const first = await calls.plan(address, { prior, config, private: priorPrivate });
  if (hasErrors(first.diagnostics)) return { changes: [], diagnostics: first.diagnostics };
  const { planned } = first;
  const form = calls.form(address);
  if (options.replace?.includes(address) === true || form.differsAt(first.requiresReplace, prior, planned)) {
    const second = await plan(replacing, first.private);
    return { ...second, diagnostics: [...first.diagnostics, ...second.diagnostics] };
  }
  const action = form.isSame(planned, prior) ? "no-op" : "update";
  return changed({ address, action, planned, private: first.private }, first.diagnostics);
}

function changed(change: Change, diagnostics: readonly Diagnostic[]): Pick<Planned, "changes" | "diagnostics"> {
  return { changes: [change], diagnostics };
}
