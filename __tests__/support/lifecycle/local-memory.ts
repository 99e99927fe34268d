import type { InstanceId } from "../../../lib/domain/instance";
import { newestRecord } from "../../../lib/domain/action-record";
import { isSettledBy, type JournalRow } from "../../../lib/domain/ledger/entry";
import type { LocalMemory, ReplacedInstance, RunRecords } from "../../../lib/provider/memory";

/** What the provider remembers on a machine: share it between processes, and they run on the same machine. */
export interface Machine extends LocalMemory {
  /** What is kept of each run, oldest run first; a run that has kept nothing yet is an empty map. */
  readonly runs: readonly ReadonlyMap<InstanceId, JournalRow>[];
}

/** A machine on which nothing has run yet. `problem`: why it cannot keep anything. */
export function createMachine(problem?: string): Machine {
  const invocations = new Map<string, RunRecords>();
  return {
    ...createRecords(problem),
    actionRecords: (invocation) => {
      const records = invocations.get(invocation) ?? createRecords(problem).runRecords;
      invocations.set(invocation, records);
      return records;
    },
  };
}

function createRecords(problem: string | undefined): Omit<Machine, "actionRecords"> {
  const runs: { kept: ReadonlyMap<InstanceId, JournalRow> }[] = [];
  const replaced = new Map<InstanceId, ReplacedInstance>();
  const keepOnly = (isKept: (id: InstanceId, run: JournalRow) => boolean): void => {
    for (const run of runs) run.kept = new Map([...run.kept].filter(([id, kept]) => isKept(id, kept)));
    runs.splice(0, runs.length, ...runs.filter(({ kept }) => kept.size > 0));
  };
  return {
    get runs() {
      return runs.map(({ kept }) => kept);
    },
    runRecords: {
      load: () => newestOf(runs.map(({ kept }) => kept)),
      hearsay: () => new Map(),
      begin: () => {
        const run: { kept: ReadonlyMap<InstanceId, JournalRow> } = { kept: new Map() };
        if (problem === undefined) runs.push(run);
        return { problem, save: (records) => void (run.kept = new Map(records)) };
      },
      confirm: (saved) => keepOnly((id, run) => !isSettledBy(run, saved.get(id))),
      drop: (ids) => keepOnly((id) => !ids.has(id)),
    } satisfies RunRecords,
    replacedInstances: {
      load: () => new Map(replaced),
      keep: (instances) => {
        for (const [id, instance] of instances) replaced.set(id, instance);
      },
      forget: (ids) => {
        for (const id of ids) replaced.delete(id);
      },
    },
    digest: (text) => `#${text}`,
    refusal: undefined,
  };
}

function newestOf(runs: readonly ReadonlyMap<InstanceId, JournalRow>[]): ReadonlyMap<InstanceId, JournalRow> {
  const newest = new Map<InstanceId, JournalRow>();
  for (const [id, run] of runs.flatMap((kept) => [...kept])) {
    const known = newest.get(id);
    if (known === undefined || newestRecord(known.record, run.record) === run.record) newest.set(id, run);
  }
  return newest;
}
