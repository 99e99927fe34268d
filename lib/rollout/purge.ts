import { type CallFailure, isCallFailure } from "../domain/call-failure";
import { type BatchAnswer, type BatchItem, byNameAndId, type Engine, idKey } from "../domain/instance";
import { type Candidate, findCandidates, stillThere, without } from "./failed-creations";
import type { Clock, PurgeApi } from "./ports";
import { limitedTo } from "./time-limits";

interface PurgePorts {
  readonly service: PurgeApi;
  readonly clock: Clock;
  readonly pollIntervalMs: number;
}

/** A failure of a purge. */
export type PurgeTrouble =
  /** The call was refused or did not leave this machine. */
  | { readonly kind: "refused"; readonly failure: CallFailure }
  /** While the call was refused for now, more creations failed, which it would remove too. It was not made again. */
  | { readonly kind: "grew"; readonly added: readonly Candidate[] }
  /** The service may have carried out the call. `message`: how the call failed. */
  | { readonly kind: "fate-unknown"; readonly message: string }
  /** The service answered `failed` for these candidates. */
  | { readonly kind: "denied"; readonly left: readonly Candidate[] }
  | { readonly kind: "remaining"; readonly left: readonly Candidate[]; readonly waitedMs: number }
  | { readonly kind: "interrupted"; readonly left: readonly Candidate[] };

/** Time limit for temporary refusals (flow control, a busy service), and for the removal to show. */
const patienceMs = 10 * 60_000;
const firstWaitMs = 500;
/** Time limit of the last look after a stop. */
const lastLookMs = 1_500;

export interface PurgeOutcome {
  /** Proven to be removed: a read of each answers that it does not exist. */
  readonly removed: readonly Candidate[];
  readonly left: readonly Candidate[];
  /** The candidates left that a call, made or possibly made, may still remove. */
  readonly unseen: readonly Candidate[];
  /** Time of the call, made or possibly made; `undefined` if it was certainly not made. */
  readonly calledAtMs: number | undefined;
  /** Time of the call; `undefined` without evidence that it was carried out. */
  readonly sentAtMs: number | undefined;
  /** The service's id of the call, when its answer or refusal told it. */
  readonly requestId: string | undefined;
  readonly troubles: readonly PurgeTrouble[];
}

/**
 * Sends the purge call once and watches until every candidate is gone. The call names no instance: it is made again after a wait only if a
 * new look shows no other failed creation. Never rejects because of the service.
 */
export async function purge(
  ports: PurgePorts,
  engine: Engine,
  candidates: readonly Candidate[],
  signal: AbortSignal,
): Promise<PurgeOutcome> {
  const sent = await sendOnce(ports, engine, candidates, signal);
  if (sent.kind === "refused") return { ...notSent(candidates, [sent]), requestId: sent.failure.requestId };
  if (sent.kind === "grew") return notSent([...candidates, ...sent.added].sort(byNameAndId), [sent]);
  const calledAtMs = sent.atMs;
  const denied = sent.kind === "accepted" ? deniedOf(candidates, sent.items) : [];
  const unseen = await watchUntilGone(ports, engine, without(candidates, denied), signal);
  const removed = without(candidates, [...denied, ...unseen]);
  const isCertain = sent.kind === "accepted" || removed.length > 0;
  const trouble = sent.kind === "accepted" ? incomplete(ports, unseen, calledAtMs, signal) : sent;
  return {
    removed,
    left: without(candidates, removed),
    unseen,
    calledAtMs,
    sentAtMs: isCertain ? calledAtMs : undefined,
    requestId: sent.requestId,
    troubles: [
      ...(denied.length > 0 ? [{ kind: "denied", left: denied } as const] : []),
      ...(unseen.length > 0 ? [trouble] : []),
    ],
  };
}

/** The outcome without a call, or of a refused one: there is no effect to wait for. */
export function notSent(left: readonly Candidate[], troubles: readonly PurgeTrouble[]): PurgeOutcome {
  return {
    removed: [],
    left,
    unseen: [],
    calledAtMs: undefined,
    sentAtMs: undefined,
    requestId: undefined,
    troubles,
  };
}

/** The candidates that the service said it will not remove. */
function deniedOf(candidates: readonly Candidate[], items: readonly BatchItem[]): readonly Candidate[] {
  const ids = new Set(items.filter(({ result }) => result === "failed").map(({ id }) => idKey(id)));
  return candidates.filter(({ id }) => ids.has(idKey(id)));
}

