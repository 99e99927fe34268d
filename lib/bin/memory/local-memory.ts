import { createHash, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { LocalMemory } from "../../provider/memory";
import type { Host } from "../host";
import { createReplacedInstanceFile } from "./replaced-instance-file";
import { createRunRecordFiles } from "./run-record-files";

/**
 * What the provider remembers beside Terraform's state: files in Terraform's data folder, apart for each workspace, readable
 * for the user alone.
 */
export function createLocalMemory(
  { env, cwd }: Host,
  onProblem: (message: string) => void,
): (endpoint: string | undefined) => LocalMemory {
  const dataFolder = resolve(cwd, env["TF_DATA_DIR"] ?? ".terraform");
  const root = dirname(dataFolder);
  const folder = join(dataFolder, "dms-lifecycle", workspaceOf(env, dataFolder));
  return (endpoint) => ({
    runRecords: createRunRecordFiles({ root, folder: join(folder, "runs"), endpoint, newId: randomUUID, onProblem }),
    replacedInstances: createReplacedInstanceFile({ root, file: join(folder, "replaced.json"), onProblem }),
    digest: (text) => createHash("sha256").update(text).digest("base64url"),
  });
}

/** As Terraform finds it: the variable, then the choice that `terraform workspace select` has left. */
function workspaceOf(env: NodeJS.ProcessEnv, dataFolder: string): string {
  const given = env["TF_WORKSPACE"] ?? "";
  if (given !== "") return encodeURIComponent(given);
  try {
    return encodeURIComponent(readFileSync(join(dataFolder, "environment"), "utf8").trim());
  } catch {
    return "default";
  }
}
