import { type ChildProcess, spawn, type StdioOptions } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { bundle } from "../../../scripts/bundle";
import { quietEnvironment } from "../../../lib/testing/environment";

/** The program as its users start it, in a folder of its own. */
export interface CommandLine {
  readonly folder: string;
  /** The file that Node.js runs; there before the first test. */
  readonly program: string;
  readonly start: (args: readonly string[], options?: StartOptions) => Started;
}

interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** @default a pipe that is read */
  readonly stdout?: number;
  /** Leaves off reading stdout as soon as this is in it, as `| head` does. */
  readonly readUntil?: string;
}

interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Bundles the program before the tests of a file and removes it, with its folder, after them. */
export function useCommandLine(): CommandLine {
  const folder = mkdtempSync(join(tmpdir(), "dms-command-line-"));
  const program = join(folder, "dms-lifecycle.cjs");
  beforeAll(async () => {
    const { code } = await bundle("lib/bin/dms-lifecycle.ts", resolve(__dirname, "../../.."), "#!/usr/bin/env node");
    writeFileSync(program, code);
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  return { folder, program, start: (args, options = {}) => start([program, ...args], folder, options) };
}

function start(args: readonly string[], cwd: string, options: StartOptions): Started {
  const { env = {}, input = "", stdout: output = "pipe", readUntil } = options;
  const stdio: StdioOptions = ["pipe", output, "pipe"];
  const child = spawn(process.execPath, args, { cwd, env: quietEnvironment(env), stdio });
  let stdout = "";
  let stderr = "";
  const stopReading = (): void => {
    if (readUntil !== undefined && stdout.includes(readUntil)) child.stdout?.destroy();
  };
  stopReading();
  child.stdout?.on("data", (part: Buffer) => {
    stdout += part.toString();
    stopReading();
  });
  child.stderr?.on("data", (part: Buffer) => (stderr += part.toString()));
  // A program may end without reading its input.
  child.stdin?.on("error", () => undefined);
  child.stdin?.end(input);
  return { child, ended: once(child, "close").then(([code]) => ({ code: code as number | null, stdout, stderr })) };
}
