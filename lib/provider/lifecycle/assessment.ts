import { resolveAmount } from "../../domain/amount";
import { type Adopted, type Desired, dueActions } from "../../domain/due";
import { type InstanceId, parseEngine } from "../../domain/instance";
import { classifyStatus } from "../../domain/status";
import { assignWaves, type Planned } from "../../domain/ledger/waves";
import type { Diagnostic } from "../../framework/diagnostic";
import {
  actionNotOffered,
  deletionNotAllowed,
  duplicateInstance,
  forceDeleteNeedsV2,
  forgottenInstances,
  missingInstance,
  tooManyDeletions,
} from "../messages";
import type { Service } from "../service";
import type { ObservedEntry } from "./model";
import type { LifecycleSettings } from "./settings";

/** Everything known about the instances before a plan or an apply, by instance id. */
export interface Baseline {
  /** What earlier runs left; an id that is absent has never been adopted. */
  readonly adopted: ReadonlyMap<InstanceId, Adopted>;
  readonly statuses: ReadonlyMap<InstanceId, string>;
  readonly observed: ReadonlyMap<InstanceId, NonNullable<ObservedEntry>>;
}

/** What a configuration asks for, given a baseline. Plan shows it, apply carries it out: both from this one function. */
export interface Assessment {
  readonly planned: readonly Planned[];
  /** Failed actions that end the run, when exceeded. */
  readonly maxFailures: number;
  /** Errors mean: no call may be made. */
  readonly diagnostics: readonly Diagnostic[];
}

interface Request {
  readonly desired: readonly Desired[];
  readonly settings: LifecycleSettings;
  readonly baseline: Baseline;
  /** The resource is being created, and not as the successor of one that held these instances. */
  readonly creating: boolean;
  /** Absent while the provider's configuration is unknown. */
  readonly capabilities: Capabilities | undefined;
}

/** What the API version in use can do. */
export type Capabilities = Pick<Service, "apiVersion" | "supports">;

/** Pure. */
export function assess(request: Request): Assessment {
  const { desired, settings, baseline } = request;
  const due = dueActions(desired, {
    adopted: baseline.adopted,
    statuses: baseline.statuses,
    restartUnhealthy: settings.restartUnhealthy,
    restartAdopted: request.creating && settings.restartOnCreate,
  });
  const planned = assignWaves(due, baseline.statuses, {
    maxUnavailable: settings.maxUnavailable,
    canary: settings.canary,
    fleetSize: desired.length,
  });
  return {
    planned,
    maxFailures: resolveAmount(settings.maxFailures, planned.length),
    diagnostics: [
      ...duplicates(desired),
      ...missing(request),
      ...consent(planned, settings),
      ...offered(planned, request),
    ],
  };
}

/** The same id under two names. No document says that ids differ by case, so two spellings are taken for one. Pure. */
export function duplicates(
  instances: readonly { readonly name: string; readonly id: string }[],
): readonly Diagnostic[] {
  const names = new Map<InstanceId, string>();
  return instances.flatMap(({ name, id }) => {
    const first = names.get(id.toLowerCase());
    if (first !== undefined) return [duplicateInstance(first, name, id)];
    names.set(id.toLowerCase(), name);
    return [];
  });
}

function missing({ desired, settings, baseline }: Request): readonly Diagnostic[] {
  const gone = desired.filter(
    ({ id, state }) => state === "running" && classifyStatus(baseline.statuses.get(id) ?? "") === "gone",
  );
  if (gone.length === 0) return [];
  if (settings.onMissing !== "error") return [forgottenInstances(gone, settings.onMissing)];
  return gone.map((instance) => missingInstance(instance, baseline.adopted.has(instance.id)));
}

function consent(planned: readonly Planned[], settings: LifecycleSettings): readonly Diagnostic[] {
  const deletions = planned.filter(({ verb }) => verb === "delete");
  if (deletions.length === 0) return [];
  if (settings.allowDeletion === false) return [deletionNotAllowed(deletions)];
  const limit = settings.maxDeletions;
  return limit !== undefined && deletions.length > limit ? [tooManyDeletions(deletions, limit)] : [];
}

function offered(planned: readonly Planned[], { settings, baseline, capabilities }: Request): readonly Diagnostic[] {
  if (capabilities === undefined) return [];
  const { apiVersion } = capabilities;
  const force = settings.forceDelete && apiVersion === "v1.0" ? [forceDeleteNeedsV2(apiVersion)] : [];
  return [...force, ...notOffered(planned, (id) => baseline.observed.get(id)?.engine, capabilities)];
}

/** Due actions that the API version in use has no call for. `engineWordOf`: the service's word, where it is known. Pure. */
export function notOffered(
  planned: readonly Planned[],
  engineWordOf: (id: InstanceId) => string | null | undefined,
  capabilities: Capabilities,
): readonly Diagnostic[] {
  return planned.flatMap((item) => {
    const engine = parseEngine(engineWordOf(item.id) ?? "");
    if (item.verb === "verify" || engine === undefined || capabilities.supports(item.action, engine)) return [];
    return [actionNotOffered(item, engine, capabilities.apiVersion)];
  });
}
