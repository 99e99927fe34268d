import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { quietEnvironment } from "../../../lib/testing/environment";
import type { Run } from "../../../lib/testing/terraform/terraform-program";

/** A command line of the CDK: the program of a package, and the Node.js that runs it. */
export interface CommandLine {
  readonly node: string;
  readonly script: string;
}

const cdktf: CommandLine = {
  node: process.execPath,
  script: resolve(__dirname, "../../../node_modules/cdktf-cli/bundle/bin/cdktf.js"),
};

/** A cdktf command that is under way. */
export interface RunningCdktf {
  readonly process: ChildProcess;
  readonly finished: Promise<Run>;
  /** Its output so far, both streams as they came. */
  output(): string;
  /** Waits for a condition. Rejects with the output when the command ends before, or after two and a half. */
  until(condition: () => boolean): Promise<void>;
  /** Asks it to stop, as Ctrl-C does. */
  stop(): void;
}

/**
 * Starts the repository's cdktf command line, or another one, in `folder`, whose subfolder `home` is its home. This machine's clouds,
 * proxies and Terraform settings do not reach it. Its child processes share its process group.
 */
export function startCdktf(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  { node, script }: CommandLine = cdktf,
): RunningCdktf {
  mkdirSync(join(folder, "home"), { recursive: true });
  const quiet = quietEnvironment({
    HOME: join(folder, "home"),
    CI: "1",
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: "true",
    ...env,
  });
  const child = spawn(node, [script, ...args, "--no-color"], {
    cwd: folder,
    env: quiet,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const parts = { stdout: "", stderr: "", output: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].on("data", (part: Buffer) => {
      parts[name] += part.toString();
      parts.output += part.toString();
    });
  }
  const finished = new Promise<Run>((done, failed) => {
    child.once("error", failed);
    child.once("close", (code) => done({ code, ...parts }));
  });
  return {
    process: child,
    finished,
    output: () => parts.output,
    until: async (condition) => {
      const deadline = Date.now() + 150_000;
      while (!condition()) {
        const gaveUp =
          child.exitCode !== null ? "ended too early" : Date.now() > deadline ? "takes too long" : undefined;
        if (gaveUp !== undefined) throw new Error(`cdktf ${args.join(" ")} ${gaveUp}:\n${parts.output}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    stop: () => {
      if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, "SIGINT");
    },
  };
}
