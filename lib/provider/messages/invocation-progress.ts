import { assertNever } from "../../domain/assert-never";
import type { ActionRecord } from "../../domain/action-record";
import { describeDuration } from "../../domain/duration";
import type { InstanceId } from "../../domain/instance";
import type { Planned } from "../../domain/ledger/waves";
import { visibleLine } from "../../domain/texts/visible-line";
import type { ProgressEvent } from "../../rollout/ports";
import { describeOutcome } from "./outcomes";
import { counted, listed, named, type NamedInstance } from "./sentence";

// The lines that Terraform shows while an action runs.

export function invocationWaits(): string {
  return "Waiting for another invocation of this apply on the same instances.";
}

export function nothingToPurge(engine: string): string {
  return `No failed creation of ${engine} was found: nothing to do.`;
}

export function purgeSending(engine: string, pending: readonly NamedInstance[]): string {
  return visibleLine(
    `Sending one purge call for ${counted(pending.length, `failed ${engine} creation`)}: ${listed(pending)}`,
  );
}

/** `gone`: those that were gone before the call. */
export function purgeOver(
  removed: readonly NamedInstance[],
  left: readonly NamedInstance[],
  gone: readonly NamedInstance[],
): string {
  const before = gone.length === 0 ? "" : `; gone before the call: ${listed(gone)}`;
  const rest = left.length === 0 ? "" : `; left: ${listed(left)}`;
  return visibleLine(`Removed ${removed.length === 0 ? "none" : listed(removed)}${before}${rest}`);
}

/** The lines that Terraform shows for an event of a rollout while the action runs. `planned` gives the instances their names. */
export function invocationProgress(event: ProgressEvent, planned: readonly Planned[]): readonly string[] {
  return progressLines(event, planned).map((line) => visibleLine(line));
}

function progressLines(event: ProgressEvent, planned: readonly Planned[]): readonly string[] {
  const known = new Map(planned.map((item) => [item.id, item]));
  const instances = (ids: readonly InstanceId[]): string =>
    listed(ids.map((id) => ({ name: id, ...known.get(id), id })));
  switch (event.kind) {
    case "wave": {
      const members = planned.filter(({ wave }) => wave === event.wave);
      return [`Wave ${event.wave} of ${event.of}: ${listed(members)}`];
    }
    case "sending":
      return [`Sending one ${event.action} call for ${counted(event.ids.length, "instance")}: ${instances(event.ids)}`];
    case "answered": {
      const refused = event.items.filter(({ result }) => result === "failed").map(({ id }) => id);
      return [
        refused.length === 0
          ? `The service accepted the ${event.action} call`
          : `The service answered "failed" for ${instances(refused)}`,
      ];
    }
    case "call-failed":
      return [`A ${event.action} call failed: ${event.message}`];
    case "held":
      return [
        `${event.calls === "all" ? "All calls" : `Calls of one kind (${event.calls})`} wait for the service until ${new Date(event.untilMs).toISOString()}`,
      ];
    case "look-failed":
      return [`A read of the instances failed: ${event.message}`];
    case "tasks-unread":
      return [`The service's task records could not be read: ${event.message}`];
    case "left":
      return [`Under way: ${instances(event.ids)}`];
    case "finished":
      return event.finished.map((record) => endLine(known.get(record.instanceId)?.name ?? record.instanceId, record));
    default:
      return assertNever(event);
  }
}

function endLine(name: string, record: ActionRecord): string {
  if (record.result !== "success") return describeOutcome(name, record);
  const tookMs = Date.parse(record.finishedAt) - Date.parse(record.submittedAt);
  const took = Number.isNaN(tookMs) ? "" : ` after ${describeDuration(Math.max(0, tookMs))}`;
  return `${named({ name, id: record.instanceId })}: ${record.action} done and proven${took}`;
}
