import type { ActionRecord } from "../../domain/action-record";
import { type Action, type InstanceId, parseEngine } from "../../domain/instance";
import type { JournalRow } from "../../domain/ledger/entry";
import { type Due, isGoneStatus } from "../../domain/ledger/judge";
import { hearsayRecord, leftBehind, type LeftBehind } from "../../domain/ledger/left-behind";
import { respelledRows, spellingOf } from "../../domain/ledger/spelling";
import { assignWaves, type Planned } from "../../domain/ledger/waves";
import { deletedStatus } from "../../domain/status";
import { type Diagnostic, hasErrors } from "../../framework/values/diagnostic";
import { statusesOf } from "../../rollout/look";
import { forceDeleteNeedsV2 } from "../messages";
import {
  actionNotOfferedFor,
  killedInvocationCounts,
  killedInvocationIsOver,
  type LeftInstance,
  nothingToDeleteByAction,
  restartOfMissing,
} from "../messages/actions";
import type { Found } from "../lifecycle/model";
import type { Service } from "../connection/service";
import { consent, type ActionRequest } from "./request";

export interface ActionJudgement {
  /** The due actions, in execution order. */
  readonly planned: readonly Planned[];
  /** The records of the calls that `verify` members watch. */
  readonly open: ReadonlyMap<InstanceId, ActionRecord>;
  readonly statuses: ReadonlyMap<InstanceId, string>;
  /** Diagnostics; with an error among them, no call may be made. */
  readonly findings: readonly Diagnostic[];
}

/**
 * The rows that a killed invocation of the same configuration left, by ids in any spelling: those of this user's provider, and those that
 * others may have written.
 */
interface Left {
  readonly own: ReadonlyMap<InstanceId, JournalRow>;
  readonly hearsay: ReadonlyMap<InstanceId, JournalRow>;
}

interface Subject {
  readonly name: string;
  readonly id: InstanceId;
  readonly status: string;
  readonly engine: string;
  readonly left: LeftBehind;
  readonly record: ActionRecord | undefined;
}

/** The action that is due for each named instance, judged by the result of the look (`found`). */
export function judgeAction(
  request: ActionRequest,
  found: Found,
  left: Left,
  { service, nowMs }: { readonly service: Pick<Service, "apiVersion" | "supports">; readonly nowMs: number },
): ActionJudgement {
  const spell = spellingOf(request.ids);
  const rows = { own: respelledRows(left.own, spell), hearsay: respelledRows(left.hearsay, spell) };
  const subjects = request.ids.map((id) => subjectOf(id, request, found, rows, nowMs));
  const due = subjects.flatMap((subject) => dueOf(subject, request.action));
  const statuses = statusesOf(found);
  const { maxUnavailable, canary } = request;
  const planned = assignWaves(due, statuses, { maxUnavailable, canary, fleetSize: request.ids.length });
  const records = subjects.flatMap((each) => (each.record === undefined ? [] : [[each.id, each.record] as const]));
  const refusals = refusalsOf(request, subjects, planned, service);
  return {
    planned,
    open: new Map(records),
    statuses,
    findings: hasErrors(refusals) ? refusals : [...refusals, ...toldOf(subjects, request)],
  };
}

function subjectOf(id: InstanceId, request: ActionRequest, found: Found, left: Left, nowMs: number): Subject {
  const instance = found.get(id);
  const status = instance?.status ?? deletedStatus;
  const record = recordOf(id, request.action, left);
  const { timeoutMs } = request;
  return {
    name: instance === undefined || instance.name === "" ? id : instance.name,
    id,
    status,
    engine: instance?.engine ?? "",
    left: record === undefined ? "nothing" : leftBehind(record, status, { nowMs, timeoutMs }),
    record,
  };
}

/** The row of an instance. It never belongs to another action, whose configuration has another digest. */
function recordOf(id: InstanceId, action: Action, { own, hearsay }: Left): ActionRecord | undefined {
  const heard = hearsay.get(id);
  const record = own.get(id)?.record ?? (heard === undefined ? undefined : hearsayRecord(heard.record));
  return record?.action === action ? record : undefined;
}

function dueOf({ name, id, status, left }: Subject, action: Action): readonly Due[] {
  if (left === "open") {
    return [{ name, id, verb: "verify", action, reason: "sent by an invocation that was killed; watched to its end" }];
  }
  const isOver = left === "done" || (action === "delete" && isGoneStatus(status));
  return isOver ? [] : [{ name, id, verb: action, action, reason: "asked for by this action" }];
}

/** The reasons why no call may be made: one instance that cannot be acted on stops the whole action before its first call. */
function refusalsOf(
  request: ActionRequest,
  subjects: readonly Subject[],
  planned: readonly Planned[],
  service: Pick<Service, "apiVersion" | "supports">,
): readonly Diagnostic[] {
  const { action, forceDelete } = request;
  const { apiVersion } = service;
  const missing = subjects.filter(({ status }) => action === "restart" && isGoneStatus(status)).map(({ id }) => id);
  const calls = new Set(planned.filter(({ verb }) => verb !== "verify").map(({ id }) => id));
  const others = subjects.flatMap((subject) => {
    const engine = parseEngine(subject.engine);
    if (!calls.has(subject.id) || engine === undefined || service.supports(action, engine)) return [];
    return [actionNotOfferedFor(subject, action, engine, apiVersion)];
  });
  return [
    ...(missing.length > 0 ? [restartOfMissing(missing)] : []),
    ...(calls.size > 0 ? consent({ ...request, ids: [...calls] }) : []),
    ...(forceDelete && apiVersion === "v1.0" ? [forceDeleteNeedsV2(apiVersion)] : []),
    ...others,
  ];
}

/** Warnings about the actions that are not sent, or sent again. */
function toldOf(subjects: readonly Subject[], { action, timeoutMs }: ActionRequest): readonly Diagnostic[] {
  const having = (...kinds: readonly LeftBehind[]): readonly LeftInstance[] =>
    subjects.flatMap(({ left, record, ...instance }) =>
      record !== undefined && kinds.includes(left) ? [{ ...instance, record }] : [],
    );
  const gone = subjects.filter(({ status, left }) => action === "delete" && left === "nothing" && isGoneStatus(status));
  return [
    ...killedInvocationCounts(having("open", "done"), timeoutMs),
    ...killedInvocationIsOver(having("over"), timeoutMs),
    ...(gone.length > 0 ? [nothingToDeleteByAction(gone.map(({ id }) => id))] : []),
  ];
}
