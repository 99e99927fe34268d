import { visibleLines, visibleJson } from "../domain/texts/visible-line";
import type { FilePort } from "../client/config/sources/clouds-file";
import type { Environment } from "../domain/environment";
import type { Clock } from "../rollout/ports";
import type { ProgressLines } from "../rollout/progress-line";
import { runAct } from "./run-act";
import { connectForBatch } from "./connection";
import { type BatchFiles, createBatchFiles, encodeEntries } from "./files";
import { runPurge } from "./run-purge";
import type { BatchCommandLine } from "./request";
import { type BatchOutcome, type BatchSurroundings, isDone, unfinishedNames, wasAbsent } from "./run";
import { createPaint, describeAbsent, describeOutcome } from "./text";

/** The parts of the process that the command uses. */
export interface BatchProcess extends FilePort {
  readonly environment: Environment;
  readonly clock: Clock;
  /** Asks the run to end. */
  readonly stop: AbortSignal;
  readonly writeLine: (line: string) => void;
  readonly writeError: (line: string) => void;
  readonly isColoured: boolean;
  /** Begins a run in the progress file; `undefined` without one. */
  readonly beginProgress: (() => ProgressLines) | undefined;
}

/**
 * Carries out one batch action; answers whether the run counts as done. Sends requests. Throws `UsageError` before the first one for an
 * invalid configuration or file.
 */
export async function runBatchProgram(line: BatchCommandLine, host: BatchProcess): Promise<boolean> {
  const { request, connection, json } = line;
  const { client, pollIntervalMs, readsTasks, warnings } = await connectForBatch(
    request,
    connection,
    host.environment,
    host,
  );
  const files = createBatchFiles(line.resultsFile, line.unfinishedFile);
  files.prepare();
  for (const warning of warnings) host.writeError(`Warning: ${warning}`);
  const { clock, stop } = host;
  const surroundings: BatchSurroundings = {
    service: client,
    clock,
    pollIntervalMs,
    readsTasks,
    stop,
    tell: json ? () => undefined : host.writeLine,
    progress: host.beginProgress?.() ?? (() => undefined),
    keep: (entries) => kept(host, () => files.save(entries, false)),
  };
  try {
    const outcome =
      request.kind === "act" ? await runAct(request, surroundings) : await runPurge(request, surroundings);
    return finish(line, outcome, files, host);
  } finally {
    await client.close();
  }
}

function finish(line: BatchCommandLine, outcome: BatchOutcome, files: BatchFiles, host: BatchProcess): boolean {
  const { entries } = outcome;
  const saved = kept(host, () => files.save(entries, isDone(outcome)));
  if (line.json) {
    const unfinished = unfinishedNames(entries);
    host.writeLine(visibleJson({ results: encodeEntries(entries), unfinished }, 2));
    if (outcome.complaint !== undefined) host.writeError(visibleLines(outcome.complaint));
  } else {
    for (const text of describeOutcome(outcome, createPaint(host.isColoured))) host.writeLine(text);
  }
  // An instance that a purge finds gone existed at its first look.
  const absent = line.request.kind === "act" ? entries.filter(wasAbsent) : [];
  if (absent.length > 0) host.writeError(describeAbsent(absent));
  if (isDone(outcome) && saved) return true;
  // A gate judges the file. It cannot judge a run that was broken off or has no record of its failure.
  const isJudgedElsewhere = line.onFailure === "report" && saved && !host.stop.aborted && entries.length > 0;
  return isJudgedElsewhere && unfinishedNames(entries).length > 0;
}

function kept(host: BatchProcess, save: () => void): boolean {
  try {
    save();
    return true;
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    host.writeError(visibleLines(`The results cannot be written: ${reason}`));
    return false;
  }
}
