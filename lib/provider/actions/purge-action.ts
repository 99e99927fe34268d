import type { Engine } from "../../domain/instance";
import { type Diagnostic, hasErrors } from "../../framework/values/diagnostic";
import type { Action, CallContext, InvokeContext } from "../../framework/resource";
import type { ConfigOf } from "../../framework/values/schema";
import type { Candidate } from "../../rollout/failed-creations";
import { purge } from "../../rollout/purge";
import { limitedTo } from "../../rollout/time-limits";
import { providerNotConfigured } from "../messages";
import { actedOnByResource, invocationInterrupted, purgeOutOfTime } from "../messages/actions";
import { invocationWaits, nothingToPurge, purgeOver, purgeSending } from "../messages/invocation-progress";
import { purgeBegun, purgeEnded } from "../../rollout/progress-line";
import { engineOf } from "../purge/gather";
import { judgePurge, type PurgeSubject } from "../purge/judge";
import { look } from "../purge/look";
import { troubleDiagnostic } from "../purge/trouble";
import { claim, release } from "../runs/reservations";
import { purgeFailedInstancesSchema } from "../schemas/actions";
import { type ProviderData, type ReadyProvider, readyData } from "../connection/service";
import { timeoutOf } from "./request";
import { takeTurn } from "./turn";

type Config = ConfigOf<typeof purgeFailedInstancesSchema>;

/**
 * The action `dms_purge_failed_instances`. It has no journal: a repeated purge removes only the failed creations that are left, like that
 * of the resource.
 */
export const purgeFailedInstances: Action<typeof purgeFailedInstancesSchema, ProviderData> = {
  schema: purgeFailedInstancesSchema,
  plan: planPurge,
  invoke: invokePurge,
};

/** Lists the failed creations, because the call does not name them. The invocation removes those that it finds then. */
async function planPurge(
  config: Config,
  { provider, signal }: CallContext<ProviderData>,
): Promise<readonly Diagnostic[]> {
  const subject = subjectOf(config, readyData(provider));
  return judgePurge(subject, await look(subject, signal)).findings;
}

/** Sends requests. */
async function invokePurge(config: Config, context: InvokeContext<ProviderData>): Promise<readonly Diagnostic[]> {
  const ready = readyData(context.provider);
  const subject = subjectOf(config, ready);
  const { engine } = subject;
  if (ready === undefined || engine === undefined) return [providerNotConfigured()];
  const wait = (): void => context.progress(invocationWaits());
  const endTurn = await takeTurn(new Set([`failed ${engine}`]), ready.reservations, context.signal, wait);
  if (endTurn === undefined) return [invocationInterrupted()];
  const limit = limitedTo(context.signal, ready.clock, timeoutOf(config));
  try {
    const { candidates = [], findings } = judgePurge(subject, await look(subject, limit.signal));
    // The plan has already shown the warnings.
    if (hasErrors(findings)) return findings;
    if (candidates.length === 0) {
      context.progress(nothingToPurge(engine));
      return [];
    }
    const taken = claim(ready.reservations, candidates);
    if (taken.length > 0) return [actedOnByResource(taken, "engine")];
    const isLate = (): boolean => limit.signal.aborted && !context.signal.aborted;
    const troubles = await carryOut(ready, engine, candidates, { ...context, signal: limit.signal });
    release(ready.reservations, candidates);
    return troubles.map((each) => (isLate() ? outOfTime(each, timeoutOf(config)) : each));
  } finally {
    limit.release();
    endTurn();
  }
}

function subjectOf(config: Config, ready: ReadyProvider | undefined): PurgeSubject {
  return { config, engine: engineOf(config), ready, asker: "action" };
}

/** Sends the one call and reports its outcome. */
async function carryOut(
  ready: ReadyProvider,
  engine: Engine,
  candidates: readonly Candidate[],
  { signal, log, progress }: InvokeContext<ProviderData>,
): Promise<readonly Diagnostic[]> {
  log("info", "sending one purge call", { engine, candidates: candidates.length });
  progress(purgeSending(engine, candidates));
  const tell = ready.beginProgress?.();
  if (tell !== undefined) purgeBegun(candidates).forEach(tell);
  const { removed, left, gone, troubles } = await purge(ready, engine, candidates, signal);
  if (tell !== undefined) purgeEnded(removed, left, gone).forEach(tell);
  progress(purgeOver(removed, left, gone));
  return troubles.map((trouble) => troubleDiagnostic(trouble, "action"));
}

function outOfTime(diagnostic: Diagnostic, timeoutMs: number): Diagnostic {
  return { ...diagnostic, detail: `${purgeOutOfTime(timeoutMs)}\n${diagnostic.detail}` };
}
