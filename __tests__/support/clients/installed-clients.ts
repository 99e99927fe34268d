import { createHash } from "node:crypto";
import { copyFileSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { installedOnce, makePythonEnvironment, runInstaller } from "../programs/installed-once";

const manifests = [join(__dirname, "node/package.json"), join(__dirname, "node/package-lock.json")];

/**
 * The path of a Python that has the clients of requirements.txt, in their versions. The first call of a user installs them into the user's
 * cache folder, which takes the network and some seconds; later calls find them there. Rejects with the message of Python or pip.
 */
export function pythonWithClients(): Promise<string> {
  return pythonWith("python-clients", join(__dirname, "python/requirements.txt"));
}

/** The path of a Python that has CDKTF's library; installed as the clients are. */
export function pythonWithCdktf(): Promise<string> {
  return pythonWith("python-cdktf", join(__dirname, "python/cdktf-requirements.txt"));
}

async function pythonWith(name: string, requirements: string): Promise<string> {
  const folder = await installedFrom(name, [requirements], (draft) =>
    makePythonEnvironment(draft, ["--requirement", requirements]),
  );
  return join(folder, "bin/python");
}

/** The path of a folder that has the npm packages of package-lock.json; installed as the clients for Python are. */
export function nodeClients(): Promise<string> {
  return installedFrom("node-clients", manifests, async (draft) => {
    for (const file of manifests) copyFileSync(file, join(draft, basename(file)));
    const flags = ["--ignore-scripts", "--no-audit", "--no-fund"];
    await runInstaller("npm", ["ci", ...flags], draft);
  });
}

/** A folder of the cache that `fill` has filled once for these contents of `sources`. */
function installedFrom(
  name: string,
  sources: readonly string[],
  fill: (draft: string) => Promise<void>,
): Promise<string> {
  const digest = createHash("sha256");
  for (const file of sources) digest.update(readFileSync(file));
  return installedOnce(`${name}-${digest.digest("hex").slice(0, 12)}`, fill);
}
