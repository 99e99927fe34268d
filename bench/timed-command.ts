import { spawn } from "node:child_process";

export interface CommandOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Runs a command to its end. Answers its milliseconds; rejects with its output if it fails. */
export function timeCommand(command: string, args: readonly string[], options: CommandOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    const startedMs = performance.now();
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (part: Buffer) => (output = (output + part.toString()).slice(-4_000)));
    }
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve(performance.now() - startedMs);
      else reject(new Error(`"${command} ${args.join(" ")}" ended with ${code ?? "a signal"}:\n${output}`));
    });
  });
}
