import { idKey, type InstanceId } from "../../../lib/domain/instance";
import { newestRows } from "../../../lib/domain/ledger/journal";
import { spellingOf } from "../../../lib/domain/ledger/spelling";
import { isSettledBy, type JournalRow } from "../../../lib/domain/ledger/entry";
import { createFileJournal, type RunRecordFiles } from "../../../lib/journal/run-record-files";
import type { Memory, ReplacedInstance } from "../../../lib/provider/runs/memory";

/** The provider's memory on a machine: processes that share it run on the same machine. */
export interface Machine extends Memory {
  readonly runRecords: RunRecordFiles;
  /** The kept rows of each run, oldest run first; a run that has not kept a row yet is an empty map. */
  readonly runs: readonly ReadonlyMap<InstanceId, JournalRow>[];
}

/** A machine without a run. `problem`: the reason why it cannot keep rows. */
export function createMachine(problem?: string): Machine {
  const resources = createRecords(problem);
  const invocations = new Map<string, RunRecordFiles>();
  const invocationsOf = (digest: string): RunRecordFiles => {
    const records = invocations.get(digest) ?? createRecords(problem).runRecords;
    invocations.set(digest, records);
    return records;
  };
  const replaced = new Map<InstanceId, ReplacedInstance>();
  return {
    get runs() {
      return resources.runs;
    },
    runRecords: resources.runRecords,
    journal: createFileJournal(resources.runRecords, invocationsOf),
    replacedInstances: {
      load: () => new Map(replaced),
      keep: (instances) => {
        for (const [id, instance] of instances) replaced.set(idKey(id), instance);
      },
      forget: (ids) => {
        for (const id of ids) replaced.delete(idKey(id));
      },
    },
    digest: (text) => `#${text}`,
    refusal: undefined,
  };
}

function createRecords(problem: string | undefined): Pick<Machine, "runs" | "runRecords"> {
  const runs: { kept: ReadonlyMap<InstanceId, JournalRow> }[] = [];
  const keepOnly = (isKept: (id: InstanceId, run: JournalRow) => boolean): void => {
    for (const run of runs) run.kept = new Map([...run.kept].filter(([id, kept]) => isKept(id, kept)));
    runs.splice(0, runs.length, ...runs.filter(({ kept }) => kept.size > 0));
  };
  const runRecords: RunRecordFiles = {
    load: () => newestRows(runs.flatMap(({ kept }) => [...kept])),
    hearsay: () => new Map(),
    begin: () => {
      const run: { kept: ReadonlyMap<InstanceId, JournalRow> } = { kept: new Map() };
      if (problem === undefined) runs.push(run);
      return { problem, save: (records) => void (run.kept = new Map(records)), ended: () => undefined };
    },
    confirm: (saved) => {
      const spell = spellingOf(saved.keys());
      keepOnly((id, run) => !isSettledBy(run, saved.get(spell(id))));
    },
    drop: (ids) => {
      const keys = new Set([...ids].map(idKey));
      keepOnly((id) => !keys.has(idKey(id)));
      return undefined;
    },
  };
  return {
    get runs() {
      return runs.map(({ kept }) => kept);
    },
    runRecords,
  };
}
