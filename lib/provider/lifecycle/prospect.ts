import type { Desired } from "../../domain/due";
import type { InstanceId } from "../../domain/instance";
import { deletedStatus } from "../../domain/status";
import { type Diagnostic, hasErrors } from "../../framework/diagnostic";
import type { PrivateData, SeenObject } from "../../framework/resource";
import { callsHeardOf, restartsNotRepeated, triggersAdopted } from "../messages";
import type { LocalMemory } from "../memory";
import { type ProviderData, readyData } from "../service";
import { type Assessment, assess, type Baseline } from "./assessment";
import { baselineFromReplaced, baselineOf, withEarlierRuns } from "./baseline";
import { runsKnownTo, withHearsay } from "./earlier-runs";
import { decodeDesired, type LifecycleConfig, type LifecycleState, splitByDecision } from "./model";
import { predecessorsOf } from "./predecessors";
import { decodePrivate } from "./private-state";
import { decodeSettings, type LifecycleSettings, unknownSettings } from "./settings";
import { withoutWithdrawn } from "./withdrawal";

/** A configuration read against everything known: the common start of plan and apply. */
export interface Prospect extends Assessment {
  readonly desired: readonly Desired[];
  readonly settings: LifecycleSettings;
  readonly baseline: Baseline;
}

export interface ProspectInput {
  /** The configuration with its defaults filled in. */
  readonly config: LifecycleConfig;
  readonly prior: LifecycleState | undefined;
  readonly private: PrivateData | undefined;
  readonly seen: readonly SeenObject<LifecycleState>[];
  readonly provider: ProviderData;
}

/**
 * `gone`: declared instances that have never been adopted and turned out not to exist. `undefined` while something that decides
 * what is due is unknown.
 */
export function prospectOf(input: ProspectInput, gone: Iterable<InstanceId> = []): Prospect | undefined {
  const desired = decodeDesired(input.config);
  const isDecided = desired !== undefined && unknownSettings(input.config, input.prior === undefined).length === 0;
  return isDecided ? prospectFor(input, desired, gone) : undefined;
}

/**
 * What is certain whatever the unknown values turn out to be: the actions that are due in any case, and what is wrong in any
 * case. The waves are not part of it.
 */
export function certainOf(input: ProspectInput, gone: Iterable<InstanceId> = []): Prospect {
  const { decided, unknowns } = splitByDecision(input.config);
  const desired = decodeDesired(decided) ?? [];
  // Whose successor a creation is, its mark tells, and there is none yet: what is remembered for a mark may count or not.
  const remembered =
    input.prior === undefined && unknowns.size > 0 ? input.provider.memory.replacedInstances.load() : undefined;
  const certain = desired.filter(({ id }) => remembered?.get(id)?.successor === undefined);
  return prospectFor({ ...input, config: decided }, certain, gone);
}

function prospectFor(input: ProspectInput, desired: readonly Desired[], gone: Iterable<InstanceId>): Prospect {
  const settings = decodeSettings(input.config);
  const { memory } = input.provider;
  const creating = input.prior === undefined;
  const capabilities = readyData(input.provider)?.service;
  const judge = (baseline: Baseline): Assessment => assess({ desired, settings, baseline, creating, capabilities });

  const start = startOf(input, desired, settings);
  const { imported } = decodePrivate(input.private);
  const adopting: readonly Diagnostic[] = imported ? triggersAdopted(changedByImport(start, desired)) : [];
  const before = withGone(imported ? withAdoptedTriggers(start, desired) : start, gone);
  const known = withEarlierRuns(before, desired, runsKnownTo(input), memory.digest);
  const asKnown = judge(known);
  const spared = known === before ? [] : sparedBy(asKnown, judge(before));
  const { baseline, assessment, heardOf } = withHeard(known, asKnown, desired, memory, judge);
  const held = hasErrors(assessment.diagnostics) ? [] : [...restartsNotRepeated(spared), ...callsHeardOf(heardOf)];
  const diagnostics = [...assessment.diagnostics, ...adopting, ...held];
  return { ...assessment, diagnostics, desired, settings, baseline };
}

interface Heard {
  readonly baseline: Baseline;
  readonly assessment: Assessment;
  /** What would be sent, had nobody written down that it was. */
  readonly heardOf: Assessment["planned"];
}

/** B3 for records that others may have written. */
function withHeard(
  known: Baseline,
  asKnown: Assessment,
  desired: readonly Desired[],
  { runRecords, digest }: LocalMemory,
  judge: (baseline: Baseline) => Assessment,
): Heard {
  const hearsay = runRecords.hearsay();
  if (hearsay.size === 0) return { baseline: known, assessment: asKnown, heardOf: [] };
  const sends = asKnown.planned.filter(({ verb }) => verb !== "verify");
  const baseline = withHearsay(known, desired, hearsay, new Set(sends.map(({ id }) => id)), digest);
  const assessment = judge(baseline);
  const sent = new Set(assessment.planned.flatMap(({ id, verb }) => (verb === "verify" ? [] : [id])));
  return { baseline, assessment, heardOf: sends.filter(({ id }) => !sent.has(id)) };
}

function withGone(baseline: Baseline, gone: Iterable<InstanceId>): Baseline {
  const statuses = new Map(baseline.statuses);
  for (const id of gone) statuses.set(id, deletedStatus);
  return { ...baseline, statuses };
}

/** B1, B2 and B4 of baseline.ts. */
function startOf(input: ProspectInput, desired: readonly Desired[], settings: LifecycleSettings): Baseline {
  const { prior, provider } = input;
  const { memory } = provider;
  if (prior !== undefined) {
    const { causes } = decodePrivate(input.private);
    return withoutWithdrawn(baselineOf([prior]), desired, causes, {
      restartUnhealthy: settings.restartUnhealthy,
      digest: memory.digest,
    });
  }
  const states = predecessorsOf(new Set(desired.map(({ id }) => id)), input.private, input.seen);
  return states.length > 0
    ? baselineOf(states)
    : baselineFromReplaced(memory.replacedInstances.load(), desired, memory);
}

/** Restarts that would be due without the records of earlier runs, and are not. */
function sparedBy(assessment: Assessment, without: Assessment): Assessment["planned"] {
  const sent = new Set(assessment.planned.flatMap(({ id, verb }) => (verb === "restart" ? [id] : [])));
  return without.planned.filter(({ id, verb }) => verb === "restart" && !sent.has(id));
}

/** Imported instances take the configured triggers as those of their adoption: importing restarts nothing. */
function withAdoptedTriggers(baseline: Baseline, desired: readonly Desired[]): Baseline {
  const adopted = new Map(baseline.adopted);
  for (const { id, triggers } of desired) {
    const earlier = adopted.get(id);
    if (earlier !== undefined) adopted.set(id, { ...earlier, triggers });
  }
  return { ...baseline, adopted };
}

function changedByImport(baseline: Baseline, desired: readonly Desired[]): readonly Desired[] {
  return desired.filter(({ id, triggers }) => baseline.adopted.get(id)?.triggers.size === 0 && triggers.size > 0);
}
