import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BatchOptions, readBatchOptions } from "../../../lib/batch/options";
import { type BatchProcess, runBatchProgram } from "../../../lib/batch/program";
import { exitCodes } from "../../../lib/bin/exit-codes";
import { createEmulator, type Emulator } from "../../../lib/emulator/emulator";
import { seedOf } from "../acceptance/hcl";
import { projectId } from "../acceptance/workspace";

/** A batch command line in this process, against an emulator in which waiting costs no time. */
export interface BatchHost {
  readonly emulator: Emulator;
  /** Where relative files of a run go. */
  readonly folder: string;
  readonly stopping: AbortController;
  /** Carries out a command line; `results` and `unfinished` of the options are names of files in the folder. */
  run(options: Partial<BatchOptions>, changes?: Partial<BatchProcess>): Promise<BatchRun>;
  /** The JSON of a file in the folder; `undefined` when there is none. */
  read(name: string): Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined;
  /** Bodies of the write calls, in order. */
  calls(): readonly unknown[];
  dispose(): Promise<void>;
}

export interface BatchRun {
  readonly code: number;
  readonly lines: readonly string[];
  readonly errors: readonly string[];
}

export async function createBatchHost(fleet: Parameters<typeof seedOf>[0]): Promise<BatchHost> {
  const emulator = createEmulator({ seed: seedOf(fleet), clock: "manual" });
  const { url } = await emulator.listen();
  const folder = mkdtempSync(join(tmpdir(), "dms-batch-"));
  const stopping = new AbortController();
  let nowMs = Date.UTC(2026, 0, 1);
  const clock = {
    now: () => nowMs,
    sleep: (ms: number, signal: AbortSignal) => {
      if (signal.aborted) return Promise.resolve();
      if (ms > 60_000) return new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
      nowMs += Math.ceil(ms);
      emulator.advance(Math.ceil(ms));
      return Promise.resolve();
    },
  };
  return {
    emulator,
    folder,
    stopping,
    run: async (options, changes = {}) => {
      const lines: string[] = [];
      const errors: string[] = [];
      const { results, unfinished } = options;
      const files = {
        ...(results !== undefined && { results: join(folder, results) }),
        ...(unfinished !== undefined && { unfinished: join(folder, unfinished) }),
      };
      const line = readBatchOptions({ onFailure: "error", ...options, ...files }, (path) => readFileSync(path, "utf8"));
      const isDone = await runBatchProgram(line, {
        environment: { DMS_ENDPOINT: url, OS_PROJECT_ID: projectId },
        readFile: () => undefined,
        clock,
        stop: stopping.signal,
        writeLine: (text) => lines.push(text),
        writeError: (text) => errors.push(text),
        isColoured: false,
        beginProgress: undefined,
        ...changes,
      });
      return { code: isDone ? exitCodes.done : exitCodes.failed, lines, errors };
    },
    read: (name) => {
      try {
        return JSON.parse(readFileSync(join(folder, name), "utf8")) as never;
      } catch {
        return undefined;
      }
    },
    calls: () =>
      emulator
        .journal()
        .filter(({ method, path }) => method === "POST" && path.endsWith("/instances/action"))
        .map(({ body }) => body),
    dispose: async () => {
      await emulator.close();
      rmSync(folder, { recursive: true });
    },
  };
}
