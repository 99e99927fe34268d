import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { variableOf } from "../../../lib/domain/environment";
import { wayToRegistry } from "../jest/suite-environment";
import { requireProgram } from "./needed-programs";

/**
 * A folder of the user's cache that `fill` has filled once. It is made beside its place and renamed: another worker may do the same at the
 * same time, and a run may be ended in the middle. Rejects for the reason for which `fill` rejects.
 */
export async function installedOnce(name: string, fill: (draft: string) => Promise<void>): Promise<string> {
  const folder = join(cacheFolder(), name);
  if (existsSync(folder)) return folder;
  mkdirSync(dirname(folder), { recursive: true });
  const draft = mkdtempSync(join(dirname(folder), ".draft-"));
  try {
    await fill(draft);
    renameSync(draft, folder);
  } catch (failure) {
    // Another worker may have been first.
    if (!existsSync(folder)) throw failure;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return folder;
}

/**
 * Makes a virtual environment of Python in `folder`, with the packages that `packages` tells pip to install, without their dependencies.
 */
export async function makePythonEnvironment(folder: string, packages: readonly string[]): Promise<void> {
  await runInstaller(requireProgram("python"), ["-m", "venv", folder]);
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"];
  await runInstaller(join(folder, "bin/python"), [...pip, ...packages]);
}

/** Runs a program that may need the network. */
export async function runInstaller(program: string, args: readonly string[], cwd?: string): Promise<void> {
  await promisify(execFile)(program, args, { env: { ...process.env, ...wayToRegistry() }, ...(cwd && { cwd }) });
}

/** The cache of the person who runs the tests: the tests' own home goes with each run. */
function cacheFolder(env = { ...process.env, ...wayToRegistry() }): string {
  const given = variableOf(env, "XDG_CACHE_HOME");
  return join(given ?? join(variableOf(env, "HOME") ?? homedir(), ".cache"), "dms-lifecycle-tests");
}
