import { runTimeout } from "./settings";
import { describeDuration } from "../../domain/duration";
import { restartUnknownOf } from "../../domain/rollout/task-evidence";
import { type Diagnostic, hasErrors } from "../../framework/values/diagnostic";
import type {
  ApplyRequest,
  ApplyResponse,
  CallContext,
  PlanRequest,
  PlanResponse,
  PrivateData,
  Resource,
} from "../../framework/resource";
import type { Path } from "../../framework/values/path";
import { unknown } from "../../framework/values/value";
import { limitedTo } from "../../rollout/time-limits";
import { tasksSince } from "../../rollout/ask-tasks";
import { longWait, nullInstance, projectToldTwice, providerNotConfigured, type ToldRestart } from "../messages";
import { inPlace } from "../messages/sentence";
import { unreachableReadyTime } from "../runs/run-settings";
import { changedPlace, placeSettingsOf } from "../place";
import { instanceLifecycleSchema } from "../schemas/instance-lifecycle";
import { type Connections, locate, type ProviderData, type ReadyProvider, readyData } from "../connection/service";
import { answerApply } from "./answer-apply";
import { answerPlan } from "./answer-plan";
import { gather, type Situation } from "./gather";
import { duplicates } from "./findings";
import { type Judgement, judgeAll, openForgotten } from "./judge";
import { look, type Sight, unseen } from "./look";
import { decodeRows, type LifecycleConfig, type LifecycleState } from "./model";
import { importLifecycle, readLifecycle } from "./read";
import { savedRows } from "../../domain/ledger/evidence";
import { keepWithoutId, makeRoom, takenOver } from "./succession";

type Schema = typeof instanceLifecycleSchema;

/** The resource `dms_instance_lifecycle`. */
export const instanceLifecycle: Resource<Schema, Connections> = {
  schema: instanceLifecycleSchema,
  validate: validateLifecycle,
  plan: planLifecycle,
  apply: applyLifecycle,
  read: readLifecycle,
  import: importLifecycle,
  planDestroy: async ({ prior, priorPrivate }, { provider, signal }) => {
    const { data } = await locate(provider, prior);
    return inPlace(await forgottenWith(prior, prior.on_forget, priorPrivate, { data, signal }), prior);
  },
  /** Destroying the resource forgets the instances. The user has not asked to delete them. */
  destroy: async ({ prior, plannedPrivate }, { provider }) => {
    makeRoom(prior, plannedPrivate, (await locate(provider, prior)).data);
    return [];
  },
};

/** Diagnostics of a destruction: the open actions of the object, or the reason why it must not be destroyed. */
async function forgottenWith(
  prior: LifecycleState,
  onForget: LifecycleConfig["on_forget"],
  priorPrivate: PrivateData | undefined,
  { data, signal }: { readonly data: ProviderData; readonly signal: AbortSignal },
): Promise<readonly Diagnostic[]> {
  const config: LifecycleConfig = { ...prior, instances: new Map(), on_forget: onForget };
  const situation = await gather({ config, prior, private: priorPrivate, seen: [] }, data, signal);
  await situation.records.confirm(savedRows(decodeRows(prior, data.memory.digest)));
  return openForgotten(situation, unseen, true);
}

/** Plans the resource. Asks the service only about instances that were never read. */
async function planLifecycle(
  request: PlanRequest<Schema>,
  { provider, signal }: CallContext<Connections>,
): Promise<PlanResponse<Schema>> {
  const { proposed: config, prior, priorPrivate, seen } = request;
  const { data, diagnostics } = await locate(provider, config);
  if (diagnostics.length > 0) return { planned: config, diagnostics: inPlace(diagnostics, config) };
  if (prior !== undefined && data.compare(prior) !== "same")
    return planMove(request, prior, data, { provider, signal });
  const situation = await gather({ config, prior, private: priorPrivate, seen }, data, signal);
  const sight = await look(situation, readyData(data), signal);
  const judgement = judgeAll(situation, sight);
  const restarted = await restartedElsewhere(request, situation, judgement, readyData(data), signal);
  const answer = answerPlan(request, situation, { ...judgement, restarted }, data);
  const waited = longWait(readyData(data)?.service.takeLongWait?.());
  return { ...answer, diagnostics: inPlace([...(answer.diagnostics ?? []), ...waited], config) };
}

/**
 * Plans an object that moves, or may move, to another place: it is replaced, and Terraform plans its successor next. Its open actions are
 * forgotten, unless the successor may be in the same place.
 */
