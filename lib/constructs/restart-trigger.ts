import { createHash } from "node:crypto";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { Fn, Lazy } from "cdktf";
import type { IResolveContext } from "cdktf";
import { describeProblem } from "./input/problem";
import { isToken } from "./input/tokens";
import { collectionBehind } from "./late-values";

/** Values for `restartTriggers`: short texts that change when, and only when, something else does. */
export const RestartTrigger = { fromFile, fromFolder, fromValue } as const;

/**
 * Follows the content of a file, read now, at synth. `path` is relative to the folder cdktf runs in. The line ends of Windows
 * count as those of Unix, so that a colleague's checkout restarts nothing. Throws when there is no such file.
 */
function fromFile(path: string): string {
  return read("fromFile", path, "a file", (file) => `sha256:${sha256(contentOf(file))}`);
}

/**
 * Follows every file in a folder and below it: their names and contents, as `fromFile` does. Throws when there is no such folder,
 * or no file in it.
 */
function fromFolder(path: string): string {
  return read("fromFolder", path, "a folder with at least one file in it", (folder) => {
    const names = filesBelow(folder);
    if (names.length === 0) throw new Error(`${folder} is empty`);
    const lines = names.map((name) => `${sha256(contentOf(join(folder, name)))}  ${name}\n`);
    return `sha256:${sha256(Buffer.from(lines.join("")))}`;
  });
}

/**
 * Follows any value, above all attributes of other resources: texts, numbers, lists, maps. Terraform computes it at plan
 * (`sha256(jsonencode(…))`), so it may hold what only Terraform knows.
 */
function fromValue(value: unknown): string {
  if (value === undefined) throw refusal("fromValue", "value", undefined, "a value; undefined has nothing to follow");
  if (!isToken(value)) return Fn.sha256(Fn.jsonencode(value));
  const produce = (context: IResolveContext) => Fn.sha256(Fn.jsonencode(collectionBehind(value, context) ?? value));
  return Lazy.stringValue({ produce });
}

function read(name: string, path: string, kind: string, hash: (absolute: string) => string): string {
  try {
    return hash(resolve(path));
  } catch (failure) {
    throw refusal(name, "path", path, `${kind} that can be read (${(failure as Error).message})`);
  }
}

function refusal(name: string, input: string, received: unknown, allowed: string): Error {
  const problem = describeProblem({ input, received, allowed });
  return new Error(`RestartTrigger.${name} was given what it cannot work with:\n- ${problem}`);
}

/* Relative names with slashes, sorted by their bytes: the same everywhere. */
function filesBelow(folder: string, prefix = ""): readonly string[] {
  const names = readdirSync(join(folder, prefix)).flatMap((name) => {
    const path = prefix === "" ? name : `${prefix}/${name}`;
    return statSync(join(folder, path)).isDirectory() ? filesBelow(folder, path) : [path];
  });
  return names.sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
}

/* Text is what has no zero byte, as git sees it. */
function contentOf(file: string): Buffer {
  const content = readFileSync(file);
  if (content.includes(0)) return content;
  return Buffer.from(content.toString("latin1").replaceAll("\r\n", "\n"), "latin1");
}

function sha256(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
