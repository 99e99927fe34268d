import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { variableOf } from "../../../lib/domain/environment";
import { wayToRegistry } from "../jest/suite-environment";
import { requireProgram } from "../programs/needed-programs";

const manifests = [join(__dirname, "node/package.json"), join(__dirname, "node/package-lock.json")];

/**
 * The path of a Python that has the clients of requirements.txt, in their versions. The first call of a user installs them into the
 * user's cache folder, which takes the network and some seconds; what is there is used again. Rejects with what Python or pip said.
 */
export function pythonWithClients(): Promise<string> {
  return pythonWith("python-clients", join(__dirname, "python/requirements.txt"));
}

/** The path of a Python that has CDKTF's library; installed as the clients are. */
export function pythonWithCdktf(): Promise<string> {
  return pythonWith("python-cdktf", join(__dirname, "python/cdktf-requirements.txt"));
}

async function pythonWith(name: string, requirements: string): Promise<string> {
  const folder = await installedOnce(name, [requirements], async (draft) => {
    await run(requireProgram("python"), ["-m", "venv", draft]);
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"];
    await run(join(draft, "bin/python"), [...pip, "--requirement", requirements]);
  });
  return join(folder, "bin/python");
}

/** The path of a folder that has the npm packages of package-lock.json; installed as the clients for Python are. */
export function nodeClients(): Promise<string> {
  return installedOnce("node-clients", manifests, async (draft) => {
    for (const file of manifests) copyFileSync(file, join(draft, basename(file)));
    const flags = ["--ignore-scripts", "--no-audit", "--no-fund"];
    await run("npm", ["ci", ...flags], draft);
  });
}

/**
 * A folder of the cache that `fill` has filled once for these contents of `sources`. It is made beside its place and renamed: another
 * worker may do the same at the same time, and a run may be ended in the middle.
 */
async function installedOnce(
  name: string,
  sources: readonly string[],
  fill: (draft: string) => Promise<void>,
): Promise<string> {
  const digest = createHash("sha256");
  for (const file of sources) digest.update(readFileSync(file));
  const folder = join(cacheFolder(), `${name}-${digest.digest("hex").slice(0, 12)}`);
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

/** Of the person who runs the tests: the tests' own home goes with each run. */
function cacheFolder(env = { ...process.env, ...wayToRegistry() }): string {
  const given = variableOf(env, "XDG_CACHE_HOME");
  return join(given ?? join(variableOf(env, "HOME") ?? homedir(), ".cache"), "dms-lifecycle-tests");
}

async function run(program: string, args: readonly string[], cwd?: string): Promise<void> {
  await promisify(execFile)(program, args, { env: { ...process.env, ...wayToRegistry() }, ...(cwd && { cwd }) });
}
