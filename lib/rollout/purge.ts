import { type CallFailure, isCallFailure } from "../domain/call-failure";
import { type BatchAnswer, type BatchItem, byNameAndId, type Engine, idKey } from "../domain/instance";
import { type Candidate, findCandidates, stillThere, without } from "./failed-creations";
import type { Clock, PurgeApi } from "./ports";
import { limitedTo } from "./time-limits";

interface PurgePorts {
  readonly service: PurgeApi;
  readonly clock: Clock;
  readonly pollIntervalMs: number;
  /**
   * Keeps the outcome in case the process ends now: before the call leaves, and after its answer or refusal. It returns when that is kept.
   * @default nothing is kept
   */
  readonly keepSoFar?: (outcome: PurgeOutcome) => void;
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
  /** Proven to be gone before a call had an effect: the purge did not remove them. */
  readonly gone: readonly Candidate[];
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
 * Sends the purge call once and watches until every candidate is gone. The call names no instance: after a wait it is made again only if a
 * new look shows candidates, and no other failed creation. Never rejects because of the service.
 */
export async function purge(
  ports: PurgePorts,
  engine: Engine,
  announced: readonly Candidate[],
  signal: AbortSignal,
): Promise<PurgeOutcome> {
  const { gone, sent } = await sendOnce(ports, engine, announced, signal);
  const candidates = without(announced, gone);
  if (sent.kind === "needless") return notSent([], [], gone);
  if (sent.kind === "refused") return { ...notSent(candidates, [sent], gone), requestId: sent.failure.requestId };
  if (sent.kind === "grew") return notSent([...candidates, ...sent.added].sort(byNameAndId), [sent], gone);
  const denied = sent.kind === "accepted" ? deniedOf(candidates, sent.items) : [];
  const awaited = without(candidates, denied);
  const made = { sent, gone, candidates, denied };
  ports.keepSoFar?.(outcomeOf(made, awaited, undefined));
  const unseen = await watchUntilGone(ports, engine, awaited, signal);
  return outcomeOf(made, unseen, sent.kind === "accepted" ? incomplete(ports, unseen, sent.atMs, signal) : sent);
}

interface MadePurge {
  readonly sent: Extract<Sent, { kind: "accepted" | "fate-unknown" }>;
  readonly gone: readonly Candidate[];
  readonly candidates: readonly Candidate[];
  readonly denied: readonly Candidate[];
}

/** The outcome of a call that was made or possibly made. `trouble`: why some are unseen; `undefined` while the watch goes on. */
function outcomeOf(
  { sent, gone, candidates, denied }: MadePurge,
  unseen: readonly Candidate[],
  trouble: PurgeTrouble | undefined,
): PurgeOutcome {
  const removed = without(candidates, [...denied, ...unseen]);
  const isCertain = sent.kind === "accepted" || removed.length > 0;
  return {
    gone,
    removed,
    left: without(candidates, removed),
    unseen,
    calledAtMs: sent.atMs,
    sentAtMs: isCertain ? sent.atMs : undefined,
    requestId: sent.requestId,
    troubles: [
      ...(denied.length > 0 ? [{ kind: "denied", left: denied } as const] : []),
      ...(unseen.length > 0 && trouble !== undefined ? [trouble] : []),
    ],
  };
}

/** The outcome without a call, or of a refused one: there is no effect to wait for. */
export function notSent(
  left: readonly Candidate[],
  troubles: readonly PurgeTrouble[],
  gone: readonly Candidate[] = [],
): PurgeOutcome {
  return {
    gone,
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
  | Refused
  | Extract<PurgeTrouble, { kind: "grew" }>
  /** No candidate was left before the call, so it was not made again. */
  | { readonly kind: "needless" };

type Refused = Extract<PurgeTrouble, { kind: "refused" }>;

/** An attempt to send the call. `gone`: the candidates that a read before it proved to be gone. */
interface Attempt {
  readonly sent: Sent;
  readonly gone: readonly Candidate[];
}

/** Sends the call. A call that the service refused for now, or that never left, is made again after a new look. */
async function sendOnce(
  ports: PurgePorts,
  engine: Engine,
  candidates: readonly Candidate[],
  signal: AbortSignal,
): Promise<Attempt> {
  const { clock } = ports;
  const deadlineMs = clock.now() + patienceMs;
  let attempt: Attempt = { sent: await call(ports, engine, { candidates, gone: [] }, signal), gone: [] };
  for (let waitMs = 1_000; ; waitMs = Math.min(waitMs * 2, 30_000)) {
    const { sent, gone } = attempt;
    const isOver = signal.aborted || clock.now() >= deadlineMs;
    if (sent.kind !== "refused" || !mayPass(sent.failure) || isOver) return attempt;
    ports.keepSoFar?.(notSent(without(candidates, gone), [sent], gone));
    const askedMs = Math.max(sent.failure.retryAfterMs ?? 0, waitMs);
    await clock.sleep(Math.min(askedMs, deadlineMs - clock.now()), signal);
    attempt = await callAgain(ports, engine, { candidates, gone, refused: sent }, signal);
  }
}

async function call(
  { service, clock, keepSoFar }: PurgePorts,
  engine: Engine,
  { candidates, gone }: { readonly candidates: readonly Candidate[]; readonly gone: readonly Candidate[] },
  signal: AbortSignal,
): Promise<Sent> {
  const atMs = clock.now();
  const left = without(candidates, gone);
  keepSoFar?.({ ...notSent(left, [], gone), unseen: left, calledAtMs: atMs });
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

interface RefusedCall {
  readonly candidates: readonly Candidate[];
  /** Proven to be gone by an earlier look. */
  readonly gone: readonly Candidate[];
  readonly refused: Refused;
}

/** Looks again, and makes the call only if that look shows candidates and no other failed creation. */
async function callAgain(
  ports: PurgePorts,
  engine: Engine,
  { candidates, gone: goneEarlier, refused }: RefusedCall,
  signal: AbortSignal,
): Promise<Attempt> {
  try {
    const listed = await findCandidates(ports.service, engine, signal);
    const left = await stillThere(ports.service, without(candidates, goneEarlier), listed, signal);
    const gone = without(candidates, left);
    const added = without(listed, candidates);
    if (added.length > 0) return { sent: { kind: "grew", added }, gone };
    if (left.length === 0) return { sent: { kind: "needless" }, gone };
    // The rest is no longer listed as failed, but not proven to be gone: the call would be for nothing.
    if (listed.length === 0) return { sent: refused, gone };
    return { sent: await call(ports, engine, { candidates, gone }, signal), gone };
  } catch (thrown) {
    if (!isCallFailure(thrown)) throw thrown;
    return { sent: { kind: "refused", failure: thrown }, gone: goneEarlier };
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
