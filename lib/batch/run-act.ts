import { resolveAmount } from "../domain/amount";
import { type CallFailure, isCallFailure } from "../domain/call-failure";
import { withoutFullStop } from "../domain/rollout/ending";
import { type Action, type Instance, type InstanceId, parseEngine } from "../domain/instance";
import { noWord, type RolloutSettings } from "../domain/rollout/rollout";
import { unsentRecord } from "../domain/rollout/records";
import { assignWaves, type Planned, waveSize } from "../domain/ledger/waves";
import { adviceOn, adviceOnEnds } from "../client/advice";
import { lookAtEach, statusesOf } from "../rollout/look";
import { act } from "../rollout/act";
import { beginLine, endLine, progressLines } from "../rollout/progress-line";
import type { ActRequest } from "./request";
import { type BatchEntry, type BatchOutcome, type BatchSurroundings, entriesOf } from "./run";
import { describeEvent } from "./text";
import { limitedTo } from "../rollout/time-limits";

type Look = Awaited<ReturnType<typeof lookAtEach>>;
type Found = Look["found"];

/**
 * Restarts or deletes the instances in waves and watches each to its end, by the same rules as the provider's resource.
 * Refuses a batch that cannot work before the first call. Never rejects because of the service.
 */
export async function runAct(request: ActRequest, run: BatchSurroundings): Promise<BatchOutcome> {
  const startMs = run.clock.now();
  const asked = planWaves(request, new Map());
  run.keep(notStarted(asked, "the run ended before any call was made", startMs));
  const ids = request.instances.map(({ id }) => id);
  const limit = limitedTo(run.stop, run.clock, request.timeoutMs);
  let look: Look;
  try {
    look = await lookAtEach(run.service, ids, limit.signal);
    const general = failureOfAll(look, ids);
    if (general !== undefined) throw general;
  } catch (thrown) {
    if (!isCallFailure(thrown)) throw thrown;
    return unseen(request, asked, limit.signal.aborted ? endOf(run) : thrown, run);
  } finally {
    limit.release();
  }
  const objections = objectionsTo(request, look, run);
  if (objections.size > 0) return refused(request, asked, objections, run.clock.now());
  return rollOut(request, look.found, startMs, run);
}

/** The failure of a read that concerns every instance: a login, an interrupt, or none of them could be read. */
function failureOfAll({ unread }: Look, ids: readonly InstanceId[]): (CallFailure & Error) | undefined {
  const failures = [...unread.values()];
  const ofAll = failures.find(({ code }) => code === "unauthenticated" || code === "interrupted");
  return ofAll ?? (unread.size === ids.length ? failures[0] : undefined);
}

/** Why a look ended before it was done. */
type CutShort = "the run was interrupted" | "the time for the whole run (--timeout) was over";

function endOf({ stop }: BatchSurroundings): CutShort {
  return stop.aborted ? "the run was interrupted" : "the time for the whole run (--timeout) was over";
}

/** The outcome after a failed first look. The instances are not known, so no call is made. */
function unseen(
  { action }: ActRequest,
  asked: readonly Planned[],
  why: CallFailure | CutShort,
  { clock }: BatchSurroundings,
): BatchOutcome {
  const reason = typeof why === "string" ? why : withoutFullStop(why.message);
  const complaint =
    typeof why === "string"
      ? `No ${nouns[action]} was asked for: ${reason} during the first read of the instances.`
      : `The instances could not be read, so no ${nouns[action]} was asked for: ${reason}. ${adviceOn(why)}`;
  return { entries: notStarted(asked, reason, clock.now()), complaint };
}

const nouns: Readonly<Record<Action, string>> = { restart: "restart", delete: "deletion" };

function planWaves(request: ActRequest, statuses: ReadonlyMap<InstanceId, string>): readonly Planned[] {
  const { action, instances, maxUnavailable, canary } = request;
  const due = instances.map(({ name, id }) => ({ name, id, verb: action, action, reason: "asked for" }));
  return assignWaves(due, statuses, { maxUnavailable, canary, fleetSize: instances.length });
}

/** Why an instance cannot be acted on at all, and the remedy. */
interface Objection {
  /** The service's words, if it answered a read. */
  readonly word?: Pick<CallFailure, "errorCode" | "requestId">;
  /** A clause without a full stop. */
  readonly reason: string;
  readonly advice: string;
}

