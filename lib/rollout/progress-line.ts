import type { HeldCalls } from "../domain/call-failure";
import type { InstanceId } from "../domain/instance";
import type { ActionRecord } from "../domain/action-record";
import type { Planned } from "../domain/ledger/waves";
import type { ProgressEvent } from "./ports";

/** An instance by the user's name and the service's id. */
interface NamedInstance {
  readonly name: string;
  readonly instance_id: string;
}

/** An event in the words of a line of the progress file. `instances` are in the order of the run. */
export type ProgressLine =
  | {
      readonly event: "begin";
      readonly waves: number;
      readonly instances: readonly (NamedInstance & {
        readonly action: string;
        readonly reason: string;
        readonly wave: number;
      })[];
    }
  | {
      readonly event: "wave";
      readonly wave: number;
      readonly waves: number;
      readonly instances: readonly NamedInstance[];
    }
  | { readonly event: "sending"; readonly action: string; readonly instances: readonly NamedInstance[] }
  | {
      readonly event: "answered";
      readonly action: string;
      readonly accepted: readonly NamedInstance[];
      readonly refused: readonly NamedInstance[];
    }
  | {
      readonly event: "call_failed";
      readonly action: string;
      readonly code: string;
      /** `not-sent` and `refused`: the call had no effect; `unknown`: the call is looked up, never sent again. */
      readonly fate: string;
      readonly message: string;
      readonly instances: readonly NamedInstance[];
    }
  | { readonly event: "look_failed"; readonly message: string }
  /** The service asked for fewer calls (429 with Retry-After): these calls of this process wait until then, RFC 3339. */
  | { readonly event: "held"; readonly until: string; readonly calls: HeldCalls }
  /** The service's own records of tasks could not be read; `final`: they are not asked for again in this run. */
  | { readonly event: "task_records_unread"; readonly message: string; readonly final: boolean }
  /** Instances that a look saw leave the status before their call. */
  | { readonly event: "left"; readonly instances: readonly NamedInstance[] }
  | (NamedInstance & {
      readonly event: "finished";
      readonly action: string;
      readonly result: string;
      readonly status: string;
      readonly reason: string;
      readonly message: string;
      readonly wave: number;
    })
  | { readonly event: "end"; readonly done: number; readonly unfinished: readonly NamedInstance[] };

/** Takes the lines of one run. Never throws. */
export type ProgressLines = (line: ProgressLine) => void;

/** The first line of a run. */
export function beginLine(planned: readonly Planned[]): ProgressLine {
  const instances = planned.map(({ name, id, verb, reason, wave }) => ({
    name,
    instance_id: id,
    action: verb,
    reason,
    wave,
  }));
  return { event: "begin", waves: planned.at(-1)?.wave ?? 0, instances };
}

/** The last line of a run. */
export function endLine(planned: readonly Planned[], records: ReadonlyMap<InstanceId, ActionRecord>): ProgressLine {
  const unfinished = planned.filter(({ id }) => records.get(id)?.result !== "success");
  return {
    event: "end",
    done: planned.length - unfinished.length,
    unfinished: unfinished.map(({ name, id }) => ({ name, instance_id: id })),
  };
}

/** The lines of an event of a rollout; `finished` makes one per instance. `planned` gives the instances their names. */
export function progressLines(event: ProgressEvent, planned: readonly Planned[]): readonly ProgressLine[] {
  const names = new Map(planned.map(({ id, name }) => [id, name]));
  const named = (id: InstanceId): NamedInstance => ({ name: names.get(id) ?? "", instance_id: id });
  switch (event.kind) {
    case "wave": {
      const members = planned.filter(({ wave }) => wave === event.wave).map(({ id }) => named(id));
      return [{ event: "wave", wave: event.wave, waves: event.of, instances: members }];
    }
    case "sending":
      return [{ event: "sending", action: event.action, instances: event.ids.map(named) }];
    case "answered": {
      const of = (result: string): NamedInstance[] =>
        event.items.filter((item) => item.result === result).map(({ id }) => named(id));
      return [{ event: "answered", action: event.action, accepted: of("success"), refused: of("failed") }];
    }
    case "call-failed": {
      const { action, code, fate, message } = event;
      return [{ event: "call_failed", action, code, fate, message, instances: event.ids.map(named) }];
    }
    case "look-failed":
      return [{ event: "look_failed", message: event.message }];
    case "held":
      return [{ event: "held", until: new Date(event.untilMs).toISOString(), calls: event.calls }];
    case "tasks-unread":
      return [{ event: "task_records_unread", message: event.message, final: event.isFinal }];
    case "left":
      return [{ event: "left", instances: event.ids.map(named) }];
    case "finished":
      return event.finished.map((record) => finishedLine(record, named(record.instanceId)));
  }
}

function finishedLine(record: ActionRecord, instance: NamedInstance): ProgressLine {
  const { action, result, status, reason, message, wave } = record;
  return { event: "finished", ...instance, action, result, status, reason, message, wave };
}

interface Failed {
  readonly id: string;
  readonly name: string;
}

const reason = "its creation failed";

/** The lines of the progress file before a purge is sent: one call for all candidates. */
export function purgeBegun(candidates: readonly Failed[]): readonly ProgressLine[] {
  const instances = candidates.map(named);
  return [
    {
      event: "begin",
      waves: 1,
      instances: instances.map((each) => ({ ...each, action: "delete", reason, wave: 1 })),
    },
    { event: "sending", action: "delete", instances },
  ];
}

/** The reason of a failed creation that a purge did not remove, because it was gone before. */
export const goneBefore = "it was gone before the call; no call was made for it";

/** The lines of the progress file at the end of a purge. `gone`: those that were gone before the call. */
export function purgeEnded(
  removed: readonly Failed[],
  left: readonly Failed[],
  gone: readonly Failed[],
): readonly ProgressLine[] {
  const proven = { action: "delete", result: "success", status: "DELETED", message: "", wave: 1 };
  const finished = (each: Failed, why: string): ProgressLine => ({
    event: "finished",
    ...named(each),
    ...proven,
    reason: why,
  });
  return [
    ...gone.map((each) => finished(each, goneBefore)),
    ...removed.map((each) => finished(each, "it no longer exists")),
    { event: "end", done: gone.length + removed.length, unfinished: left.map(named) },
  ];
}

function named({ id, name }: Failed): NamedInstance {
  return { name, instance_id: id };
}
