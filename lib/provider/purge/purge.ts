import { isCallFailure } from "../../domain/call-failure";
import type { BatchItem, Engine } from "../../domain/instance";
import type { Diagnostic } from "../../framework/diagnostic";
import type { Log } from "../../framework/resource";
import { limitedTo } from "../../rollout/time-limits";
import { purgeFateUnknown, purgeIncomplete, purgeInterrupted, purgeRefused, serviceFailed } from "../messages";
import { purgeBegun, purgeEnded } from "../progress-purge";
import type { ReadyProvider } from "../service";
import { type Candidate, findCandidates, stillThere, without } from "./candidates";

type Ready = Pick<ReadyProvider, "service" | "clock" | "pollIntervalMs"> &
  Partial<Pick<ReadyProvider, "beginProgress">>;

/** How long a refusal for now (flow control, a busy service) is waited out, and how long the removal may take to show. */
const patienceMs = 10 * 60_000;
const firstWaitMs = 500;
/** After a stop, how long the last look may take. */
const lastLookMs = 1_500;

export interface PurgeOutcome {
  /** Removed for certain: a read of each answers that it does not exist. */
  readonly removed: readonly Candidate[];
  readonly left: readonly Candidate[];
  /** Of what is left: what a call that was made, or may have been, may still remove. */
  readonly unseen: readonly Candidate[];
  /** When the call was made, or may have been; `undefined` when it certainly was not. */
  readonly calledAtMs: number | undefined;
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
  const calledAtMs = ready.clock.now();
  const sent = await sendOnce(ready, engine, signal);
  if (sent.kind === "refused") return notSent(candidates, [sent.diagnostic]);
  const denied = sent.kind === "accepted" ? deniedOf(candidates, sent.items) : [];
  const unseen = await watchUntilGone(ready, engine, without(candidates, denied), signal);
  const removed = without(candidates, [...denied, ...unseen]);
  const isCertain = sent.kind === "accepted" || removed.length > 0;
  const complaint = sent.kind === "unknown" ? sent.diagnostic : incomplete(ready, unseen, calledAtMs, signal);
  return {
    removed,
    left: without(candidates, removed),
    unseen,
    calledAtMs,
    sentAtMs: isCertain ? calledAtMs : undefined,
    diagnostics: [...(denied.length > 0 ? [purgeRefused(denied)] : []), ...(unseen.length > 0 ? [complaint] : [])],
  };
}

/** No call was made, or the service refused it: nothing of it is to be waited for. Pure. */
export function notSent(left: readonly Candidate[], diagnostics: readonly Diagnostic[]): PurgeOutcome {
  return { removed: [], left, unseen: [], calledAtMs: undefined, sentAtMs: undefined, diagnostics };
}

/** What the service said it will not remove. Pure. */
function deniedOf(candidates: readonly Candidate[], items: readonly BatchItem[]): readonly Candidate[] {
  const ids = new Set(items.filter(({ result }) => result === "failed").map(({ id }) => id.toLowerCase()));
  return candidates.filter(({ id }) => ids.has(id.toLowerCase()));
}

function incomplete(ready: Ready, left: readonly Candidate[], sentAtMs: number, signal: AbortSignal): Diagnostic {
  return signal.aborted ? purgeInterrupted(left) : purgeIncomplete(left, ready.clock.now() - sentAtMs);
}

type Sent =
  | { readonly kind: "accepted"; readonly items: readonly BatchItem[] }
  | { readonly kind: "refused" | "unknown"; readonly diagnostic: Diagnostic };

/** A call that the service refused for now, or that never left, may be made again. */
async function sendOnce(ready: Ready, engine: Engine, signal: AbortSignal): Promise<Sent> {
  const deadlineMs = ready.clock.now() + patienceMs;
  for (let waitMs = 1_000; ; waitMs = Math.min(waitMs * 2, 30_000)) {
    try {
      const { items } = await ready.service.purgeFailed(engine, signal);
      return { kind: "accepted", items };
    } catch (thrown) {
      if (!isCallFailure(thrown)) throw thrown;
      if (thrown.fate === "unknown") return { kind: "unknown", diagnostic: purgeFateUnknown(thrown.message) };
      const passing = thrown.code === "throttled" || thrown.code === "busy" || thrown.code === "unreachable";
      if (!passing || signal.aborted || ready.clock.now() >= deadlineMs) {
        return { kind: "refused", diagnostic: serviceFailed("purging failed creations", thrown) };
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
  for (let waitMs = firstWaitMs; left.length > 0 && !signal.aborted; waitMs = nextWait(waitMs, ready)) {
    left = await look(ready, engine, left, signal);
    if (ready.clock.now() >= deadlineMs) return left;
    if (left.length > 0) await ready.clock.sleep(waitMs, signal);
  }
  return left.length > 0 ? lookOnceMore(ready, engine, left) : left;
}

function nextWait(waitMs: number, { pollIntervalMs }: Ready): number {
  return Math.min(waitMs * 1.5, pollIntervalMs);
}

/** The look that a stopped run still makes: the signal that stopped it lets nothing be read any more. */
async function lookOnceMore(
  ready: Ready,
  engine: Engine,
  candidates: readonly Candidate[],
): Promise<readonly Candidate[]> {
  const limit = limitedTo(new AbortController().signal, ready.clock, lastLookMs);
  try {
    return await look(ready, engine, candidates, limit.signal);
  } finally {
    limit.release();
  }
}

async function look(
  ready: Ready,
  engine: Engine,
  candidates: readonly Candidate[],
  signal: AbortSignal,
): Promise<readonly Candidate[]> {
  try {
    const listed = await findCandidates(ready.service, engine, signal);
    return await stillThere(ready.service, candidates, listed, signal);
  } catch (thrown) {
    if (!isCallFailure(thrown)) throw thrown;
    return candidates;
  }
}
