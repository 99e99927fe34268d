import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { InstanceId } from "../domain/instance";
import { type ActionRecord, newestRecord } from "../domain/record";
import type { RunRecord, RunRecords } from "../provider/service";
import { attempt, writeWholeFile } from "./whole-file";

type Stored = Readonly<
  Record<string, { readonly record: ActionRecord; readonly triggers: Readonly<Record<string, string>> }>
>;

/**
 * Run records as JSON files, one per run, in Terraform's own data folder. Written whole and renamed, so that a reader never
 * sees half a file; a file that cannot be read or written is passed over, because state is the record that counts.
 */
export function createRunRecordFiles(
  folder: string,
  newId: () => string,
  onProblem: (message: string) => void,
): RunRecords {
  return {
    load: () => newest(readAll(folder, onProblem).values()),
    begin: () => {
      const file = join(folder, `${newId()}.json`);
      return { save: (records) => attempt(onProblem, () => writeWholeFile(file, encode(records))) };
    },
    confirm: (saved) => {
      for (const [file, records] of readAll(folder, onProblem)) {
        const open = new Map([...records].filter(([id, run]) => !isSaved(run, saved.get(id))));
        if (open.size === records.size) continue;
        attempt(onProblem, () =>
          open.size === 0 ? rmSync(file, { force: true }) : writeWholeFile(file, encode(open)),
        );
      }
    },
  };
}

/** State that lacks the triggers of the run has not been written after it: a refresh brought the record there. */
function isSaved(run: RunRecord, saved: RunRecord | undefined): boolean {
  if (saved === undefined || run.record.finishedAt > saved.record.finishedAt) return false;
  return (
    run.triggers.size === saved.triggers.size &&
    [...run.triggers].every(([key, value]) => saved.triggers.get(key) === value)
  );
}

function newest(runs: Iterable<ReadonlyMap<InstanceId, RunRecord>>): ReadonlyMap<InstanceId, RunRecord> {
  const found = new Map<InstanceId, RunRecord>();
  for (const run of runs) {
    for (const [id, entry] of run) {
      const known = found.get(id);
      if (known === undefined || newestRecord(known.record, entry.record) === entry.record) found.set(id, entry);
    }
  }
  return found;
}

function readAll(
  folder: string,
  onProblem: (message: string) => void,
): ReadonlyMap<string, ReadonlyMap<InstanceId, RunRecord>> {
  const files = new Map<string, ReadonlyMap<InstanceId, RunRecord>>();
  for (const name of listFolder(folder)) {
    if (!name.endsWith(".json")) continue;
    const file = join(folder, name);
    attempt(onProblem, () => files.set(file, decode(readFileSync(file, "utf8"))));
  }
  return files;
}

function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function encode(records: ReadonlyMap<InstanceId, RunRecord>): string {
  const stored: Stored = Object.fromEntries(
    [...records].map(([id, { record, triggers }]) => [id, { record, triggers: Object.fromEntries(triggers) }]),
  );
  return JSON.stringify(stored);
}

/** Throws for text that is not ours; whoever reads passes the file over. */
function decode(text: string): ReadonlyMap<InstanceId, RunRecord> {
  const stored = JSON.parse(text) as Stored;
  return new Map(
    Object.entries(stored).map(([id, { record, triggers }]) => {
      if (typeof record.finishedAt !== "string") throw new Error("a record has no finishedAt");
      return [id, { record, triggers: new Map(Object.entries(triggers)) }];
    }),
  );
}
