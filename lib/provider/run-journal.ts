import type { ActionRecord } from "../domain/action-record";
import type { InstanceId } from "../domain/instance";
import type { Rows } from "../domain/ledger/journal";
import type { Diagnostic } from "../framework/diagnostic";
import type { RunRecords, StartedRun } from "./memory";
import { journalUnusable } from "./messages";

type Records = ReadonlyMap<InstanceId, ActionRecord>;

/** The reason why a run may not begin: a journal that a team shares cannot be read or written, so it would miss the calls of the run. */
export function journalRefusal(records: RunRecords, started: StartedRun): Diagnostic | undefined {
  const problem = records.problem ?? started.problem;
  return records.isRequired && problem !== undefined ? journalUnusable(problem) : undefined;
}

/** Keeps the actions that were sent so far, in the rows of `rowsOf`. A call that turns out not to have been made is removed again. */
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
