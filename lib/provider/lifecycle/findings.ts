import type { CallFailure } from "../../domain/call-failure";
import { idKey, type InstanceId, parseEngine } from "../../domain/instance";
import type { Entry } from "../../domain/ledger/entry";
import { type Desired, isGoneStatus, type Wanted } from "../../domain/ledger/judge";
import type { Planned } from "../../domain/ledger/waves";
import { deletedStatus } from "../../domain/status";
import type { Diagnostic } from "../../framework/diagnostic";
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
  serviceFailed,
  tooManyDeletions,
  triggersAdopted,
} from "../messages";
import type { Capabilities, Situation } from "./gather";
import { type Sight, isOfAll } from "./look";
import { type Found, isDesired } from "./model";

/* What is wrong with what is declared and due, and what should be known of it. Decides nothing that is due. */

/** A declared instance as it was judged. */
export interface JudgedInstance {
  readonly wanted: Wanted;
  /** What state says of it, and what the journal adds to that. */
  readonly before: Entry | "undecided" | undefined;
  readonly entry: Entry | "undecided" | undefined;
  readonly status: string | undefined;
}

/** Every finding about the declared instances and what is due for them. Errors mean: no call may be made. */
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

/** Due actions that the API version in use has no call for. */
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
 * What cannot work with the newcomers. A read that fails is the affair of its own line, unless it ended the look for the others
 * too. on_missing is about instances that existed once; an id that never did is a mistake.
 */
function refusalsOfLook(
  wanted: readonly Wanted[],
  { newcomers, found, unread, failure }: Sight,
): readonly Diagnostic[] {
  if (failure !== undefined) return [lookFailed(failure)];
  const general = [...unread.values()].find((each, index, all) => isOfAll(each) || all.indexOf(each) !== index);
  const refused = wanted.flatMap(({ name, id }) => {
    const failed = id === undefined ? undefined : unread.get(id);
    return id === undefined || failed === undefined || failed === general
      ? []
      : [instanceUnreadable({ name, id }, failed)];
  });
  const absent = wanted.flatMap(({ name, id, state }) =>
    id !== undefined && newcomers.has(id) && state === "running" && isGoneIn(found, id) ? [{ name, id }] : [],
  );
  return [
    ...refused,
    ...(general === undefined ? [] : [lookFailed(general)]),
    ...absent.map((instance) => missingInstance(instance, false)),
  ];
}

/**
 * Calls are due for what the refresh could not read: one finding for each reason. A `verify` sends nothing, and its run looks by
 * itself; an error would keep the resource from being destroyed.
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

/** Declared deleted from now on, and gone already: a user who expects a deletion may look in the wrong place. */
function goneAlready(
  subjects: readonly JudgedInstance[],
  planned: readonly Planned[],
  { wasRunning }: Situation,
  { newcomers }: Sight,
): readonly Diagnostic[] {
  const due = new Set(planned.map(({ id }) => id));
  const gone = subjects.flatMap(({ wanted: { name, id, state }, status }) => {
    if (id === undefined || state !== "deleted" || !isGoneStatus(status) || due.has(id)) return [];
    return newcomers.has(id) || wasRunning.has(id) ? [{ name, id }] : [];
  });
  return gone.length > 0 ? [nothingToDelete(gone)] : [];
}

/** Was looked at and does not exist. */
export function isGoneIn(found: Found, id: InstanceId): boolean {
  return found.has(id) && isGoneStatus(found.get(id)?.status ?? deletedStatus);
}
