import { isCallFailure } from "../../domain/call-failure";
import type { Engine } from "../../domain/instance";
import type { Diagnostic } from "../../framework/diagnostic";
import type { Log } from "../../framework/resource";
import { purgeFateUnknown, purgeIncomplete, purgeInterrupted, serviceFailed } from "../messages";
import { purgeBegun, purgeEnded } from "../progress-purge";
import type { ProviderData } from "../service";
import { type Candidate, findCandidates } from "./candidates";

type Connected = Extract<ProviderData, { kind: "ready" }>;
type Ready = Pick<Connected, "service" | "clock" | "pollIntervalMs"> & Partial<Pick<Connected, "beginProgress">>;

/** How long a refusal for now (flow control, a busy service) is waited out, and how long the removal may take to show. */
const patienceMs = 10 * 60_000;
const firstWaitMs = 500;

export interface PurgeOutcome {
  /** Removed for certain: a read of each answers that it does not exist. */
  readonly removed: readonly Candidate[];
  readonly left: readonly Candidate[];
  /** When the call was made; `undefined` when nothing says that it was carried out. */
  readonly sentAtMs: number | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Sends the purge call once and watches until every candidate is gone. Never rejects for what the service does. */
export async function purge(
  ready: Ready,
  engine: Engine,
  candidates: readonly Candidate[],
  signal: AbortSignal,
  log: Log,
): Promise<PurgeOutcome> {
  log("info", "sending one purge call", { engine, candidates: candidates.length });
  const tell = ready.beginProgress?.();
  if (tell !== undefined) purgeBegun(candidates).forEach(tell);
  const outcome = await sendAndWatch(ready, engine, candidates, signal);
  if (tell !== undefined) purgeEnded(outcome.removed, outcome.left).forEach(tell);
  return outcome;
}

async function sendAndWatch(
  ready: Ready,
  engine: Engine,
  candidates: readonly Candidate[],
  signal: AbortSignal,
): Promise<PurgeOutcome> {
  const sentAtMs = ready.clock.now();
  const refusal = await sendOnce(ready, engine, signal);
  if (refusal?.sent === false) {
    return { removed: [], left: candidates, sentAtMs: undefined, diagnostics: [refusal.diagnostic] };
  }
  const left = await watchUntilGone(ready, engine, candidates, signal);
  const ids = new Set(left.map(({ id }) => id));
  const removed = candidates.filter(({ id }) => !ids.has(id));
  const complaint = left.length === 0 ? [] : [incomplete(ready, left, sentAtMs, signal)];
  return {
    removed,
    left,
    sentAtMs: refusal === undefined || removed.length > 0 ? sentAtMs : undefined,
    diagnostics: refusal !== undefined && left.length > 0 ? [refusal.diagnostic] : complaint,
  };
}

function incomplete(ready: Ready, left: readonly Candidate[], sentAtMs: number, signal: AbortSignal): Diagnostic {
  return signal.aborted ? purgeInterrupted(left) : purgeIncomplete(left, ready.clock.now() - sentAtMs);
}

/** `undefined` when accepted. A call that the service refused for now, or that never left, may be made again. */
async function sendOnce(
  ready: Ready,
  engine: Engine,
  signal: AbortSignal,
): Promise<{ readonly sent: boolean; readonly diagnostic: Diagnostic } | undefined> {
  const deadlineMs = ready.clock.now() + patienceMs;
  for (let waitMs = 1_000; ; waitMs = Math.min(waitMs * 2, 30_000)) {
    try {
      await ready.service.purgeFailed(engine, signal);
      return undefined;
    } catch (thrown) {
      if (!isCallFailure(thrown)) throw thrown;
      if (thrown.fate === "unknown") return { sent: true, diagnostic: purgeFateUnknown(thrown.message) };
      const passing = thrown.code === "throttled" || thrown.code === "busy" || thrown.code === "unreachable";
      if (!passing || signal.aborted || ready.clock.now() >= deadlineMs) {
        return { sent: false, diagnostic: serviceFailed("purging failed creations", thrown) };
      }
      const leftMs = deadlineMs - ready.clock.now();
      await ready.clock.sleep(Math.min(thrown.retryAfterMs ?? waitMs, leftMs), signal);
    }
  }
}

/** What still exists of the candidates when all are gone, the time is over or a stop is asked for. */
async function watchUntilGone(
  ready: Ready,
  engine: Engine,
  candidates: readonly Candidate[],
  signal: AbortSignal,
): Promise<readonly Candidate[]> {
  const deadlineMs = ready.clock.now() + patienceMs;
  let left = candidates;
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(waitMs * 1.5, ready.pollIntervalMs)) {
    left = await stillThere(ready, engine, left, signal);
    if (left.length === 0 || signal.aborted || ready.clock.now() >= deadlineMs) return left;
    await ready.clock.sleep(waitMs, signal);
  }
}

/** A candidate that cannot be read now counts as still there. */
async function stillThere(
  ready: Ready,
  engine: Engine,
  candidates: readonly Candidate[],
  signal: AbortSignal,
): Promise<readonly Candidate[]> {
  try {
    const listed = new Set((await findCandidates(ready.service, engine, signal)).map(({ id }) => id));
    const left: Candidate[] = [];
    for (const candidate of candidates) {
      if (listed.has(candidate.id) || (await ready.service.get(candidate.id, signal)) !== undefined)
        left.push(candidate);
    }
    return left;
  } catch (thrown) {
    if (!isCallFailure(thrown)) throw thrown;
    return candidates;
  }
}
