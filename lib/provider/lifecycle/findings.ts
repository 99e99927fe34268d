import type { CallFailure } from "../../domain/call-failure";
import { idKey, type InstanceId, parseEngine } from "../../domain/instance";
import type { Entry } from "../../domain/ledger/entry";
import { type Desired, isGoneStatus, type Wanted } from "../../domain/ledger/judge";
import type { Planned } from "../../domain/ledger/waves";
import { deletedStatus } from "../../domain/status";
import type { Diagnostic } from "../../framework/values/diagnostic";
import {
  actionNotOffered,
  deletionNotAllowed,
  dueUnread,
  duplicateInstance,
  forceDeleteNeedsV2,
  forgottenInstances,
  instanceUnreadable,
  missingInstance,
  nothingToDelete,
  projectMoved,
  serviceFailed,
  tooManyDeletions,
  triggersAdopted,
} from "../messages";
import type { Capabilities, Situation } from "./gather";
import { type Sight, isOfAll } from "./look";
import { type Found, isDesired } from "./model";

// Errors and warnings about the declared instances and the due actions. Does not decide which actions are due.

/** A declared instance as it was judged. */
export interface JudgedInstance {
  readonly wanted: Wanted;
  /** The entry of state, completed by the journal. */
  readonly before: Entry | "undecided" | undefined;
  readonly entry: Entry | "undecided" | undefined;
  readonly status: string | undefined;
}

/** Every finding about the declared instances and their due actions. With an error among them, no call may be made. */
export function findingsOf(
  subjects: readonly JudgedInstance[],
  planned: readonly Planned[],
  situation: Situation,
  sight: Sight,
): readonly Diagnostic[] {
  const engines = enginesIn(subjects, situation, sight.found);
  return [
    ...findingsOfDeclared(subjects, planned, situation, engines),
    ...refusalsOfLook(situation.wanted, sight),
    ...goneElsewhere(subjects, situation),
    ...goneAlready(subjects, planned, situation, sight),
    ...unreadDue(planned, situation.unread),
  ];
}

function findingsOfDeclared(
  subjects: readonly JudgedInstance[],
  planned: readonly Planned[],
  situation: Situation,
  engines: ReadonlyMap<InstanceId, string>,
): readonly Diagnostic[] {
  const { wanted, settings, capabilities } = situation;
  return [
    ...duplicates(wanted.flatMap(({ name, id }) => (id === undefined ? [] : [{ name, id }]))),
    ...missing(subjects, settings.onMissing),
    ...consent(planned, settings),
    ...offered(planned, settings.forceDelete, engines, capabilities),
    ...triggersAdopted(subjects.flatMap(({ wanted: each, before }) => (isAdoptedByImport(each, before) ? [each] : []))),
  ];
}

function isAdoptedByImport(wanted: Wanted, before: JudgedInstance["before"]): wanted is Desired {
  if (before === undefined || before === "undecided" || before.ranFor !== "configured") return false;
  return isDesired(wanted) && wanted.triggers.size > 0;
}

/** The same id under two names. */
export function duplicates(
  instances: readonly { readonly name: string; readonly id: string }[],
): readonly Diagnostic[] {
  const names = new Map<InstanceId, string>();
  return instances.flatMap(({ name, id }) => {
    const first = names.get(idKey(id));
    if (first !== undefined) return [duplicateInstance(first, name, id)];
    names.set(idKey(id), name);
    return [];
  });
}

function missing(
  subjects: readonly JudgedInstance[],
  onMissing: Situation["settings"]["onMissing"],
): readonly Diagnostic[] {
  const gone = subjects.flatMap(({ wanted: { name, id, state }, status, entry }) =>
    id !== undefined && state === "running" && isGoneStatus(status)
      ? [{ name, id, isAdopted: entry !== undefined }]
      : [],
  );
  if (gone.length === 0) return [];
  if (onMissing !== "error") return [forgottenInstances(gone, onMissing)];
  return gone.map((instance) => missingInstance(instance, instance.isAdopted));
}

function consent(planned: readonly Planned[], settings: Situation["settings"]): readonly Diagnostic[] {
  const deletions = planned.filter(({ verb }) => verb === "delete");
  if (deletions.length === 0) return [];
  if (settings.allowDeletion === false) return [deletionNotAllowed(deletions)];
  const limit = settings.maxDeletions;
  return typeof limit === "number" && deletions.length > limit ? [tooManyDeletions(deletions, limit)] : [];
}

/** Reports due actions for which the API version in use has no call. */
function offered(
  planned: readonly Planned[],
  forceDelete: boolean,
  engines: ReadonlyMap<InstanceId, string>,
  capabilities: Capabilities | undefined,
): readonly Diagnostic[] {
  if (capabilities === undefined) return [];
  const { apiVersion } = capabilities;
  const force = forceDelete && apiVersion === "v1.0" ? [forceDeleteNeedsV2(apiVersion)] : [];
  const others = planned.flatMap((item) => {
    const engine = parseEngine(engines.get(item.id) ?? "");
    if (item.verb === "verify" || engine === undefined || capabilities.supports(item.action, engine)) return [];
    return [actionNotOffered(item, engine, apiVersion)];
  });
  return [...force, ...others];
}

