import { execFileSync, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

interface ProgramEnd {
  readonly code: number | null;
  /** stdout and stderr in their order. */
  readonly output: string;
}

/** The error for a program that was stopped because its signal aborted. */
export class Interrupted extends Error {}

/**
 * Runs a program to its end. When `signal` aborts, the program and its children are asked to stop, then killed; rejects with `Interrupted`
 * once all have ended.
 */
export async function runProgram(
  command: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly signal: AbortSignal },
): Promise<ProgramEnd> {
  const { cwd, env, signal } = options;
  if (signal.aborted) throw new Interrupted();
  // The program has its own group, so that a Ctrl-C in the terminal reaches it only once, through this process.
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

// Stops a program with its children. cdktf runs terraform in its own terminal session, which a signal to the group does not reach, so the
// children are listed by pid.
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
    return []; // Without ps, only the group is known.
  }
}

function isAlive(pid: number): boolean {
  return send(pid, 0);
}

function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false; // The process has already ended.
  }
}
