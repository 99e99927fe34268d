import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { root } from "../docs/markdown";

/** A command of the page with the answer that is printed below it. */
export interface Example {
  readonly command: string;
  readonly answer: { readonly kind: "json" | "text"; readonly text: string } | undefined;
}

/** The page's `sh` blocks in order; a `json` or `text` block right after one is its answer. */
export function examplesOf(page: string): readonly Example[] {
  const fences = [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, language = "", text = ""]) => ({
    language,
    text,
  }));
  return fences.flatMap(({ language, text }, index) => {
    if (language !== "sh") return [];
    const next = fences[index + 1];
    const answer =
      next?.language === "json" || next?.language === "text"
        ? ({ kind: next.language, text: next.text } as const)
        : undefined;
    return [{ command: text, answer }];
  });
}

/** Why an answer is not the documented one; `undefined` when it is. An object with a key `…` may have more than it shows. */
export function difference(actual: unknown, documented: unknown, place = "answer"): string | undefined {
  if (documented === "…" && typeof actual === "string") return undefined;
  if (Array.isArray(documented)) {
    if (!Array.isArray(actual) || actual.length !== documented.length) return tell(place, actual, documented);
    return firstOf(documented.map((each, index) => difference(actual[index], each, `${place}[${index}]`)));
  }
  if (typeof documented !== "object" || documented === null) {
    return Object.is(actual, documented) ? undefined : tell(place, actual, documented);
  }
  if (typeof actual !== "object" || actual === null || Array.isArray(actual)) return tell(place, actual, documented);
  const shown = Object.entries(documented).filter(([key]) => key !== "…");
  const found = actual as Readonly<Record<string, unknown>>;
  const unshown = Object.keys(found).filter((key) => !(key in documented));
  if (unshown.length > 0 && !("…" in documented)) return `${place} has ${unshown.join(", ")} beside what is documented`;
  return firstOf(shown.map(([key, value]) => difference(found[key], value, `${place}.${key}`)));
}

function firstOf(differences: readonly (string | undefined)[]): string | undefined {
  return differences.find((each) => each !== undefined);
}

function tell(place: string, actual: unknown, documented: unknown): string {
  return `${place} is ${JSON.stringify(actual)}, documented is ${JSON.stringify(documented)}`;
}

/** A shell that runs one command after the other, as a reader of the page would. */
export interface Shell {
  /** The output of a command, stdout and stderr. */
  run(command: string): Promise<string>;
  close(): Promise<void>;
}

export function openShell(folder: string): Shell {
  const shell = spawn("sh", [], { cwd: folder, stdio: ["pipe", "pipe", "inherit"] });
  shell.stdout.setEncoding("utf8");
  return {
    run: (command) =>
      new Promise((resolve, reject) => {
        const end = `--- end of ${Math.random()} ---`;
        let printed = "";
        const onExit = (): void => reject(new Error(`the shell ended in the middle of:\n${command}\n${printed}`));
        const onData = (part: string): void => {
          printed += part;
          if (!printed.includes(`${end}\n`)) return;
          shell.stdout.off("data", onData);
          shell.off("exit", onExit);
          resolve(printed.slice(0, printed.indexOf(end)));
        };
        shell.stdout.on("data", onData);
        shell.once("exit", onExit);
        shell.stdin.write(`{ ${command}\n} 2>&1\nprintf '%s\\n' '${end}'\n`);
      }),
    close: () => ended(shell, () => shell.stdin.end()),
  };
}

export interface CommandLineEmulator {
  readonly url: string;
  /** Its output there so far. */
  stderr(): string;
  /** Closes the ends of its stdout and stderr that are here. */
  stopReading(): void;
  close(): Promise<void>;
}

/** Starts the program that the page starts with npx, on a free port instead of the page's. `program` is the command line's file. */
export async function startFromCommandLine(
  command: string,
  folder: string,
  program = join(root, "dist/bin/dms-lifecycle.cjs"),
): Promise<CommandLineEmulator> {
  const [, name = "", ...args] = command.trim().split(/\s+/).slice(1);
  const portless = args.filter((arg, index) => arg !== "--port" && args[index - 1] !== "--port");
  const child = spawn(process.execPath, [program, name, ...portless], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (part: Buffer) => (stderr += part.toString()));
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", resolve);
    child.once("close", (code) => reject(new Error(`${command} ended with ${String(code)}: ${stderr}`)));
  });
  const { url } = JSON.parse(line) as { url: string };
  const stopReading = (): void => [child.stdout, child.stderr].forEach((stream) => stream.destroy());
  return { url, stderr: () => stderr, stopReading, close: () => ended(child, () => child.kill("SIGTERM")) };
}

function ended(child: ChildProcess, end: () => void): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) {
      resolve();
      return;
    }
    child.once("close", () => resolve());
    end();
  });
}
