import { createHash, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { LocalMemory } from "../../provider/memory";
import type { Host } from "../host";
import { attempt } from "./attempt";
import { createOwnFiles } from "./own-files";
import { createRecordKey } from "./record-key";
import { createReplacedInstanceFile } from "./replaced-instance-file";
import { createRunRecordFiles } from "./run-record-files";
import { variableOf } from "../../domain/environment";

/**
 * What the provider remembers beside Terraform's state: files in Terraform's data folder, apart for each workspace, readable
 * for the user alone. A folder that others can write is left alone.
 */
export function createLocalMemory(
  { env, cwd }: Host,
  onProblem: (message: string) => void,
): (endpoint: string | undefined) => LocalMemory {
  const dataFolder = resolve(cwd, variableOf(env, "TF_DATA_DIR") ?? ".terraform");
  const folder = join(dataFolder, "dms-lifecycle", workspaceOf(env, dataFolder));
  const userId = process.getuid?.();
  const key = createRecordKey({ env, userId, onProblem });
  const files = createOwnFiles({ root: dirname(dataFolder), within: dataFolder, userId, key });
  const runs = join(folder, "runs");
  return (endpoint) => ({
    runRecords: createRunRecordFiles({ files, folder: runs, endpoint, newId: randomUUID, onProblem }),
    replacedInstances: createReplacedInstanceFile({ files, file: join(folder, "replaced.json"), onProblem }),
    // A row is found by the service and, as one name with it, the digest of the invocation.
    actionRecords: (invocation) =>
      createRunRecordFiles({
        files,
        folder: join(folder, "actions"),
        endpoint: `${endpoint ?? ""} ${invocation}`,
        newId: randomUUID,
        onProblem,
      }),
    refusal: refusalOf(() => files.objection(join(runs, "any.json"))),
    digest: (text) => createHash("sha256").update(text).digest("base64url"),
  });
}

/* What cannot even be looked at is told when something is written there. */
function refusalOf(objection: () => string | undefined): string | undefined {
  let refusal: string | undefined;
  attempt(
    () => undefined,
    () => (refusal = objection()),
  );
  return refusal;
}

/** As Terraform finds it: the variable, then the choice that `terraform workspace select` has left. */
function workspaceOf(env: NodeJS.ProcessEnv, dataFolder: string): string {
  const given = variableOf(env, "TF_WORKSPACE");
  if (given !== undefined) return encodeURIComponent(given);
  try {
    return encodeURIComponent(readFileSync(join(dataFolder, "environment"), "utf8").trim());
  } catch {
    return "default";
  }
}
