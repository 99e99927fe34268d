import type { Diagnostic } from "../../framework/values/diagnostic";
import { unknown } from "../../framework/values/value";
import { type Candidate, without } from "../../rollout/failed-creations";
import {
  type PurgeAsker,
  purgeAhead,
  purgeGrew,
  purgeMeetsEnterpriseProjects,
  purgeNamesNoEngine,
  purgeNotAllowed,
  purgeNotOffered,
  purgeTooLarge,
  serviceFailed,
} from "../messages";
import { toNumber } from "../../framework/values/number";
import type { PurgeSituation } from "./gather";
import type { PurgeSight } from "./look";

// Judge: the failed creations that are due for removal, and the findings.

export interface PurgeJudgement {
  /** `undefined` while undecided. */
  readonly candidates: readonly Candidate[] | undefined;
  /** Diagnostics; with an error among them, no call may be made. */
  readonly findings: readonly Diagnostic[];
}

/** The subject of the judgement, of a resource or an action. */
export interface PurgeSubject extends Pick<PurgeSituation, "engine" | "ready"> {
  readonly config: Pick<PurgeSituation["config"], "allow_deletion" | "max_purge">;
  /** @default "resource" */
  readonly asker?: PurgeAsker;
}

/**
 * Judges a purge. `announced`: at apply, the candidates of the plan. The call removes every creation that has failed by now, so no others
 * may exist.
 */
export function judgePurge(
  situation: PurgeSubject,
  sight: PurgeSight,
  announced?: readonly Candidate[],
): PurgeJudgement {
  const { engine, ready } = situation;
  if (announced === undefined && engine !== undefined && ready?.service.supportsPurge(engine) === false) {
    return { candidates: undefined, findings: [purgeNotOffered(engine, ready.service.apiVersion)] };
  }
  switch (sight.kind) {
    case "unknown":
      return { candidates: undefined, findings: [] };
    case "failed": {
      const doing = `looking for failed creations${announced === undefined ? "" : ", before any call"}`;
      return { candidates: undefined, findings: [serviceFailed(doing, sight.failure)] };
    }
    case "listed": {
      const { candidates } = sight;
      const added = announced === undefined ? [] : without(candidates, announced);
      if (added.length > 0) return { candidates, findings: [purgeGrew(added)] };
      const foreign = foreignTo(candidates, ready?.enterpriseProjectId);
      return { candidates, findings: foreign.length > 0 ? foreign : consent(situation, candidates) };
    }
  }
}

/**
 * Reports candidates of other enterprise projects: the call removes every failed creation of the project, also those that the provider must
 * not see.
 */
function foreignTo(candidates: readonly Candidate[], own: string | undefined): readonly Diagnostic[] {
  const foreign = own === undefined ? [] : candidates.filter(({ enterpriseProjectId: id }) => id !== own);
  return own === undefined || foreign.length === 0 ? [] : [purgeMeetsEnterpriseProjects(foreign, own)];
}

/** Judges consent and limit; if both allow the purge, announces it. */
function consent(
  { config, engine, ready, asker = "resource" }: PurgeSubject,
  candidates: readonly Candidate[],
): readonly Diagnostic[] {
  if (candidates.length === 0 || config.allow_deletion === unknown) return [];
  if (config.allow_deletion !== true) return [purgeNotAllowed(candidates, asker)];
  const limit = toNumber(config.max_purge);
  if (limit !== undefined && candidates.length > limit) return [purgeTooLarge(candidates, limit)];
  const service = ready?.service;
  const isVague = service !== undefined && engine !== undefined && !service.purgeNamesEngine(engine);
  return [purgeAhead(candidates), ...(isVague ? [purgeNamesNoEngine(service.apiVersion)] : [])];
}
