import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { InstanceId } from "../../domain/instance";
import { newestRecord } from "../../domain/record";
import { decodeRecord, objectOf } from "../../provider/lifecycle/stored-record";
import { sameDigests } from "../../provider/lifecycle/trigger-digests";
import type { RunRecord, RunRecords } from "../../provider/memory";
import { decodeDigests, decodeEntries, storedFormat } from "./stored-record";
import { attempt, writePrivateFile } from "./private-file";

type Runs = ReadonlyMap<InstanceId, RunRecord>;

interface RunFile {
  /** Base URL of the service: an instance's id means nothing anywhere else. */
  readonly endpoint: string | undefined;
  readonly instances: Runs;
}

interface RunRecordFilesOptions {
  /** An absolute path; nothing is made when it is gone. */
  readonly root: string;
  /** Somewhere below it. */
  readonly folder: string;
  /** Runs against other services are passed over; `undefined` takes all. */
  readonly endpoint: string | undefined;
  readonly newId: () => string;
  readonly onProblem: (message: string) => void;
}

/**
 * Run records as JSON files, one per run, in Terraform's own data folder. Written whole and renamed, so that a reader never
 * sees half a file; a file that cannot be read is passed over, because state is the record that counts.
 */
export function createRunRecordFiles({ root, folder, endpoint, newId, onProblem }: RunRecordFilesOptions): RunRecords {
  const readOwn = (): ReadonlyMap<string, RunFile> =>
    new Map(
      [...readAll(folder, onProblem)].filter(
        ([, file]) => endpoint === undefined || file.endpoint === undefined || file.endpoint === endpoint,
      ),
    );
  const keepOnly = (isKept: (id: InstanceId, run: RunRecord) => boolean): void => {
    for (const [path, file] of readOwn()) {
      const kept = new Map([...file.instances].filter(([id, run]) => isKept(id, run)));
      if (kept.size > 0 && kept.size === file.instances.size) continue;
      attempt(onProblem, () => {
        if (kept.size === 0) rmSync(path, { force: true });
        else writePrivateFile(path, encode({ ...file, instances: kept }), root);
      });
    }
  };
  return {
    load: () => newest(readOwn().values()),
    begin: () => {
      const file = join(folder, `${newId()}.json`);
      let problem: string | undefined;
      const save = (instances: Runs): void =>
        attempt(
          (message) => {
            problem = message;
            onProblem(message);
          },
          () => writePrivateFile(file, encode({ endpoint, instances }), root),
        );
      save(new Map());
      return { problem, save };
    },
    confirm: (saved) => keepOnly((id, run) => !isSaved(run, saved.get(id))),
    drop: (ids) => keepOnly((id) => !ids.has(id)),
  };
}

/** State that lacks the triggers of the run has not been written after it: a refresh brought the record there. */
function isSaved(run: RunRecord, saved: RunRecord | undefined): boolean {
  if (saved === undefined || run.record.finishedAt > saved.record.finishedAt) return false;
  return sameDigests(run.triggers, saved.triggers);
}

function newest(files: Iterable<RunFile>): Runs {
  const found = new Map<InstanceId, RunRecord>();
  for (const { instances } of files) {
    for (const [id, entry] of instances) {
      const known = found.get(id);
      if (known === undefined || newestRecord(known.record, entry.record) === entry.record) found.set(id, entry);
    }
  }
  return found;
}

function readAll(folder: string, onProblem: (message: string) => void): ReadonlyMap<string, RunFile> {
  const files = new Map<string, RunFile>();
  for (const name of listFolder(folder)) {
    if (!name.endsWith(".json")) continue;
    const path = join(folder, name);
    attempt(
      (message) => onProblem(`${path} is passed over: ${message}`),
      () => files.set(path, decode(readFileSync(path, "utf8"))),
    );
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

function encode({ endpoint, instances }: RunFile): string {
  const stored = [...instances].map(
    ([id, { record, triggers }]) => [id, { record, triggers: Object.fromEntries(triggers) }] as const,
  );
  return JSON.stringify({ format: storedFormat, endpoint, instances: Object.fromEntries(stored) });
}

/** Throws for text that is not ours. */
function decode(text: string): RunFile {
  const { format, endpoint, instances } = objectOf(JSON.parse(text) as unknown, "the file");
  if (format !== storedFormat) throw new Error(`format is ${JSON.stringify(format)}, not ${storedFormat}`);
  return {
    endpoint: typeof endpoint === "string" ? endpoint : undefined,
    instances: decodeEntries(instances, ({ record, triggers }) => ({
      record: decodeRecord(record),
      triggers: decodeDigests(triggers),
    })),
  };
}
