import type { ActionRecord } from "../../domain/action-record";
import type { InstanceId } from "../../domain/instance";
import type { Rows } from "../../domain/ledger/journal";
import type { Diagnostic } from "../../framework/values/diagnostic";
import type { Clock } from "../../rollout/ports";
import type { RunRecords, StartedRun } from "./memory";
import { journalUnusable } from "../messages";

type Records = ReadonlyMap<InstanceId, ActionRecord>;

/** The reason why a run may not begin: a journal that a team shares cannot be read or written, so it would miss the calls of the run. */
export function journalRefusal(records: RunRecords, started: StartedRun): Diagnostic | undefined {
  const problem = records.problem ?? started.problem;
  return records.isRequired && problem !== undefined ? journalUnusable(problem) : undefined;
}

/** How long is waited before rows that could not be dropped are dropped again, in milliseconds: the second time for a database that rests. */
const dropAgainAfterMs = [1_000, 6_000];

/** Drops the rows of an invocation that ends. Resolves with why they may still be there, when it has not helped to try again. */
export async function dropRows(
  records: RunRecords,
  ids: ReadonlySet<InstanceId>,
  clock: Clock,
  stop: AbortSignal,
): Promise<string | undefined> {
  let problem = await records.drop(ids);
  for (const waitMs of dropAgainAfterMs) {
    if (problem === undefined) break;
    await clock.sleep(waitMs, stop);
    problem = await records.drop(ids);
  }
  return problem;
}

/** Keeps the calls sent so far, in the rows of `rowsOf`. A call that turns out not to have been made is taken out again. */
export function keeperOf(
  started: StartedRun,
  rowsOf: (records: Records) => Rows,
): (records: Records) => Promise<string | undefined> {
  let isKept = false;
  return async (records) => {
    const rows = rowsOf(records);
    if (rows.size === 0 && !isKept) return undefined;
    isKept = true;
    return started.save(rows);
  };
}
