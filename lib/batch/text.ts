import { describeDuration } from "../domain/duration";
import type { InstanceId } from "../domain/instance";
import { type ActionRecord, type Result, wordsBeside } from "../domain/action-record";
import { visibleLine, visibleLines } from "../domain/texts/visible-line";
import { listed } from "../domain/texts/listed";
import type { ProgressEvent } from "../rollout/ports";
import { formatTable } from "./text-table";
import { type BatchEntry, type BatchOutcome, wasAbsent } from "./run";

// The output of `dms-lifecycle batch` for people, in lines without an effect on a terminal or a CI system. All pure.

/** Colours a line by a result; without colours, answers it unchanged. */
type Paint = (line: string, result: Result) => string;

const colours: Readonly<Record<Result, number>> = { success: 32, failed: 31, unknown: 33, not_started: 33 };

export function createPaint(isColoured: boolean): Paint {
  return isColoured ? (line, result) => `\u001b[${colours[result]}m${line}\u001b[0m` : (line) => line;
}

/** Lines about an event of a rollout; empty for events that people need not follow. */
export function describeEvent(event: ProgressEvent, names: ReadonlyMap<InstanceId, string>): readonly string[] {
  return eventLines(event, names).map((line) => visibleLine(line));
}

function eventLines(event: ProgressEvent, names: ReadonlyMap<InstanceId, string>): readonly string[] {
  const namesOf = (ids: readonly InstanceId[]): string => ids.map((id) => names.get(id) ?? id).join(", ");
  switch (event.kind) {
    case "wave":
      return [`wave ${event.wave} of ${event.of}: ${counted(event.members, "instance")}`];
    case "sending":
      return [`  ${event.action}: ${namesOf(event.ids)}`];
    case "answered":
      return [];
    case "call-failed":
      return [`  the call failed: ${event.message}`];
    case "look-failed":
      return [`  a read of the instances failed: ${event.message}`];
    case "held":
      return [`  the service asks for fewer calls: ${event.calls} wait until ${new Date(event.untilMs).toISOString()}`];
    case "tasks-unread":
      return [`  the service's task records could not be read: ${event.message}`];
    case "left":
      return [`  under way: ${namesOf(event.ids)}`];
    case "finished":
      return event.finished.map((record) => `  ${describeEnd({ name: names.get(record.instanceId) ?? "", record })}`);
  }
}

function describeEnd(entry: BatchEntry): string {
  const { name, record } = entry;
  if (wasAbsent(entry)) return `${name}: nothing to delete, the service does not know it`;
  const reason = record.result === "success" || record.reason === "" ? "" : `: ${record.reason}`;
  return `${name}: ${record.action} ${resultWords[record.result]}${reason}`;
}

const resultWords: Readonly<Record<Result, string>> = {
  success: "done and proven",
  failed: "failed",
  unknown: "not seen to end",
  not_started: "not started",
};

/** The explanation of deletions of instances that did not exist. */
export function describeAbsent(absent: readonly BatchEntry[]): string {
  const named = listed(absent.map(({ name, record }) => ({ name, id: record.instanceId })));
  return visibleLine(
    `Warning: there was nothing to delete: the service does not know ${named}. No call was made for ${absent.length === 1 ? "it" : "them"}. ` +
      `If ${absent.length === 1 ? "it was" : "they were"} deleted earlier, nothing is wrong. Otherwise check the id, the project and the region.`,
  );
}

/** The end of a run: a table, then the unfinished instances with their reasons. */
export function describeOutcome({ entries, complaint }: BatchOutcome, paint: Paint): readonly string[] {
  const headings = ["name", "instance", "action", "result", "status", "took"];
  const rows = entries.map(({ name, record }) => [
    name,
    record.instanceId,
    record.action,
    record.result,
    record.status,
    took(record),
  ]);
  const [heading = "", ...lines] = formatTable(headings, rows);
  const table = lines.map((line, index) => paint(line, entries[index]?.record.result ?? "unknown"));
  const open = entries.filter(({ record }) => record.result !== "success");
  return [
    ...(entries.length === 0 ? [] : ["", heading, ...table]),
    ...(open.length === 0 ? [] : ["", `${open.length} of ${counted(entries.length, "instance")} unfinished:`]),
    ...open.map((entry) => visibleLine(describeUnfinished(entry, complaint))),
    ...(complaint === undefined ? [] : ["", visibleLines(complaint)]),
  ];
}

// An unfinished instance with its reason, without the part that the message about the whole run already has.
function describeUnfinished({ name, record }: BatchEntry, complaint = ""): string {
  const parts = [
    `${record.action} ${record.result.replace("_", " ")}`,
    record.status === "" ? "" : `last status ${record.status}`,
    complaint.includes(record.reason) ? "" : record.reason,
    wordsBeside(`${complaint}\n${record.reason}`, record),
  ];
  return `- ${name} (${record.instanceId}): ${parts.filter((part) => part !== "").join("; ")}`;
}

function took({ submittedAt, finishedAt }: ActionRecord): string {
  return submittedAt === "" ? "" : describeDuration(Math.max(0, Date.parse(finishedAt) - Date.parse(submittedAt)));
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
