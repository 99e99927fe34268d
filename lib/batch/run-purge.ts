import { type CallFailure, isCallFailure } from "../domain/call-failure";
import { withoutFullStop } from "../domain/rollout/ending";
import { answeredFailed } from "../domain/rollout/sends";
import { type ActionRecord, timestamp } from "../domain/action-record";
import { byNameAndId, type Engine } from "../domain/instance";
import { deletedStatus, failedCreationStatus } from "../domain/status";
import { adviceOn } from "../client/advice";
import { type Candidate, findCandidates, without } from "../rollout/failed-creations";
import { goneBefore, purgeBegun, purgeEnded } from "../rollout/progress-line";
import { purge, type PurgeOutcome, type PurgeTrouble } from "../rollout/purge";
import { describeDuration } from "../domain/duration";
import { listed } from "../domain/texts/listed";
import { visibleLine } from "../domain/texts/visible-line";
import type { PurgeRequest } from "./request";
import type { BatchEntry, BatchOutcome, BatchSurroundings } from "./run";

/**
 * Deletes every failed creation of an engine with one call and checks that none is left, by the same rules as the provider's
 * resource. Never rejects because of the service.
 */
export async function runPurge(request: PurgeRequest, run: BatchSurroundings): Promise<BatchOutcome> {
  const { engine, maxDeletions } = request;
  const signal = AbortSignal.any([run.stop, AbortSignal.timeout(request.timeoutMs)]);
  let candidates: readonly Candidate[];
  try {
    candidates = await findCandidates(run.service, engine, signal);
  } catch (thrown) {
    if (!isCallFailure(thrown)) throw thrown;
    return {
      entries: [],
      complaint: `The failed creations could not be listed, so no purge was asked for: ${thrown.message} ${adviceOn(thrown)}`,
    };
  }
  if (candidates.length === 0) {
    run.tell(`No failed creation of ${engine} was found: nothing to do.`);
    return { entries: [], complaint: undefined };
  }
  if (maxDeletions !== undefined && candidates.length > maxDeletions) {
    const reason = `--max-deletions allows ${maxDeletions}, and the purge would remove ${candidates.length}`;
    return {
      entries: entriesOf(candidates, run, () => unsent(reason)),
      complaint: `No purge was asked for: ${reason}. To remove all of them, raise --max-deletions.`,
    };
  }
  run.keep(entriesOf(candidates, run, () => unsent("the run ended before any call was made")));
  run.tell(`purging ${candidates.length} failed ${engine} ${candidates.length === 1 ? "creation" : "creations"}`);
  const outcome = await purgeInSight(engine, candidates, run, signal);
  return {
    entries: entriesAfter(outcome, candidates, run),
    complaint: told(outcome, signal.aborted && !run.stop.aborted),
  };
}

/** The purge, with its begin and its end as events of progress. */
async function purgeInSight(
  engine: Engine,
  candidates: readonly Candidate[],
  run: BatchSurroundings,
  signal: AbortSignal,
): Promise<PurgeOutcome> {
  for (const line of purgeBegun(candidates)) run.progress(line);
  const keepSoFar = (soFar: PurgeOutcome): void => run.keep(entriesAfter(soFar, candidates, run));
  const outcome = await purge({ ...run, keepSoFar }, engine, candidates, signal);
  const { removed, left, gone } = outcome;
  if (gone.length > 0) run.tell(visibleLine(`gone before the call, which was not made for them: ${listed(gone)}`));
  for (const line of purgeEnded(removed, left, gone)) run.progress(line);
  return outcome;
}

/** The records after an outcome, final or so far, with those of the creations that failed since the first look. */
function entriesAfter(
  outcome: PurgeOutcome,
  candidates: readonly Candidate[],
  run: Pick<BatchSurroundings, "clock">,
): readonly BatchEntry[] {
  const all = [...candidates, ...without(outcome.left, candidates)].sort(byNameAndId);
  return entriesOf(all, run, (candidate) => fateOf(candidate, outcome));
}

/** The records of all candidates, by unique names. */
function entriesOf(
  candidates: readonly Candidate[],
  { clock }: Pick<BatchSurroundings, "clock">,
  fate: (candidate: Candidate) => Fate,
): readonly BatchEntry[] {
  const nameOf = uniqueNames(candidates);
  return candidates.map((candidate) => ({
    name: nameOf(candidate),
    record: recordOf(candidate, fate(candidate), clock.now()),
  }));
}

type Fate = Pick<ActionRecord, "result" | "reason"> &
  Partial<Pick<ActionRecord, "accepted" | "errorCode" | "message" | "requestId" | "submittedAt">>;

