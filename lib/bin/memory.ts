import { createHash, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { dirname, join, parse, resolve } from "node:path";
import { variableOf } from "../domain/environment";
import type { Journal } from "../domain/ledger/journal";
import { attempt } from "../journal/attempt";
import { createOwnFiles, type OwnFiles } from "../journal/own-files";
import { createDatabase } from "../journal/pg/database";
import { createPgJournal } from "../journal/pg/pg-journal";
import { createRecordKey, type RecordKey, stateFolder } from "../journal/record-key";
import { createReplacedInstanceFile } from "../journal/replaced-instance-file";
import { createFileJournal, createRunRecordFiles, inBothPlaces } from "../journal/run-record-files";
import type { JournalStore, Memory, RememberedPlace } from "../provider/memory";
import type { Host } from "./host";
import { backendIn } from "./backend";

/**
 * The provider's memory outside Terraform's state: files in Terraform's data folder, separate for each workspace and readable only for the
 * user. Sent calls have a second copy in the user's folder for state, or are in the team's PostgreSQL instead. A folder that others can
 * write is not used.
 */
export function createMemory(
  host: Host,
  onProblem: (message: string) => void,
): (place: RememberedPlace, store?: JournalStore) => Memory {
  const { env, cwd } = host;
  const dataFolder = resolve(cwd, variableOf(env, "TF_DATA_DIR") ?? ".terraform");
  const workspace = workspaceOf(env, dataFolder);
  const folder = join(dataFolder, "dms-lifecycle", encodeURIComponent(workspace));
  const userId = process.getuid?.();
  const key = createRecordKey({ env, userId, onProblem });
  const files = createOwnFiles({ root: dirname(dataFolder), within: dataFolder, userId, key });
  const runs = join(folder, "runs");
  const { connectionString, state } = backendIn(dataFolder);
  const copies = copiesOf(env, [dataFolder, workspace, state], { userId, key });
  const inFiles = (place: RememberedPlace): Journal => {
    const options = { place, newId: randomUUID, onProblem };
    const working = createRunRecordFiles({ ...options, files, folder: runs, keepsEnded: true });
    const resources =
      copies === undefined
        ? working
        : inBothPlaces(working, createRunRecordFiles({ ...options, ...copies, keepsEnded: false }));
    return createFileJournal(resources, (digest) => {
      // A row is found by the service and the digest, which form one name.
      const own = { ...options, place: { ...place, endpoint: `${place.endpoint ?? ""} ${digest}` }, keepsEnded: true };
      const here = createRunRecordFiles({ ...own, files, folder: join(folder, "actions") });
      if (copies === undefined) return here;
      const there = { files: copies.files, folder: join(copies.folder, "actions") };
      return inBothPlaces(here, createRunRecordFiles({ ...own, ...there }));
    });
  };
  /* One database serves all places: it connects with the first statement. */
  const database = createDatabase({ environment: env, connectionString, userName: () => userInfo().username });
  const inPostgres = ({ endpoint = "" }: RememberedPlace, { projectId }: JournalStore): Journal =>
    createPgJournal({
      database,
      endpoint,
      projectId,
      place: `${state}/${workspace}`,
      newId: randomUUID,
      onProblem,
    });
  return (place, store) => ({
    journal: store?.kind === "pg" ? inPostgres(place, store) : inFiles(place),
    replacedInstances: createReplacedInstanceFile({ files, file: join(folder, "replaced.json"), place, onProblem }),
    refusal: refusalOf(() => {
      const objection = files.objection(join(runs, "any.json"));
      return copies === undefined || copies.files.objection(join(copies.folder, "any.json")) !== undefined
        ? objection
        : undefined;
    }),
    digest: (text) => createHash("sha256").update(text).digest("base64url"),
  });
}

/**
 * The second copy, in the user's folder for state, of the calls from one working folder, found by its path: a deleted folder returns under
 * the same path, and another project at that path has another state. Only runs that did not end leave a copy.
 */
function copiesOf(
  env: NodeJS.ProcessEnv,
  place: readonly string[],
  { userId, key }: { readonly userId: number | undefined; readonly key: RecordKey },
): { readonly files: OwnFiles; readonly folder: string } | undefined {
  const own = stateFolder(env);
  if (own === undefined) return undefined;
  const name = createHash("sha256").update(JSON.stringify(place)).digest("hex").slice(0, 32);
  const files = createOwnFiles({ root: parse(own).root, within: dirname(own), userId, key });
  return { files, folder: join(own, "runs", name) };
}

/* The refusal of a folder. A folder that cannot even be read is reported when a file is written there. */
function refusalOf(objection: () => string | undefined): string | undefined {
  let refusal: string | undefined;
  attempt(
    () => undefined,
    () => (refusal = objection()),
  );
  return refusal;
}

/** The workspace in Terraform's order: the variable, then the choice of `terraform workspace select`. */
function workspaceOf(env: NodeJS.ProcessEnv, dataFolder: string): string {
  const given = variableOf(env, "TF_WORKSPACE");
  if (given !== undefined) return given;
  try {
    return readFileSync(join(dataFolder, "environment"), "utf8").trim();
  } catch {
    return "default";
  }
}