async function planMove(
  { proposed, priorPrivate }: PlanRequest<Schema>,
  prior: LifecycleState,
  data: ProviderData,
  { provider, signal }: Pick<CallContext<Connections>, "provider" | "signal">,
): Promise<PlanResponse<Schema>> {
  const open = { planned_actions: unknown, observed: unknown, results: unknown, unfinished: unknown } as const;
  const requiresReplace = changedPlace(placeSettingsOf(proposed), placeSettingsOf(prior)).map((name): Path => [name]);
  const planned: LifecycleConfig = { ...proposed, ...open, id: unknown };
  if (data.compare(prior) !== "other") return { planned, requiresReplace };
  const before = await locate(provider, prior);
  const forgotten = await forgottenWith(prior, proposed.on_forget, priorPrivate, { data: before.data, signal });
  return { planned, requiresReplace, diagnostics: inPlace(forgotten, prior) };
}

/** Most due actions for which a plan asks for the service's own records. */
const mostAskedAbout = 50;

/**
 * Reports restarts in the service's own records that the ledger does not know of, for the instances whose restart is due (T8). It asks only
 * if the object was refreshed in this process: Terraform plans again inside apply, and does not show that plan.
 */
async function restartedElsewhere(
  { prior }: PlanRequest<Schema>,
  { since }: Situation,
  { planned, ledger, findings }: Judgement,
  ready: ReadyProvider | undefined,
  signal: AbortSignal,
): Promise<readonly ToldRestart[]> {
  if (ready?.readsTasks !== true || prior?.id == null || !ready.reservations.refreshed.has(prior.id)) return [];
  if (planned.length > mostAskedAbout || hasErrors(findings)) return [];
  const asked = planned.flatMap((due) => {
    const knownMs = Date.parse(since.get(due.id) ?? "");
    // The records of a call whose end is open look the same as those of others.
    const isOpen = ledger.get(due.id)?.restart?.record.result === "unknown";
    return due.verb !== "restart" || isOpen || Number.isNaN(knownMs) ? [] : [{ due, knownMs }];
  });
  const times = new Map(asked.map(({ due, knownMs }) => [due.id, knownMs]));
  const tasks = await tasksSince(times, { api: ready.service, clock: ready.clock }, signal);
  return asked.flatMap(({ due: { name, id }, knownMs }) => {
    const told = restartUnknownOf(tasks.get(id) ?? [], knownMs);
    return told === undefined ? [] : [{ name, id, told }];
  });
}

/** Carries out the due actions and records them. Sends requests. */
async function applyLifecycle(
  request: ApplyRequest<Schema>,
  context: CallContext<Connections>,
): Promise<ApplyResponse<Schema>> {
  const { planned: config, prior, plannedPrivate, seen } = request;
  const { data, diagnostics } = await locate(context.provider, config);
  const ready = readyData(data);
  if (diagnostics.length > 0) return { state: prior, diagnostics: inPlace(diagnostics, config) };
  if (ready === undefined) return { state: prior, diagnostics: [providerNotConfigured()] };
  const situation = await gather({ config, prior, private: plannedPrivate, seen }, ready, context.signal);
  const sight = await lookInTime(situation, ready, context.signal, prior === undefined);
  const judgement = judgeAll(situation, sight);
  const answer = await answerApply({ request, situation, sight, judgement, ready }, context);
  const { state } = answer;
  if (state !== undefined) {
    if (prior === undefined) takenOver({ ...answer, state }, situation.mark, ready);
    keepWithoutId({ ...answer, state }, ready);
  }
  return { ...answer, diagnostics: inPlace(answer.diagnostics ?? [], config) };
}

/** The look of an apply. It takes no longer than a run may, also if the service answers slowly. */
async function lookInTime(
  situation: Situation,
  ready: ReadyProvider,
  stop: AbortSignal,
  creating: boolean,
): Promise<Sight> {
  const { setting, limitMs } = runTimeout(situation.settings, creating);
  const limit = limitedTo(stop, ready.clock, limitMs);
  try {
    const sight = await look(situation, ready, limit.signal);
    if (sight.failure === undefined || stop.aborted || !limit.signal.aborted) return sight;
    const message = `${sight.failure.message} The time for the run (${setting}, ${describeDuration(limitMs)}) was over.`;
    return { ...sight, failure: { ...sight.failure, message } };
  } finally {
    limit.release();
  }
}

/** Errors that do not depend on unknown values. Pure. */
function validateLifecycle(config: LifecycleConfig): readonly Diagnostic[] {
  return [
    ...nullInstances(config),
    ...declaredTwice(config),
    ...unreachableReadyTime(config),
    ...projectToldTwice(config),
  ];
}

function nullInstances({ instances }: LifecycleConfig): readonly Diagnostic[] {
  if (instances === unknown || instances === null) return [];
  return [...instances].flatMap(([name, element]) => (element === null ? [nullInstance(name)] : []));
}

function declaredTwice(config: LifecycleConfig): readonly Diagnostic[] {
  if (config.instances === unknown || config.instances === null) return [];
  return duplicates(
    [...config.instances].flatMap(([name, element]) =>
      element !== null && element !== unknown && typeof element.instance_id === "string"
        ? [{ name, id: element.instance_id }]
        : [],
    ),
  );
}
