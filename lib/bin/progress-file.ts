import { visibleJson } from "../domain/texts/visible-line";
import { appendText } from "../files/links";
import type { ProgressLine } from "../rollout/progress-line";

/** The parts of the process that the file uses. */
interface ProgressFileParts {
  readonly path: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly newId: () => string;
  /** Called once, even if writing fails several times. */
  readonly onProblem: (message: string) => void;
}

/**
 * Appends the lines of runs to a file, one JSON object each, with the time and the id of the run: several resources of one
 * apply write to the same file at once. Never throws, and never waits: a pipe without a reader counts as a file that cannot be written, and
 * so does a symbolic link.
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
        // The file is opened for each line, so that a new file begins after a log rotation.
        appendText(
          parts.path,
          `${visibleJson({ time: new Date(parts.now()).toISOString(), run, ...line })}
`,
        );
      } catch (problem) {
        complain(problem);
      }
    };
  };
}
