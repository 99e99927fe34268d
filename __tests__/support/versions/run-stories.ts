import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Story } from "./core-stories";

/** The end of each story, by `keyOf` it: empty when it passed, else Jest's message. A story that did not run is not in it. */
export type StoryEnds = ReadonlyMap<string, readonly string[]>;

const root = resolve(__dirname, "../../..");

/** One key for each story. */
export function keyOf({ file, name }: Pick<Story, "file" | "name">): string {
  return `${file}: ${name}`;
}

/** Runs stories of the lane `acceptance` in a Jest of their own, with `program` as the terraform. Rejects when Jest does not get to its end. */
export async function runStories(program: string, stories: readonly Story[], signal: AbortSignal): Promise<StoryEnds> {
  const folder = mkdtempSync(join(tmpdir(), "stories-"));
  const outputFile = join(folder, "ends.json");
  try {
    const said = await jest(
      program,
      [
        "--selectProjects=acceptance",
        "--json",
        `--outputFile=${outputFile}`,
        `--testNamePattern=^(${stories.map(({ name }) => escaped(name)).join("|")})$`,
        "--runTestsByPath",
        ...new Set(stories.map(({ file }) => join(root, "__tests__", file))),
      ],
      signal,
    );
    return endsIn(outputFile, said);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Its stderr. Its exit code tells no more than the file does. */
function jest(program: string, args: readonly string[], signal: AbortSignal): Promise<string> {
  const child = spawn(process.execPath, [...process.execArgv, require.resolve("jest/bin/jest"), ...args], {
    cwd: root,
    env: { ...process.env, TERRAFORM_BINARY_NAME: program, JEST_WORKER_ID: undefined },
    stdio: ["ignore", "ignore", "pipe"],
    signal,
  });
  const said: Buffer[] = [];
  child.stderr.on("data", (part: Buffer) => said.push(part));
  return new Promise((done, failed) => {
    child.once("error", failed);
    child.once("close", () => done(Buffer.concat(said).toString("utf8")));
  });
}

interface Ends {
  readonly testResults: readonly {
    /** The file's path. */
    readonly name: string;
    /** Why a file could not be run; empty otherwise. */
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

function endsIn(file: string, said: string): StoryEnds {
  let ends: Ends;
  try {
    ends = JSON.parse(readFileSync(file, "utf8")) as Ends;
  } catch {
    throw new Error(`Jest has not run the stories:\n${said}`);
  }
  const found = new Map<string, readonly string[]>();
  for (const { name: path, message, assertionResults } of ends.testResults) {
    const place = path.slice(join(root, "__tests__").length + 1);
    if (assertionResults.length === 0) throw new Error(`${place} could not be run:\n${message}`);
    for (const { fullName, status, failureMessages } of assertionResults) {
      if (status === "passed") found.set(keyOf({ file: place, name: fullName }), []);
      if (status === "failed") found.set(keyOf({ file: place, name: fullName }), failureMessages);
    }
  }
  return found;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
