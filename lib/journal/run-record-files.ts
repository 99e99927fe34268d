import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { idKey, type InstanceId } from "../domain/instance";
import { isSettledBy, type JournalRow } from "../domain/ledger/entry";
import { spellingOf } from "../domain/ledger/spelling";
import { decodeMap, decodeRow, encodeRow, ledgerFormat } from "../domain/ledger/stored";
import { type Journal, newestRows, type RememberedPlace, type Rows, type RunRecords } from "../domain/ledger/journal";
import { attempt } from "./attempt";
import { keepYoung, sweepOldRecords } from "./old-records";
import type { OwnFiles } from "./own-files";
import { decodePlace, mayBeAt } from "./remembered-place";

/** Records of runs on this machine. Best effort: no method throws. */
export interface RunRecordFiles {
  /** The newest row of each instance that this user's provider wrote on this machine. */
  load(): Rows;
  /** The same for rows that others may have written. */
  hearsay(): Rows;
  begin(): {
    /** Why the run cannot be recorded; `undefined` if it can. */
    readonly problem: string | undefined;
    /** Replaces the rows that the same run saved before. They are durable when it returns. */
    readonly save: (rows: Rows) => void;
    /** Ends the record of a run that was not interrupted: its results go to Terraform with its answer. */
    readonly ended: () => void;
  };
  /** Drops every row that Terraform's state settles (`isSettledBy`). */
  confirm(saved: Rows): void;
  /** Drops every row of these instances. Answers, as sentences, why some are still there. */
  drop(ids: ReadonlySet<InstanceId>): string | undefined;
}

interface RunFile {
  /** The place of the rows. An instance's id has no meaning in another one. */
  readonly place: RememberedPlace;
  readonly instances: Rows;
  /** This user's provider wrote the file at this place. */
  readonly isOwn: boolean;
}

interface RunRecordFilesOptions {
  readonly files: OwnFiles;
  /** An absolute path that `files` may use. */
  readonly folder: string;
  /** The folder below which records that are too old are removed. @default `folder` */
  readonly root?: string;
  /** The place of the runs; those of other places are ignored. */
  readonly place: RememberedPlace;
  /** Whether the record of an ended run stays until state contains its results; otherwise it is removed at once. */
  readonly keepsEnded: boolean;
  readonly newId: () => string;
  readonly onProblem: (message: string) => void;
}

/**
 * Run records as JSON files, one per run. Files are written whole and renamed, so that a reader never sees half a file. An unreadable file
 * is ignored, because state is the record that counts. The rows of a file that this user's provider did not write are hearsay.
 */
export function createRunRecordFiles({
  files,
  folder,
  root = folder,
  place,
  keepsEnded,
  newId,
  onProblem,
}: RunRecordFilesOptions): RunRecordFiles {
  const readOfPlace = (): ReadonlyMap<string, RunFile> =>
    new Map([...readAll(files, folder, onProblem)].filter(([, file]) => mayBeAt(file.place, place)));
  const keepOnly = (isKept: (id: InstanceId, run: JournalRow) => boolean): string | undefined => {
    const problems: string[] = [];
    for (const [path, file] of readOfPlace()) {
      const kept = new Map([...file.instances].filter(([id, run]) => isKept(id, run)));
      if (kept.size > 0 && kept.size === file.instances.size) continue;
      attempt(
        (message) => {
          onProblem(message);
          if (kept.size < file.instances.size) problems.push(`${path} could not be changed: ${message}.`);
        },
        () => {
          if (kept.size === 0) rmSync(path, { force: true });
          else files.write(path, encode({ ...file, instances: kept }), file.isOwn);
        },
      );
    }
    return sentences(problems);
  };
  return {
    load: () => newest([...readOfPlace().values()].filter(({ isOwn }) => isOwn)),
    hearsay: () => newest([...readOfPlace().values()].filter(({ isOwn }) => !isOwn)),
    begin: () => {
      attempt(onProblem, () => sweepOwn(files, root));
      const file = join(folder, `${newId()}.json`);
      let problem: string | undefined;
      const save = (instances: Rows): void =>
        attempt(
          (message) => {
            problem = message;
            onProblem(message);
          },
          () => files.write(file, encode({ place, instances }), true),
        );
      save(new Map());
      const ended = (): void => {
        if (!keepsEnded) attempt(onProblem, () => rmSync(file, { force: true }));
      };
      return { problem, save, ended };
    },
    confirm: (saved) => {
      const spell = spellingOf(saved.keys());
      keepOnly((id, run) => !isSettledBy(run, saved.get(spell(id))));
    },
    drop: (ids) => {
      const keys = new Set([...ids].map(idKey));
      return keepOnly((id) => !keys.has(idKey(id)));
    },
  };
}

