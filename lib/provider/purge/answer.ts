import type { Engine } from "../../domain/instance";
import { type Diagnostic, hasErrors } from "../../framework/values/diagnostic";
import type { ApplyResponse, Log, PlanResponse } from "../../framework/resource";
import { isWhollyKnown, unknown } from "../../framework/values/value";
import type { Candidate } from "../../rollout/failed-creations";
import { notSent, purge, type PurgeOutcome } from "../../rollout/purge";
import { purgeMeetsAnother, purgePlannedTwice } from "../messages";
import { purgeBegun, purgeEnded } from "../../rollout/progress-line";
import { claim, reservePlanned, reservePurge } from "../runs/reservations";
import type { failedInstancePurgeSchema } from "../schemas/failed-instance-purge";
import type { ReadyProvider } from "../connection/service";
import type { PurgeConfig, PurgeSituation } from "./gather";
import type { PurgeJudgement } from "./judge";
import { encodePrivate, decodeCandidates, encodeCandidates, type PurgeState } from "./stored";
import { openAfter, purgedBy } from "./record";
import { troubleDiagnostic } from "./trouble";

// Answer: the planned value; the one call, and the record of it. Decides nothing.

type Schema = typeof failedInstancePurgeSchema;

export function answerPlan(
  proposed: PurgeConfig,
  situation: PurgeSituation,
  judgement: PurgeJudgement,
): PlanResponse<Schema> {
  return { ...planned(proposed, situation, judgement), requiresReplace: situation.moves.map((name) => [name]) };
}

function planned(
  proposed: PurgeConfig,
  situation: PurgeSituation,
  { candidates, findings }: PurgeJudgement,
): PlanResponse<Schema> {
  if (candidates === undefined) {
    return { planned: hasErrors(findings) ? proposed : purging(proposed, unknown), diagnostics: findings };
  }
  const twice = hasErrors(findings) ? [] : plannedTwice(situation, candidates);
  // An object whose creation failed has no id and gets one when it lives on.
  const isSettled = situation.listed !== undefined && situation.known?.id != null && candidates.length === 0;
  return {
    planned: isSettled ? proposed : purging(proposed, encodeCandidates(candidates)),
    // A refused purge will not happen, so it is not announced.
    diagnostics: twice.length > 0 ? twice : findings,
  };
}

/** Reports that another resource plans the same purge. Every plan of one object has the same owner. */
function plannedTwice(
  { engine, ready, object }: PurgeSituation,
  candidates: readonly Candidate[],
): readonly Diagnostic[] {
  if (ready === undefined || engine === undefined || candidates.length === 0) return [];
  const owner = object ?? Symbol("creation");
  if (!reservePurge(owner, ready.reservations, engine)) return [purgePlannedTwice(engine)];
  const taken = reservePlanned(owner, ready.reservations, candidates);
  return taken.length > 0 ? [purgeMeetsAnother(taken)] : [];
}

function purging(proposed: PurgeConfig, planned_purge: PurgeConfig["planned_purge"]): PurgeConfig {
  const open = { pending: unknown, purged: unknown, purged_at: unknown } as const;
  return { ...proposed, ...open, planned_purge, id: proposed.id ?? unknown };
}

interface Applying {
  readonly prior: PurgeState | undefined;
  readonly situation: PurgeSituation;
  readonly judgement: PurgeJudgement;
  readonly engine: Engine;
  readonly ready: ReadyProvider;
}

export async function answerApply(
  { prior, situation, judgement, engine, ready }: Applying,
  { signal, log }: { readonly signal: AbortSignal; readonly log: Log },
): Promise<ApplyResponse<Schema>> {
  const { known, config, open } = situation;
  const { candidates } = judgement;
  if (candidates === undefined) return { state: known, diagnostics: judgement.findings };
  const taken = hasErrors(judgement.findings) ? [] : claim(ready.reservations, candidates);
  const refusals = taken.length > 0 ? [purgeMeetsAnother(taken)] : judgement.findings;
  // After a refusal, the knowledge of a destroyed predecessor stays, as that of an object whose creation failed.
  if (hasErrors(refusals)) {
    const kept = known === undefined ? undefined : { ...known, pending: encodeCandidates(candidates) };
    return { state: kept, diagnostics: refusals };
  }
  const outcome = candidates.length === 0 ? notSent([], []) : await carryOut(ready, engine, candidates, signal, log);
  const diagnostics = outcome.troubles.map((trouble) => troubleDiagnostic(trouble));
  const object = prior?.id ?? ready.newId();
  return {
    state: {
      engine,
      max_purge: config.max_purge === unknown ? null : config.max_purge,
      allow_deletion: config.allow_deletion === true,
      ...keptPlace(config),
      id: prior?.id ?? (hasErrors(diagnostics) ? null : object),
      planned_purge: announcedIn(config),
      pending: encodeCandidates(outcome.left),
      ...purgedBy(outcome, known),
    },
    private: encodePrivate({ object, open: openAfter(outcome, open) }),
    diagnostics,
  };
}

/** The place of a configuration, which is known completely at apply. */
function keptPlace(config: PurgeConfig): Pick<PurgeState, "project_id" | "project_name" | "region"> {
  const { project_id, project_name, region } = config;
  const known = (value: typeof region): string | null => (value === unknown ? null : value);
  return { project_id: known(project_id), project_name: known(project_name), region: known(region) };
}

/** Sends the one call and reports progress. */
async function carryOut(
  ready: ReadyProvider,
  engine: Engine,
  candidates: readonly Candidate[],
  signal: AbortSignal,
  log: Log,
): Promise<PurgeOutcome> {
  log("info", "sending one purge call", { engine, candidates: candidates.length });
  const tell = ready.beginProgress?.();
  if (tell !== undefined) purgeBegun(candidates).forEach(tell);
  const outcome = await purge(ready, engine, candidates, signal);
  if (tell !== undefined) purgeEnded(outcome.removed, outcome.left, outcome.gone).forEach(tell);
  return outcome;
}

/**
 * The candidates that the plan lists for removal. Without a due purge, planned_purge keeps its last value; a due purge leaves the outcome
 * open.
 */
export function announcedBy(planned: PurgeConfig): readonly Candidate[] {
  return planned.purged === unknown ? decodeCandidates(announcedIn(planned)) : [];
}

/** The announced candidates. They are known, because Terraform plans once more before it applies. */
function announcedIn({ planned_purge }: PurgeConfig): PurgeState["planned_purge"] {
  if (isAnnouncement(planned_purge)) return planned_purge;
  throw new Error("the planned removals are unknown at apply");
}

function isAnnouncement(value: PurgeConfig["planned_purge"]): value is PurgeState["planned_purge"] {
  return isWhollyKnown(value);
}
