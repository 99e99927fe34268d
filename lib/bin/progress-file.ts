import { closeSync, constants, openSync, writeSync } from "node:fs";
import type { ProgressLine } from "../provider/progress-line";

/** What the file needs of the process around it. */
interface ProgressFileParts {
  readonly path: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly newId: () => string;
  /** Told once, however often writing fails. */
  readonly onProblem: (message: string) => void;
}

/**
 * Appends the lines of runs to a file, one JSON object each, with the time and the id of the run: several resources of one
 * apply write to the same file at once. Never throws, and never waits: a pipe that nobody reads counts as a file that cannot
 * be written.
 * @returns begins a run
 */
export function createProgressFile(parts: ProgressFileParts): () => (line: ProgressLine) => void {
  let complained = false;
  const complain = (problem: unknown): void => {
    if (complained) return;
    complained = true;
    const reason = problem instanceof Error ? problem.message : String(problem);
    parts.onProblem(`${parts.path} cannot be written, and the run goes on without it: ${reason}`);
  };
  return () => {
    const run = parts.newId();
    return (line) => {
      try {
        append(parts.path, `${JSON.stringify({ time: new Date(parts.now()).toISOString(), run, ...line })}\n`);
      } catch (problem) {
        complain(problem);
      }
    };
  };
}

/** Opened for each line, so that a file that was moved away by a log rotation begins anew. */
function append(path: string, line: string): void {
  const { O_APPEND, O_CREAT, O_NONBLOCK, O_WRONLY } = constants;
  const file = openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK, 0o666);
  try {
    writeSync(file, line);
  } finally {
    closeSync(file);
  }
}
