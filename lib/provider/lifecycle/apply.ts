import type { Due } from "../../domain/due";
import type { InstanceId } from "../../domain/instance";
import type { ActionRecord } from "../../domain/action-record";
import { noWord } from "../../domain/rollout/rollout";
import { unsentRecord } from "../../domain/rollout/records";
import { type Diagnostic, hasErrors } from "../../framework/diagnostic";
import type { ApplyRequest, ApplyResponse, CallContext } from "../../framework/resource";
import { equalValues } from "../../framework/equality";
import { attributeType } from "../../framework/implied-type";
import { isWhollyKnown, unknown } from "../../framework/value";
import { claimedByAnother, planOutOfDate, providerNotConfigured, unfinishedRun } from "../messages";
import { instanceLifecycleSchema } from "../schemas/instance-lifecycle";
import { type ProviderData, readyData } from "../service";
import { claim } from "../walk";
import { knownRecords } from "./baseline";
import {
  declaredIn,
  encodePlanned,
  encodeResults,
  type LifecycleConfig,
  type LifecycleState,
  type ObservedState,
} from "./model";
import { decodePrivate, encodePrivate } from "./private-state";
import { type Prospect, prospectOf } from "./prospect";
import { lastLook } from "./last-look";
import { lookAtNewcomers } from "./newcomers";
import { observedAfter } from "./observe";
import { isReplacing } from "./plan";
import { rollOut } from "./roll-out";
import { missedChanges, openCauses } from "./withdrawal";

type Schema = typeof instanceLifecycleSchema;
type Ready = Extract<ProviderData, { kind: "ready" }>;
type Records = ReadonlyMap<InstanceId, ActionRecord>;

const actionsType = attributeType(instanceLifecycleSchema.attributes.planned_actions);

/**
 * Carries out what is due and records it. Sends requests.
 * State is answered also when something failed: whatever happened is in it.
 */
export async function applyLifecycle(
  request: ApplyRequest<Schema>,
  context: CallContext<ProviderData>,
): Promise<ApplyResponse<Schema>> {
  const ready = readyData(context.provider);
  if (ready === undefined) return { state: request.prior, diagnostics: [providerNotConfigured()] };
  const answer = await carryOut(request, context, ready);
  if (request.prior === undefined && answer.state !== undefined) takeOver(answer.state, ready);
  return answer;
}

/** S3 of predecessors.ts: the successor is there, and has in its state what was remembered for it. */
function takeOver(state: LifecycleState, { memory, walk }: Ready): void {
  const ids = declaredIn(state).map(({ id }) => id);
  memory.replacedInstances.forget(ids);
  for (const id of ids) walk.created.add(id);
}

async function carryOut(
  request: ApplyRequest<Schema>,
  context: CallContext<ProviderData>,
  ready: Ready,
): Promise<ApplyResponse<Schema>> {
  const { prospect, observed, refusals } = await look(request, ready, context.signal);
  if (refusals.length > 0) {
    return { state: keptByRefusal(request, prospect, observed, refusals, ready), diagnostics: refusals };
  }
  if (prospect.planned.length === 0) return settled(request, prospect, observed, ready);

  const { records, warnings } = await rollOut(prospect, request.prior === undefined, ready, context);
  const lastSeen = await lastLook(prospect, observed, records, ready, context.signal);
  const all = new Map([...knownRecords(prospect.baseline), ...records]);
  const open = prospect.planned.filter(({ id }) => records.get(id)?.result !== "success");
  const diagnostics = open.length === 0 ? warnings : [...warnings, summary(prospect, records)];
  const id = request.prior?.id ?? (hasErrors(diagnostics) ? null : ready.newId());
  dropStaleRecords(prospect, all, ready);
  return {
    state: stateAfter(request, prospect, lastSeen, all, open, id),
    diagnostics,
    private: encodePrivate({
      object: id ?? undefined,
      causes: openCauses(open, records, causesGiven(request, prospect, ready)),
    }),
  };
}

interface Beginning {
  readonly prospect: Prospect;
  readonly observed: ObservedState;
  /** Why no call may be made. */
  readonly refusals: readonly Diagnostic[];
}

/** What is due, after a look at the instances nobody has looked at yet; before anything is sent. */
async function look(request: ApplyRequest<Schema>, ready: Ready, signal: AbortSignal): Promise<Beginning> {
  const { planned, prior, plannedPrivate, seen } = request;
  const input = { config: planned, prior, private: plannedPrivate, seen, provider: ready };
  const asked = prospectOf(input);
  if (asked === undefined) throw new Error("a planned value that decides what is due is unknown at apply");
  const { found, baseline, gone, refusals } = await lookAtNewcomers(asked, ready, signal);
  const ids = gone.map(({ id }) => id);
  const decided = ids.length > 0 ? (prospectOf(input, ids) ?? asked) : asked;
  // With nothing due, the plan has fixed what is recorded.
  const prospect = decided.planned.length > 0 ? { ...decided, baseline } : decided;
  const errors = [...decided.diagnostics, ...refusals].filter(({ severity }) => severity === "error");
  return {
    prospect,
    observed: observedAfter(decided.desired, found, baseline.observed),
    refusals: errors.length > 0 ? errors : [...outOfDate(request, decided), ...claims(decided, ready)],
  };
}