function objectionsTo(
  request: ActRequest,
  { found, unread }: Look,
  run: BatchSurroundings,
): ReadonlyMap<InstanceId, Objection> {
  const objections = new Map<InstanceId, Objection>();
  for (const { id } of request.instances) {
    const failure = unread.get(id);
    const objection = failure === undefined ? objectionTo(request, found.get(id), run) : notRead(failure);
    if (objection !== undefined) objections.set(id, objection);
  }
  return objections;
}

/** As in a plan: an instance that is due and cannot be read is named, with the way out, and no call is made. */
function notRead(failure: CallFailure): Objection {
  const reason = `it could not be read: ${withoutFullStop(failure.message)}`;
  return { reason, advice: `${adviceOn(failure)} To go on with the others, leave it out.`, word: failure };
}

// The objection to an action. The deletion of a gone instance is not a fault: it counts as done.
function objectionTo(
  { action }: ActRequest,
  instance: Instance | undefined,
  { service }: BatchSurroundings,
): Objection | undefined {
  if (instance === undefined) {
    if (action === "delete") return undefined;
    const advice = "Check the id, the project and the region, or leave the instance out.";
    return { reason: "the service knows no such instance in this project", advice };
  }
  const engine = parseEngine(instance.engine);
  if (engine === undefined || service.supports(action, engine)) return undefined;
  return {
    reason: `the service does not ${action} ${engine} instances in batches with API version ${service.apiVersion}`,
    advice: "Leave the instance out.",
  };
}

/** The outcome of a refusal: one instance that cannot be acted on stops the whole batch before its first call. */
function refused(
  { action }: ActRequest,
  asked: readonly Planned[],
  objections: ReadonlyMap<InstanceId, Objection>,
  nowMs: number,
): BatchOutcome {
  const others = `nothing was sent, because ${objections.size} of the batch cannot be acted on`;
  const entries = asked.map((target) => {
    const objection = objections.get(target.id);
    const outcome =
      objection === undefined
        ? ({ result: "not_started", reason: others, nowMs } as const)
        : ({ result: "failed", reason: `${objection.reason}; no call was made for it`, nowMs } as const);
    const { errorCode = "", requestId = "" } = objection?.word ?? {};
    return { name: target.name, record: unsentRecord(target, "", { ...noWord, errorCode, requestId }, outcome) };
  });
  const advice = [...new Set([...objections.values()].map((objection) => objection.advice))].join(" ");
  return { entries, complaint: `The batch was refused before any ${nouns[action]} was asked for. ${advice}` };
}

function notStarted(asked: readonly Planned[], reason: string, nowMs: number): readonly BatchEntry[] {
  return asked.map((target) => ({
    name: target.name,
    record: unsentRecord(target, "", noWord, { result: "not_started", reason, nowMs }),
  }));
}

async function rollOut(
  request: ActRequest,
  found: Found,
  startMs: number,
  run: BatchSurroundings,
): Promise<BatchOutcome> {
  const statuses = statusesOf(found);
  const planned = planWaves(request, statuses);
  const names = new Map(planned.map(({ id, name }) => [id, name]));
  const settings = rolloutSettings(request, startMs, run);
  run.progress(beginLine(planned));
  const records = await act(
    { planned, settings, open: new Map(), statuses },
    {
      api: run.service,
      clock: run.clock,
      keep: (current) => run.keep(entriesOf(planned, current)),
      tell: (event) => {
        for (const line of describeEvent(event, names)) run.tell(line);
        for (const line of progressLines(event, planned)) run.progress(line);
      },
    },
    run.stop,
  );
  run.progress(endLine(planned, records));
  const advice = adviceOnEnds([...records.values()]);
  return { entries: entriesOf(planned, records), complaint: advice === "" ? undefined : advice };
}

function rolloutSettings(
  request: ActRequest,
  startMs: number,
  { pollIntervalMs, readsTasks }: BatchSurroundings,
): RolloutSettings {
  const size = request.instances.length;
  return {
    maxUnavailable: waveSize(request.maxUnavailable, size),
    readyTimeoutMs: request.readyTimeoutMs,
    minReadyMs: request.minReadyMs,
    pauseBetweenMs: request.pauseBetweenMs,
    maxFailures: resolveAmount(request.maxFailures, size),
    runDeadlineMs: startMs + request.timeoutMs,
    pollIntervalMs,
    forceDelete: request.forceDelete,
    readsTasks,
  };
}
