import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { InstanceId } from "../../domain/instance";
import { newestRecord } from "../../domain/action-record";
import { isSettledBy, type JournalRow } from "../../domain/ledger/entry";
import { decodeMap, decodeRow, encodeRow, ledgerFormat } from "../../domain/ledger/stored";
import type { RememberedPlace, RunRecords } from "../../provider/memory";
import { attempt } from "./attempt";
import type { OwnFiles } from "./own-files";
import { decodePlace, mayBeAt } from "./remembered-place";

type Runs = ReadonlyMap<InstanceId, JournalRow>;

interface RunFile {
  /** An instance's id means nothing anywhere else. */
  readonly place: RememberedPlace;
  readonly instances: Runs;
  /** This user's provider wrote it there. */
  readonly isOwn: boolean;
}

interface RunRecordFilesOptions {
  readonly files: OwnFiles;
  /** An absolute path that `files` may use. */
  readonly folder: string;
  /** Runs against other services are passed over; `undefined` takes all. */
  readonly endpoint: string | undefined;
  /** The same of projects. @default all */
  readonly project?: RememberedPlace["project"];
  readonly newId: () => string;
  readonly onProblem: (message: string) => void;
}

/**
 * Run records as JSON files, one per run, in Terraform's own data folder. Written whole and renamed, so that a reader never
 * sees half a file; a file that cannot be read is passed over, because state is the record that counts. What a file says that this
 * user's provider did not write is hearsay.
 */
export function createRunRecordFiles(options: RunRecordFilesOptions): RunRecords {
  const { files, folder, endpoint, project, newId, onProblem } = options;
  const place = { endpoint, project };
  const readOfPlace = (): ReadonlyMap<string, RunFile> =>
    new Map([...readAll(files, folder, onProblem)].filter(([, file]) => mayBeAt(file.place, place)));
  const keepOnly = (isKept: (id: InstanceId, run: JournalRow) => boolean): void => {
    for (const [path, file] of readOfPlace()) {
      const kept = new Map([...file.instances].filter(([id, run]) => isKept(id, run)));
      if (kept.size > 0 && kept.size === file.instances.size) continue;
      attempt(onProblem, () => {
        if (kept.size === 0) rmSync(path, { force: true });
        else files.write(path, encode({ ...file, instances: kept }), file.isOwn);
      });
    }
  };
  return {
    load: () => newest([...readOfPlace().values()].filter(({ isOwn }) => isOwn)),
    hearsay: () => newest([...readOfPlace().values()].filter(({ isOwn }) => !isOwn)),
    begin: () => {
      const file = join(folder, `${newId()}.json`);
      let problem: string | undefined;
      const save = (instances: Runs): void =>
        attempt(
          (message) => {
            problem = message;
            onProblem(message);
          },
          () => files.write(file, encode({ place, instances }), true),
        );
      save(new Map());
      return { problem, save };
    },
    confirm: (saved) => keepOnly((id, run) => !isSettledBy(run, saved.get(id))),
    drop: (ids) => keepOnly((id) => !ids.has(id)),
  };
}

function newest(files: Iterable<RunFile>): Runs {
  const found = new Map<InstanceId, JournalRow>();
  for (const { instances } of files) {
    for (const [id, entry] of instances) {
      const known = found.get(id);
      if (known === undefined || newestRecord(known.record, entry.record) === entry.record) found.set(id, entry);
    }
  }
  return found;
}

function readAll(files: OwnFiles, folder: string, onProblem: (message: string) => void): ReadonlyMap<string, RunFile> {
  const found = new Map<string, RunFile>();
  for (const name of listFolder(folder)) {
    if (!name.endsWith(".json")) continue;
    const path = join(folder, name);
    attempt(
      (message) => onProblem(`${path} is passed over: ${message}`),
      () => {
        const { stored, isOwn } = files.read(path);
        found.set(path, decode(stored, isOwn));
      },
    );
  }
  return found;
}

function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

type Stored = Readonly<Record<string, unknown>>;

function encode({ place, instances }: Omit<RunFile, "isOwn">): Stored {
  const stored = [...instances].map(([id, row]) => [id, encodeRow(row)] as const);
  const { endpoint, project } = place;
  return { format: ledgerFormat, endpoint, project, instances: Object.fromEntries(stored) };
}

/** Throws for what is not ours. */
function decode(stored: Stored, isOwn: boolean): RunFile {
  const { format, instances } = stored;
  if (format !== ledgerFormat) throw new Error(`format is ${JSON.stringify(format)}, not ${ledgerFormat}`);
  return { place: decodePlace(stored), instances: decodeMap(instances, decodeRow), isOwn };
}
