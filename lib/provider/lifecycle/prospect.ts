import type { Desired } from "../../domain/due";
import type { Diagnostic } from "../../framework/diagnostic";
import type { PrivateData } from "../../framework/resource";
import { triggersAdopted } from "../messages";
import { type ProviderData, readyData } from "../service";
import { type Assessment, assess, type Baseline } from "./assessment";
import { baselineOf, predecessors } from "./baseline";
import {
  decodeDesired,
  decodeSettings,
  type LifecycleConfig,
  type LifecycleSettings,
  type LifecycleState,
  settingsAreKnown,
} from "./model";
import { decodePrivate } from "./private-state";

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
  readonly seen: readonly LifecycleState[];
  readonly provider: ProviderData | undefined;
}

/** `undefined` while something that decides what is due is unknown. */
export function prospectOf(input: ProspectInput): Prospect | undefined {
  const desired = decodeDesired(input.config);
  if (desired === undefined || !settingsAreKnown(input.config)) return undefined;
  const ready = readyData(input.provider);
  const states = input.prior === undefined ? predecessors(input.seen, desired) : [input.prior];
  const replaced = states.length === 0 ? ready?.replacedInstances.load() : undefined;
  const known = baselineOf(states, ready?.runRecords.load() ?? new Map(), replaced);
  const imported = decodePrivate(input.private).imported;
  const baseline = imported ? withAdoptedTriggers(known, desired) : known;
  const settings = decodeSettings(input.config);
  const creating = input.prior === undefined;
  const assessment = assess({ desired, settings, baseline, creating, capabilities: ready?.service });
  const adopting: readonly Diagnostic[] = imported ? triggersAdopted(changedByImport(known, desired)) : [];
  return { ...assessment, diagnostics: [...assessment.diagnostics, ...adopting], desired, settings, baseline };
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