/** The service's word for the engine of each instance, as last read or as the look shows it. */
function enginesIn(
  subjects: readonly JudgedInstance[],
  { known }: Situation,
  found: Found,
): ReadonlyMap<InstanceId, string> {
  return new Map(
    subjects.flatMap(({ wanted: { id } }) => {
      const engine = id === undefined ? undefined : (known.get(id)?.observed?.engine ?? found.get(id)?.engine);
      return id === undefined || engine == null ? [] : [[id, engine] as const];
    }),
  );
}

/**
 * Reports newcomers (declared instances that no refresh has seen) that the service does not know or could not read. A failed read concerns
 * its own instance, unless the others failed in the same way. on_missing is about instances that existed once; an id that never existed is
 * an error.
 */
function refusalsOfLook(
  wanted: readonly Wanted[],
  { newcomers, found, unread, failure }: Sight,
): readonly Diagnostic[] {
  if (failure !== undefined) return [lookFailed(failure)];
  const failures = [...unread.values()];
  const isGeneral = (each: CallFailure): boolean =>
    isOfAll(each) || (each.code !== "invalid" && failures.filter((other) => isAlike(other, each)).length > 1);
  const general = failures.filter(
    (each, index) => isGeneral(each) && failures.findIndex((other) => isAlike(other, each)) === index,
  );
  const refused = wanted.flatMap(({ name, id }) => {
    const failed = id === undefined ? undefined : unread.get(id);
    return id === undefined || failed === undefined || isGeneral(failed)
      ? []
      : [instanceUnreadable({ name, id }, failed)];
  });
  const absent = wanted.flatMap(({ name, id, state }) =>
    id !== undefined && newcomers.has(id) && state === "running" && isGoneIn(found, id) ? [{ name, id }] : [],
  );
  return [...refused, ...general.map(lookFailed), ...absent.map((instance) => missingInstance(instance, false))];
}

/** Whether two reads failed in the same way, but for the instance. */
function isAlike(a: CallFailure, b: CallFailure): boolean {
  return a.code === b.code && a.status === b.status && a.errorCode === b.errorCode;
}

/**
 * Reports due calls for instances that the refresh could not read: one finding for each reason. A `verify` is not reported: it sends no
 * call, its run looks by itself, and an error would prevent the resource from being destroyed.
 */
function unreadDue(planned: readonly Planned[], unread: Situation["unread"]): readonly Diagnostic[] {
  const affected = planned.filter(({ id, verb }) => verb !== "verify" && unread.has(id));
  const reasons = new Set(affected.map(({ id }) => unread.get(id) ?? ""));
  return [...reasons].map((reason) =>
    dueUnread(
      affected.filter(({ id }) => unread.get(id) === reason),
      reason,
    ),
  );
}

function lookFailed(failure: CallFailure): Diagnostic {
  return serviceFailed("looking up the instances, before any call", failure);
}

/**
 * Refuses to count instances as deleted because they are absent from a project in which they never were. A proven deletion stays proven.
 */
function goneElsewhere(subjects: readonly JudgedInstance[], { moved }: Situation): readonly Diagnostic[] {
  if (moved === undefined) return [];
  const gone = subjects.flatMap(({ wanted: { name, id, state }, status, before }) => {
    if (id === undefined || state !== "deleted" || !isGoneStatus(status)) return [];
    const isProven = typeof before === "object" && before.proven?.action === "delete";
    return isProven ? [] : [{ name, id }];
  });
  return gone.length > 0 ? [projectMoved(gone, moved)] : [];
}

/** Warns of instances that are newly declared deleted and already gone: the provider may be looking in the wrong place. */
function goneAlready(
  subjects: readonly JudgedInstance[],
  planned: readonly Planned[],
  { wasRunning, moved }: Situation,
  { newcomers }: Sight,
): readonly Diagnostic[] {
  if (moved !== undefined) return [];
  const due = new Set(planned.map(({ id }) => id));
  const gone = subjects.flatMap(({ wanted: { name, id, state }, status }) => {
    if (id === undefined || state !== "deleted" || !isGoneStatus(status) || due.has(id)) return [];
    return newcomers.has(id) || wasRunning.has(id) ? [{ name, id }] : [];
  });
  return gone.length > 0 ? [nothingToDelete(gone)] : [];
}

/** Whether the look has shown that the instance does not exist. */
export function isGoneIn(found: Found, id: InstanceId): boolean {
  return found.has(id) && isGoneStatus(found.get(id)?.status ?? deletedStatus);
}
