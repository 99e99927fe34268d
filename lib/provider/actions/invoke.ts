import type { ActionRecord } from "../../domain/action-record";
import { resolveAmount } from "../../domain/amount";
import { type CallFailure, isCallFailure } from "../../domain/call-failure";
import { describeDuration } from "../../domain/duration";
import { idKey, type InstanceId } from "../../domain/instance";
import type { Rows } from "../../domain/ledger/journal";
import { waveSize } from "../../domain/ledger/waves";
import type { RolloutSettings } from "../../domain/rollout/rollout";
import { type Diagnostic, hasErrors } from "../../framework/values/diagnostic";
import type { InvokeContext } from "../../framework/resource";
import { act } from "../../rollout/act";
import { lookAtFleet } from "../../rollout/look";
import { limitedTo } from "../../rollout/time-limits";
import type { Found } from "../lifecycle/model";
import type { RunRecords } from "../runs/memory";
import { providerNotConfigured, serviceFailed } from "../messages";
import {
  actedOnByResource,
  invocationInterrupted,
  invocationNotRecorded,
  invocationRecordLeft,
  unfinishedInvocation,
} from "../messages/actions";
import { invocationProgress, invocationWaits } from "../messages/invocation-progress";
import { beginLine, endLine, progressLines } from "../../rollout/progress-line";
import { describeProgress } from "../runs/progress-log";
import { claim, release } from "../runs/reservations";
import { dropRows, journalRefusal, keeperOf } from "../runs/run-journal";
import { type ProviderData, readyData, type ReadyProvider } from "../connection/service";
import { type ActionJudgement, judgeAction } from "./judge";
import type { ActionRequest } from "./request";
import { takeTurn } from "./turn";

type Records = ReadonlyMap<InstanceId, ActionRecord>;
type Context = InvokeContext<ProviderData>;

/** Carries out an invocation. `invocation`: the identity of its configuration. Sends requests. */
export async function invokeAct(
  request: ActionRequest,
  invocation: string,
  context: Context,
): Promise<readonly Diagnostic[]> {
  const ready = readyData(context.provider);
  if (ready === undefined) return [providerNotConfigured()];
  const subjects = new Set(request.ids.map(idKey));
  const wait = (): void => context.progress(invocationWaits());
  const endTurn = await takeTurn(subjects, ready.reservations, context.signal, wait);
  if (endTurn === undefined) return [invocationInterrupted()];
  try {
    const owner = { kind: "invocation", digest: ready.memory.digest(invocation) } as const;
    const left = await ready.memory.journal.open([owner], context.signal);
    return await inTurn({ request, ready, left }, context);
  } finally {
    endTurn();
  }
}

interface Invoking {
  readonly request: ActionRequest;
  readonly ready: ReadyProvider;
  /** The journal rows of this configuration. */
  readonly left: RunRecords;
}

async function inTurn(invoking: Invoking, context: Context): Promise<readonly Diagnostic[]> {
  const { request, ready, left } = invoking;
  const startMs = ready.clock.now();
  const sight = await lookInTime(invoking, context.signal);
  if ("refusal" in sight) return [sight.refusal];
  const judgement = judgeAction(
    request,
    sight.found,
    { own: left.load(), hearsay: left.hearsay() },
    {
      service: ready.service,
      nowMs: ready.clock.now(),
    },
  );
  if (hasErrors(judgement.findings)) return judgement.findings;
  for (const { summary } of judgement.findings) context.progress(summary);
  const taken = claim(ready.reservations, judgement.planned);
  if (taken.length > 0) return [actedOnByResource(taken)];
  try {
    const carried = await carryOut(invoking, judgement, startMs, context);
    return [...judgement.findings, ...carried, ...(await recordEnded(invoking, judgement, context))];
  } finally {
    release(ready.reservations, judgement.planned);
  }
}

/** The answer says how each action ended. Until Terraform has it, the next invocation must know the sent calls. */
async function recordEnded(
  { request, ready, left }: Invoking,
  { planned }: ActionJudgement,
  { signal, abandoned }: Context,
): Promise<readonly Diagnostic[]> {
  const hasRecord = planned.length > 0 || left.load().size > 0 || left.hearsay().size > 0;
  if (abandoned.aborted || !hasRecord) return [];
  const problem = await dropRows(left, new Set(request.ids), ready.clock, signal);
  return problem === undefined ? [] : [invocationRecordLeft(problem, request.timeoutMs)];
}

/** One look at every named instance, before any call. */
async function lookInTime(
  { request, ready }: Invoking,
  stop: AbortSignal,
): Promise<{ readonly found: Found } | { readonly refusal: Diagnostic }> {
  const limit = limitedTo(stop, ready.clock, request.timeoutMs);
  try {
    return { found: await lookAtFleet(ready.service, request.ids, limit.signal) };
  } catch (thrown) {
    if (!isCallFailure(thrown)) throw thrown;
    const isLate = limit.signal.aborted && !stop.aborted;
    const late = isLate
      ? ` The run exceeded its time limit (timeout, ${describeDuration(request.timeoutMs)}) was over.`
      : "";
    const failure: CallFailure = thrown;
    const message = `${failure.message}${late}`;
    return { refusal: serviceFailed("looking up the instances, before any call", { ...failure, message }) };
  } finally {
    limit.release();
  }
}

/** Carries out the due actions. Sends requests, records each event in the journal and reports it. Answers the diagnostics. */
async function carryOut(
  { request, ready, left }: Invoking,
  { planned, open, statuses }: ActionJudgement,
  startMs: number,
  context: Context,
): Promise<readonly Diagnostic[]> {
  if (planned.length === 0) return [];
  const started = await left.begin();
  const refusal = journalRefusal(left, started);
  if (refusal !== undefined) return [refusal];
  const tell = ready.beginProgress?.();
  tell?.(beginLine(planned));
  const records = await act(
    { planned, settings: settingsOf(request, planned.length, startMs, ready), open, statuses },
    {
      api: ready.service,
      clock: ready.clock,
      keep: keeperOf(started, sentRows),
      tell: (event) => {
        describeProgress(event, context.log);
        for (const line of invocationProgress(event, planned)) context.progress(line);
        if (tell !== undefined) progressLines(event, planned).forEach(tell);
      },
    },
    context.signal,
  );
  tell?.(endLine(planned, records));
  const outcomes = planned.flatMap(({ name, id }) => {
    const record = records.get(id);
    return record === undefined ? [] : [{ name, record }];
  });
  const isWhole = outcomes.every(({ record }) => record.result === "success");
  return [
    ...(started.problem === undefined ? [] : [invocationNotRecorded(started.problem)]),
    ...(isWhole ? [] : [unfinishedInvocation(outcomes)]),
  ];
}

/** The actions that were sent so far. */
function sentRows(records: Records): Rows {
  const sent = [...records].filter(([, record]) => record.submittedAt !== "");
  return new Map(sent.map(([id, record]) => [id, { record, triggers: new Map() }]));
}

function settingsOf(request: ActionRequest, due: number, startMs: number, ready: ReadyProvider): RolloutSettings {
  return {
    maxUnavailable: waveSize(request.maxUnavailable, request.ids.length),
    readyTimeoutMs: request.readyTimeoutMs,
    minReadyMs: request.minReadyMs,
    pauseBetweenMs: request.pauseBetweenMs,
    maxFailures: resolveAmount(request.maxFailures, due),
    runDeadlineMs: startMs + request.timeoutMs,
    runTimeSetting: "timeout",
    pollIntervalMs: ready.pollIntervalMs,
    forceDelete: request.forceDelete,
    readsTasks: ready.readsTasks,
  };
}
