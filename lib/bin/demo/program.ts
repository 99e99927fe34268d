import { execFileSync, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

interface ProgramEnd {
  readonly code: number | null;
  /** stdout and stderr as they came. */
  readonly output: string;
}

/** A program that was stopped because its signal aborted. */
export class Interrupted extends Error {}

/**
 * Runs a program to its end. When `signal` aborts, it and everything it started is asked to stop, then made to; rejects with
 * `Interrupted` once nothing of it is left.
 */
export async function runProgram(
  command: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly signal: AbortSignal },
): Promise<ProgramEnd> {
  const { cwd, env, signal } = options;
  if (signal.aborted) throw new Interrupted();
  /* A group of its own: a Ctrl-C in the terminal must reach it once, through us, and not several times. */
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => chunks.push(chunk));

  let stopping: Promise<void> | undefined;
  const stop = () => {
    if (child.pid !== undefined) stopping = stopTree(child.pid);
  };
  signal.addEventListener("abort", stop, { once: true });
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", resolve);
    });
    if (stopping !== undefined) throw new Interrupted();
    return { code, output: Buffer.concat(chunks).toString("utf8") };
  } finally {
    signal.removeEventListener("abort", stop);
    await stopping;
  }
}

const patienceMs = 10_000;

/* cdktf runs terraform in a terminal session of its own, which no signal to the group reaches: hence the list of pids. */
async function stopTree(pid: number): Promise<void> {
  const pids = [pid, ...descendantsOf(pid)];
  send(-pid, "SIGINT");
  for (let waitedMs = 0; waitedMs < patienceMs && pids.some(isAlive); waitedMs += 50) await sleep(50);
  for (const left of pids) send(left, "SIGKILL");
}

function descendantsOf(ancestor: number): readonly number[] {
  const rows = processTable();
  const below = (pid: number): number[] =>
    rows.filter(([, parent]) => parent === pid).flatMap(([child]) => [child, ...below(child)]);
  return below(ancestor);
}

function processTable(): readonly (readonly [pid: number, parent: number])[] {
  try {
    const table = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
    return [...table.matchAll(/(\d+)\s+(\d+)/g)].map(([, pid, parent]) => [Number(pid), Number(parent)] as const);
  } catch {
    return []; // No ps here: the group is all there is to go by.
  }
}

function isAlive(pid: number): boolean {
  return send(pid, 0);
}

function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false; // Gone already.
  }
}
