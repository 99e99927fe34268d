import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { InstanceId } from "../../domain/instance";
import { newestRecord } from "../../domain/action-record";
import { isSettledBy, type JournalRow } from "../../domain/ledger/entry";
import { decodeMap, decodeRow, encodeRow, ledgerFormat } from "../../domain/ledger/stored";
import type { RunRecords } from "../../provider/memory";
import { attempt } from "./attempt";
import type { OwnFiles } from "./own-files";

type Runs = ReadonlyMap<InstanceId, JournalRow>;

interface RunFile {
  /** Base URL of the service: an instance's id means nothing anywhere else. */
  readonly endpoint: string | undefined;
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
  readonly newId: () => string;
  readonly onProblem: (message: string) => void;
}

/**
 * Run records as JSON files, one per run, in Terraform's own data folder. Written whole and renamed, so that a reader never
 * sees half a file; a file that cannot be read is passed over, because state is the record that counts. What a file says that this
 * user's provider did not write is hearsay.
 */
export function createRunRecordFiles({ files, folder, endpoint, newId, onProblem }: RunRecordFilesOptions): RunRecords {
  const readOfService = (): ReadonlyMap<string, RunFile> =>
    new Map(
      [...readAll(files, folder, onProblem)].filter(
        ([, file]) => endpoint === undefined || file.endpoint === undefined || file.endpoint === endpoint,
      ),
    );
  const keepOnly = (isKept: (id: InstanceId, run: JournalRow) => boolean): void => {
    for (const [path, file] of readOfService()) {
      const kept = new Map([...file.instances].filter(([id, run]) => isKept(id, run)));
      if (kept.size > 0 && kept.size === file.instances.size) continue;
      attempt(onProblem, () => {
        if (kept.size === 0) rmSync(path, { force: true });
        else files.write(path, encode({ ...file, instances: kept }), file.isOwn);
      });
    }
  };
  return {
    load: () => newest([...readOfService().values()].filter(({ isOwn }) => isOwn)),
    hearsay: () => newest([...readOfService().values()].filter(({ isOwn }) => !isOwn)),
    begin: () => {
      const file = join(folder, `${newId()}.json`);
      let problem: string | undefined;
      const save = (instances: Runs): void =>
        attempt(
          (message) => {
            problem = message;
            onProblem(message);
          },
          () => files.write(file, encode({ endpoint, instances }), true),
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

function encode({ endpoint, instances }: Omit<RunFile, "isOwn">): Stored {
  const stored = [...instances].map(([id, row]) => [id, encodeRow(row)] as const);
  return { format: ledgerFormat, endpoint, instances: Object.fromEntries(stored) };
}

/** Throws for what is not ours. */
function decode({ format, endpoint, instances }: Stored, isOwn: boolean): RunFile {
  if (format !== ledgerFormat) throw new Error(`format is ${JSON.stringify(format)}, not ${ledgerFormat}`);
  return {
    endpoint: typeof endpoint === "string" ? endpoint : undefined,
    instances: decodeMap(instances, decodeRow),
    isOwn,
  };
}