/**
 * Records in the working folder, and a second copy in a folder that users do not delete. The rows of both count, and one writable copy is
 * enough.
 */
export function inBothPlaces(working: RunRecordFiles, copies: RunRecordFiles): RunRecordFiles {
  const places = [working, copies];
  return {
    load: () => newestRows(places.flatMap((place) => [...place.load()])),
    hearsay: () => newestRows(places.flatMap((place) => [...place.hearsay()])),
    begin: () => {
      const run = working.begin();
      const copy = copies.begin();
      return {
        problem: copy.problem === undefined ? undefined : run.problem,
        save: (rows) => {
          run.save(rows);
          copy.save(rows);
        },
        ended: () => {
          run.ended();
          copy.ended();
        },
      };
    },
    confirm: (saved) => {
      for (const place of places) place.confirm(saved);
    },
    drop: (ids) => sentences(places.flatMap((place) => place.drop(ids) ?? [])),
  };
}

function sentences(problems: readonly string[]): string | undefined {
  return problems.length === 0 ? undefined : problems.join(" ");
}

/**
 * The journal of one Terraform folder. Every resource there has all rows of `resources`, because all belong to the same state; each
 * configuration of an action has its own files.
 */
export function createFileJournal(
  resources: RunRecordFiles,
  invocationsOf: (digest: string) => RunRecordFiles,
): Journal {
  const done = (work: () => void): Promise<void> => {
    work();
    return Promise.resolve();
  };
  const open = (files: RunRecordFiles): Promise<RunRecords> =>
    Promise.resolve({
      isRequired: false,
      problem: undefined,
      load: () => files.load(),
      hearsay: () => files.hearsay(),
      begin: () => {
        const { problem, save, ended } = files.begin();
        return Promise.resolve({
          problem,
          save: (rows) => {
            save(rows);
            return Promise.resolve(undefined);
          },
          ended: () => done(ended),
        });
      },
      confirm: (saved) => done(() => files.confirm(saved)),
      drop: (ids) => Promise.resolve(files.drop(ids)),
      named: () => done(() => undefined),
    });
  return {
    open: ([owner]) => open(owner?.kind === "invocation" ? invocationsOf(owner.digest) : resources),
  };
}

/** Not behind a link or in a folder that others can write: a file there need not be a record. */
function sweepOwn(files: OwnFiles, root: string): void {
  if (files.objection(join(root, "any.json")) === undefined) sweepOldRecords(root);
}

function newest(files: readonly RunFile[]): Rows {
  return newestRows(files.flatMap(({ instances }) => [...instances]));
}

function readAll(files: OwnFiles, folder: string, onProblem: (message: string) => void): ReadonlyMap<string, RunFile> {
  const found = new Map<string, RunFile>();
  for (const name of listFolder(folder)) {
    if (!name.endsWith(".json")) continue;
    const path = join(folder, name);
    attempt(
      (message) => onProblem(`${path} is ignored: ${message}`),
      () => {
        const { stored, isOwn } = files.read(path);
        if (isOwn) keepYoung(path);
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

/** Decodes a file. Throws for a file of another writer. */
function decode(stored: Stored, isOwn: boolean): RunFile {
  const { format, instances } = stored;
  if (format !== ledgerFormat) throw new Error(`format is ${JSON.stringify(format)}, not ${ledgerFormat}`);
  return { place: decodePlace(stored), instances: decodeMap(instances, decodeRow), isOwn };
}
