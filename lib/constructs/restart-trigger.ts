import { createHash } from "node:crypto";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { Fn, type IResolveContext, Lazy, Token, Tokenization } from "cdktf";
import { describeProblem } from "./checks/problem";
import { isToken } from "./checks/tokens";

/** Values for `restartTriggers`: short strings that change if and only if their source does. */
export const RestartTrigger = { fromFile, fromFolder, fromValue } as const;

/**
 * Follows the content of a file, which is read at synth. `path` is relative to the working folder of cdktf. Line ends of Windows count as
 * those of Unix, so a colleague's checkout causes no restart. Throws if the file does not exist.
 */
function fromFile(path: string): string {
  return read("fromFile", path, "a file", (file) => `sha256:${sha256(contentOf(file))}`);
}

/**
 * Follows the names and contents of every file in a folder and below it, as `fromFile` does. Throws if the folder does not exist or has no
 * file.
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
 * Follows any value, such as an attribute of another resource: strings, numbers, lists, maps. Terraform computes the trigger at plan
 * (`sha256(jsonencode(…))`), so the value may be known only to Terraform.
 */
function fromValue(value: unknown): string {
  if (value === undefined) throw refusal("fromValue", "value", undefined, "a value; undefined never changes");
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
  return new Error(`RestartTrigger.${name} has invalid input:\n- ${problem}`);
}

// Relative names with slashes, sorted by their bytes, equal on every system.
function filesBelow(folder: string, prefix = ""): readonly string[] {
  const names = readdirSync(join(folder, prefix)).flatMap((name) => {
    const path = prefix === "" ? name : `${prefix}/${name}`;
    return statSync(join(folder, path)).isDirectory() ? filesBelow(folder, path) : [path];
  });
  return names.sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
}

// The content of a file. A file without zero byte is text, as for git.
function contentOf(file: string): Buffer {
  const content = readFileSync(file);
  if (content.includes(0)) return content;
  return Buffer.from(content.toString("latin1").replaceAll("\r\n", "\n"), "latin1");
}

function sha256(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

type Triggers = Readonly<Record<string, string>>;

/**
 * The triggers of the fleet and one of its instances as one map, in which the instance's own take precedence. Maps that are known when the
 * stack is written are merged then; Terraform merges the others.
 */
export function mergeTriggers(common: Triggers | undefined, own: Triggers | undefined): Triggers | undefined {
  if (common === undefined || own === undefined) return own ?? common;
  if (!isToken(common) && !isToken(own)) return { ...common, ...own };
  const produce = (context: IResolveContext): unknown => {
    const [first, second] = [common, own].map((triggers) => collectionBehind(triggers, context));
    if (first !== undefined && second !== undefined) return { ...first, ...second };
    return Fn.merge([first ?? common, second ?? own]);
  };
  return Token.asStringMap(Lazy.anyValue({ produce }));
}

/**
 * The list or map behind a token when the stack is written, with its elements unresolved: cdktf cannot write it inside an expression while
 * it is a token. A value that is not a token is returned unchanged; `undefined` for a value that only Terraform knows.
 */
function collectionBehind(value: unknown, context: IResolveContext): object | undefined {
  const resolved: unknown = context.resolve(value);
  if (typeof resolved !== "object" || resolved === null) return undefined;
  let behind = value;
  while (isToken(behind)) behind = Tokenization.reverse(behind)[0]?.resolve(context);
  return typeof behind === "object" && behind !== null ? behind : undefined;
}
