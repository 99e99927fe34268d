import { type ActionRecord, wordsBeside } from "../../domain/action-record";
import { maxIdsPerBatch } from "../../domain/instance";
import type { Hold } from "../../domain/ledger/judge";
import { named, titled } from "./sentence";

// Sentences about the ends of a run's actions, for resources and actions. All pure.

interface Outcome {
  readonly name: string;
  readonly record: ActionRecord;
  /** The reason why the next run holds the call. */
  readonly hold?: Hold;
}

/** Every due action of a run with its record, in execution order. */
export type Outcomes = readonly Outcome[];

interface Unfinished {
  readonly open: Outcomes;
  readonly done: number;
  readonly summary: string;
  readonly lines: string;
}

/** `where`: the place that lists the actions without a line. */
export function unfinished(outcomes: Outcomes, where: string): Unfinished {
  const open = outcomes.filter(({ record }) => record.result !== "success");
  const lines = open.slice(0, maxIdsPerBatch).map(({ name, record }) => `- ${describeOutcome(name, record)}`);
  const rest = open.length > lines.length ? [`- and ${open.length - lines.length} more${where}`] : [];
  const counted = `${open.length} Of ${outcomes.length} ${outcomes.length === 1 ? "Instance" : "Instances"} Unfinished`;
  const instances = open.map(({ name, record }) => ({ name, id: record.instanceId }));
  return {
    open,
    done: outcomes.length - open.length,
    summary: titled(counted, instances),
    lines: [...lines, ...rest].join("\n"),
  };
}

/** "orders (5460…): restart failed: …", with the service's words. */
export function describeOutcome(name: string, record: ActionRecord): string {
  const said = wordsBeside(record.reason, record);
  const service = said === "" ? "" : ` The service said ${said}.`;
  const result = record.result === "not_started" ? "not started" : record.result;
  return `${named({ name, id: record.instanceId })}: ${record.action} ${result}: ${record.reason}.${service}`;
}

/** The advice before the next try, as clauses. `runTime`: the setting for the time of a whole run. */
export function adviceOn(open: readonly ActionRecord[], runTime: string): readonly string[] {
  return [
    open.some(({ result }) => result === "failed") && "look at the failed ones",
    open.some(({ why }) => why === "unreadable") && "see that the service can be reached and answers",
    open.some(({ result, why }) => result === "unknown" && why === "out-of-time") &&
      `raise ready_timeout or ${runTime} if the unknown ones need longer`,
    open.some(({ why }) => why === "failures") &&
      "raise max_failures, or leave the unsuccessful ones out, if the others are to go on",
  ].filter((part) => typeof part === "string");
}

export function sentenceOf(clauses: string): string {
  return `${clauses.charAt(0).toUpperCase()}${clauses.slice(1)}.`;
}