function unsent(reason: string): Fate {
  return { result: "not_started", reason };
}

/** The outcome for one candidate, by the words of a batch: `failed` is the service's own answer, `unknown` a purge whose end was not seen. */
function fateOf({ id }: Candidate, outcome: PurgeOutcome): Fate {
  const { gone, left, unseen, calledAtMs, sentAtMs, requestId = "" } = outcome;
  const among = (candidates: readonly Candidate[]): boolean => candidates.some((each) => each.id === id);
  if (among(gone)) return { result: "success", reason: goneBefore };
  const grew = outcome.troubles.find((each) => each.kind === "grew");
  if (grew !== undefined) return unsent(among(grew.added) ? failedSince : notMadeAgain);
  const submittedAt = calledAtMs === undefined ? "" : timestamp(calledAtMs);
  const call = { accepted: sentAtMs !== undefined, requestId, submittedAt };
  if (!among(left)) return { ...call, result: "success", reason: "gone" };
  const isAnswer = ({ kind }: PurgeTrouble): boolean => kind === "denied" || kind === "refused";
  const trouble = outcome.troubles.find((each) => isAnswer(each) !== among(unseen));
  if (trouble === undefined) return { ...call, result: "unknown", reason: cutShort };
  switch (trouble.kind) {
    case "denied":
      return { ...call, accepted: false, result: "failed", reason: answeredFailed };
    case "refused":
      return { ...call, result: "failed", ...saidBy(trouble.failure) };
    default:
      return { ...call, result: "unknown", reason: withoutFullStop(describeTrouble(trouble)) };
  }
}

const notMadeAgain =
  "the service refused the purge for now, and it was not made again because more creations had failed since";
const failedSince = "its creation failed after the purge was announced; no call was made for it";
/** The words of a rollout for a call that was about to leave when the process ended. */
const cutShort = `the run was interrupted: not yet seen to leave ${failedCreationStatus}`;

function saidBy({ message: reason, errorCode = "", errorMessage: message = "" }: CallFailure) {
  return { reason: withoutFullStop(reason), errorCode, message };
}

function told({ troubles }: PurgeOutcome, isLate: boolean): string | undefined {
  if (troubles.length === 0) return undefined;
  const limit = isLate ? ["The time for the whole run (--timeout) is over."] : [];
  return [...limit, ...troubles.map((trouble) => `${describeTrouble(trouble)}\n${adviceAfter(trouble)}`)].join("\n");
}

/** The failure of a purge, in one sentence. */
function describeTrouble(trouble: PurgeTrouble): string {
  switch (trouble.kind) {
    case "refused":
      return trouble.failure.message;
    case "grew":
      return `The service refused the purge for now, and since then more creations failed, which it would remove too: ${listed(trouble.added)}. It was not made again, and removed nothing.`;
    case "fate-unknown":
      return `${withoutFullStop(trouble.message)}, so it is not known whether the purge was carried out.`;
    case "denied":
      return `The service accepted the purge and answered "failed" for ${listed(trouble.left)}.`;
    case "remaining":
      return `The service accepted the purge, but ${describeDuration(trouble.waitedMs)} later it still shows ${listed(trouble.left)}.`;
    case "interrupted":
      return `The purge was sent, and the run was interrupted before its end was seen: ${listed(trouble.left)} still showed.`;
  }
}

function adviceAfter(trouble: PurgeTrouble): string {
  if (trouble.kind === "refused") return adviceOn(trouble.failure);
  if (trouble.kind === "grew") return "Run the command again to purge all of them.";
  return "The call was not repeated. Run the command again to purge the rest.";
}

function recordOf(candidate: Candidate, fate: Fate, nowMs: number): ActionRecord {
  return {
    instanceId: candidate.id,
    action: "delete",
    accepted: false,
    status: fate.result === "success" ? deletedStatus : failedCreationStatus,
    errorCode: "",
    message: "",
    requestId: "",
    wave: 1,
    submittedAt: "",
    leftAt: "",
    finishedAt: timestamp(nowMs),
    ...fate,
  };
}

/** The service's names. A name of several instances is followed by the id. */
function uniqueNames(candidates: readonly Candidate[]): (candidate: Candidate) => string {
  const counts = new Map<string, number>();
  for (const { name } of candidates) counts.set(name, (counts.get(name) ?? 0) + 1);
  return ({ name, id }) => (name !== "" && counts.get(name) === 1 ? name : `${name} (${id})`.trimStart());
}