function incomplete(
  { clock }: PurgePorts,
  left: readonly Candidate[],
  sentAtMs: number,
  signal: AbortSignal,
): PurgeTrouble {
  return signal.aborted ? { kind: "interrupted", left } : { kind: "remaining", left, waitedMs: clock.now() - sentAtMs };
}

type Sent =
  | ({ readonly kind: "accepted"; readonly atMs: number } & Pick<BatchAnswer, "items" | "requestId">)
  | (Extract<PurgeTrouble, { kind: "fate-unknown" }> & { readonly atMs: number } & Pick<BatchAnswer, "requestId">)
  | Extract<PurgeTrouble, { kind: "refused" | "grew" }>;

/** Sends the call. A call that the service refused for now, or that never left, is made again after a new look. */
async function sendOnce(
  ports: PurgePorts,
  engine: Engine,
  candidates: readonly Candidate[],
  signal: AbortSignal,
): Promise<Sent> {
  const { clock } = ports;
  const deadlineMs = clock.now() + patienceMs;
  let attempt = call;
  for (let waitMs = 1_000; ; waitMs = Math.min(waitMs * 2, 30_000)) {
    const sent = await attempt(ports, engine, signal);
    const isOver = signal.aborted || clock.now() >= deadlineMs;
    if (sent.kind !== "refused" || !mayPass(sent.failure) || isOver) return sent;
    const askedMs = Math.max(sent.failure.retryAfterMs ?? 0, waitMs);
    await clock.sleep(Math.min(askedMs, deadlineMs - clock.now()), signal);
    attempt = async (...again) => (await unlessGrown(candidates, ...again)) ?? call(...again);
  }
}

async function call({ service, clock }: PurgePorts, engine: Engine, signal: AbortSignal): Promise<Sent> {
  const atMs = clock.now();
  try {
    const { items, requestId } = await service.purgeFailed(engine, signal);
    return { kind: "accepted", items, requestId, atMs };
  } catch (thrown) {
    if (!isCallFailure(thrown)) throw thrown;
    if (thrown.fate === "unknown") {
      return { kind: "fate-unknown", message: thrown.message, requestId: thrown.requestId, atMs };
    }
    return { kind: "refused", failure: thrown };
  }
}

/** Looks again; answers why the call may not be made on the word of that look. */
async function unlessGrown(
  candidates: readonly Candidate[],
  { service }: PurgePorts,
  engine: Engine,
  signal: AbortSignal,
): Promise<Sent | undefined> {
  try {
    const added = without(await findCandidates(service, engine, signal), candidates);
    return added.length === 0 ? undefined : { kind: "grew", added };
  } catch (thrown) {
    if (!isCallFailure(thrown)) throw thrown;
    return { kind: "refused", failure: thrown };
  }
}

/** Whether the refusal of a call, or the failure of a look before it, is for now. */
function mayPass({ code }: CallFailure): boolean {
  return ["throttled", "busy", "unreachable", "lost", "server-error"].includes(code);
}

/** The candidates that still exist when all are gone, the time is over or a stop is asked for. */
async function watchUntilGone(
  ports: PurgePorts,
  engine: Engine,
  candidates: readonly Candidate[],
  signal: AbortSignal,
): Promise<readonly Candidate[]> {
  const deadlineMs = ports.clock.now() + patienceMs;
  let left = candidates;
  for (let waitMs = firstWaitMs; left.length > 0 && !signal.aborted; waitMs = nextWait(waitMs, ports)) {
    left = await look(ports, engine, left, signal);
    if (ports.clock.now() >= deadlineMs) return left;
    if (left.length > 0) await ports.clock.sleep(waitMs, signal);
  }
  return left.length > 0 ? lookOnceMore(ports, engine, left) : left;
}

function nextWait(waitMs: number, { pollIntervalMs }: PurgePorts): number {
  return Math.min(waitMs * 1.5, pollIntervalMs);
}

/** The last look of a stopped run. It has its own signal, because the one that stopped the run allows no more reads. */
async function lookOnceMore(
  ports: PurgePorts,
  engine: Engine,
  candidates: readonly Candidate[],
): Promise<readonly Candidate[]> {
  const limit = limitedTo(new AbortController().signal, ports.clock, lastLookMs);
  try {
    return await look(ports, engine, candidates, limit.signal);
  } finally {
    limit.release();
  }
}

async function look(
  ports: PurgePorts,
  engine: Engine,
  candidates: readonly Candidate[],
  signal: AbortSignal,
): Promise<readonly Candidate[]> {
  try {
    const listed = await findCandidates(ports.service, engine, signal);
    return await stillThere(ports.service, candidates, listed, signal);
  } catch (thrown) {
    if (!isCallFailure(thrown)) throw thrown;
    return candidates;
  }
}
