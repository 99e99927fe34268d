import { rmSync } from "node:fs";
import { dirname, parse, resolve } from "node:path";
import { visibleJson } from "../domain/texts/visible-line";
import { makeFolders } from "../files/folders";
import { writeWholeFile } from "../files/whole-file";
import { recordFields } from "../domain/action-record";
import { UsageError } from "./usage-error";
import { type BatchEntry, unfinishedNames } from "./run";

/** The result records by name, in the shape of the resource's `results`. Pure. */
export function encodeEntries(entries: readonly BatchEntry[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(entries.map(({ name, record }) => [name, recordFields(record)]));
}

/** The files of a run. */
export interface BatchFiles {
  /** Throws `UsageError` if one of the files cannot be written. It is called before a run, so that every run has its record. */
  prepare(): void;
  /** Writes the files, which are whole and durable when this returns. Throws if they cannot be written. */
  save(entries: readonly BatchEntry[], isDone: boolean): void;
}

/**
 * `resultsFile`: the result records. `unfinishedFile`: the names of the unfinished instances; it exists from the start of a run until a run
 * is done without unfinished ones.
 */
export function createBatchFiles(resultsFile: string | undefined, unfinishedFile: string | undefined): BatchFiles {
  const results = resultsFile === undefined ? undefined : resolve(resultsFile);
  const unfinished = unfinishedFile === undefined ? undefined : resolve(unfinishedFile);
  const saveResults = (entries: readonly BatchEntry[]): void => {
    if (results !== undefined) writeWhole(results, json(encodeEntries(entries)));
  };
  const saveUnfinished = (names: readonly string[], isDone: boolean): void => {
    if (unfinished === undefined) return;
    if (isDone) rmSync(unfinished, { force: true });
    else writeWhole(unfinished, json(names));
  };
  return {
    prepare: () => {
      attempt("--results", resultsFile, () => saveResults([]));
      attempt("--unfinished", unfinishedFile, () => saveUnfinished([], false));
    },
    save: (entries, isDone) => {
      saveResults(entries);
      saveUnfinished(unfinishedNames(entries), isDone);
    },
  };
}

function attempt(option: string, file: string | undefined, work: () => void): void {
  try {
    work();
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new UsageError(`${option} is ${JSON.stringify(file)}, which cannot be written: ${reason}. Nothing was sent.`);
  }
}

function writeWhole(file: string, text: string): void {
  makeFolders(parse(file).root, dirname(file));
  writeWholeFile(file, text, "shared");
}

function json(value: object): string {
  return `${visibleJson(value, 2)}\n`;
}