/** A plan lists exactly the calls that are made: what it does not list is not done. */
function outOfDate(request: ApplyRequest<Schema>, { planned }: Prospect): readonly Diagnostic[] {
  const listed = request.planned.planned_actions;
  if (listed === unknown) return [];
  const announced = planned.length > 0 ? encodePlanned(planned) : (request.prior?.planned_actions ?? []);
  return equalValues(actionsType, listed, announced) ? [] : [planOutOfDate()];
}

/** Two resources may not act on the same instance in one apply. */
function claims({ planned }: Prospect, { walk }: Ready): readonly Diagnostic[] {
  const taken = claim(walk, planned);
  return taken.length > 0 ? [claimedByAnother(taken)] : [];
}

/**
 * Nothing was done: an update keeps its prior state, a creation leaves nothing behind. But what a destroyed predecessor knew must not
 * go with it: then the object stays as one whose creation failed, and what was due stays due.
 */
function keptByRefusal(
  request: ApplyRequest<Schema>,
  prospect: Prospect,
  observed: ObservedState,
  [first]: readonly Diagnostic[],
  ready: Ready,
): LifecycleState | undefined {
  if (request.prior !== undefined || !isReplacing(prospect, ready)) return request.prior;
  const nowMs = ready.clock.now();
  const reason = `refused before any call: ${first?.summary ?? ""}`;
  const known = knownRecords(prospect.baseline);
  const unsent = prospect.planned
    .filter(({ id, action }) => known.get(id)?.action !== action || known.get(id)?.result === "success")
    .map((item) => {
      const status = prospect.baseline.statuses.get(item.id) ?? "";
      return [item.id, unsentRecord(item, status, noWord, { result: "not_started", reason, nowMs })] as const;
    });
  return stateAfter(request, prospect, observed, new Map([...known, ...unsent]), prospect.planned, null);
}

/** Nothing is due: what was adopted is recorded. */
function settled(
  request: ApplyRequest<Schema>,
  prospect: Prospect,
  observed: ObservedState,
  ready: Ready,
): ApplyResponse<Schema> {
  const known = knownRecords(prospect.baseline);
  dropStaleRecords(prospect, known, ready);
  const state = stateAfter(request, prospect, observed, known, [], request.prior?.id ?? ready.newId());
  const causes = missedChanges(causesGiven(request, prospect, ready));
  return { state, private: encodePrivate({ object: state.id ?? undefined, causes }) };
}

function causesGiven({ plannedPrivate }: ApplyRequest<Schema>, { desired, baseline }: Prospect, { memory }: Ready) {
  return { desired, baseline, earlier: decodePrivate(plannedPrivate).causes, digest: memory.digest };
}

/** An instance that is adopted without a record begins anew: a record of an older run must not take its next restart away. */
function dropStaleRecords({ desired }: Prospect, records: Records, { memory }: Ready): void {
  const unrecorded = desired.filter(({ id }) => !records.has(id)).map(({ id }) => id);
  if (unrecorded.length > 0) memory.runRecords.drop(new Set(unrecorded));
}

function summary(prospect: Prospect, records: Records): Diagnostic {
  const outcomes = prospect.planned.flatMap(({ name, id }) => {
    const record = records.get(id);
    return record === undefined ? [] : [{ name, record }];
  });
  return unfinishedRun({ outcomes, severity: prospect.settings.onFailure === "report" ? "warning" : "error" });
}

function stateAfter(
  request: ApplyRequest<Schema>,
  prospect: Prospect,
  observed: ObservedState,
  records: Records,
  open: readonly Due[],
  id: string | null,
): LifecycleState {
  return {
    ...configured(request.planned),
    id,
    planned_actions:
      prospect.planned.length > 0 ? encodePlanned(prospect.planned) : (request.prior?.planned_actions ?? []),
    observed,
    results: encodeResults(prospect.desired, records),
    unfinished: open.map(({ name }) => name).sort(),
  };
}

/** The configured part of a planned value; Terraform promises that at apply nothing of it is unknown. */
function configured(planned: LifecycleConfig): LifecycleState {
  const part = { ...planned, id: null, planned_actions: null, observed: null, results: null, unfinished: null };
  if (!isState(part)) throw new Error("a configured value is unknown at apply");
  return part;
}

function isState(value: LifecycleConfig): value is LifecycleState {
  return isWhollyKnown(value);
}
