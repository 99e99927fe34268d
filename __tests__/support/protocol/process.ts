import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { build } from "esbuild";

export const magicCookie = {
  TF_PLUGIN_MAGIC_COOKIE: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
};

export interface PluginBundle {
  /** An empty folder for the test's own use, not removed before `remove`. */
  readonly folder: string;
  readonly file: string;
  remove(): void;
}

/** Bundles the fake provider as the real one is: one file. */
export async function bundlePlugin(): Promise<PluginBundle> {
  const folder = mkdtempSync(join(tmpdir(), "protocol-"));
  const file = join(folder, "plugin.cjs");
  await build({
    entryPoints: [join(__dirname, "plugin.ts")],
    bundle: true,
    platform: "node",
    target: "node20",
    outfile: file,
  });
  return { folder, file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export interface Started {
  readonly process: ChildProcess;
  /** First line of stdout; undefined when it ended without one. */
  readonly firstLine: Promise<string | undefined>;
  /** Resolves when a line of stderr holds the text. */
  readonly saw: (text: string) => Promise<void>;
  /** All of stdout and of stderr so far. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly exitCode: Promise<number | null>;
}

/** Starts `node ...args` with only PATH and the given environment. */
export function startNode(args: readonly string[], env: Readonly<Record<string, string>>): Started {
  return startProgram(process.execPath, args, env);
}

/** Starts a program with only PATH and the given environment. */
export function startProgram(command: string, args: readonly string[], env: Readonly<Record<string, string>>): Started {
  const child = spawn(command, args, {
    env: { PATH: process.env["PATH"], ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exitCode = once(child, "exit").then(([code]) => code as number | null);
  const [stdout, stderr] = [watchLines(child.stdout), watchLines(child.stderr)];
  const firstLine = firstLineOf(child.stdout);
  return { process: child, firstLine, saw: stderr.saw, stdout: stdout.text, stderr: stderr.text, exitCode };
}

export function firstLineOf(stream: Readable): Promise<string | undefined> {
  return new Promise((resolve) => {
    const lines = createInterface(stream);
    lines.once("line", resolve);
    lines.once("close", () => resolve(undefined));
  });
}

function watchLines(stream: Readable): { readonly saw: (text: string) => Promise<void>; readonly text: () => string } {
  let text = "";
  const waiting: { readonly text: string; readonly resolve: () => void }[] = [];
  stream.on("data", (chunk: Buffer) => {
    text += chunk.toString();
    for (const one of waiting) if (text.includes(one.text)) one.resolve();
  });
  const saw = (wanted: string): Promise<void> =>
    new Promise((resolve) => {
      if (text.includes(wanted)) resolve();
      else waiting.push({ text: wanted, resolve });
    });
  return { saw, text: () => text };
}
