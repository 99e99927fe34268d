import { createHash, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join, parse, resolve } from "node:path";
import { variableOf } from "../../domain/environment";
import { localStateName } from "../../journal/local-state-name";
import { createOwnFiles, type OwnFiles } from "../../journal/own-files";
import type { StateNames } from "../../journal/pg/pg-journal";
import { createRecordKey, type RecordKey, stateFolder } from "../../journal/record-key";
import { backendIn } from "./backend";

/** A place on this machine in which records of runs are kept. */
export interface RecordPlace {
  readonly files: OwnFiles;
  /** The folder for runs of resources. */
  readonly runs: string;
  /** The folder for invocations of actions. */
  readonly actions: string;
  /** The folder of the records of other working folders too; absent where they have folders of their own. */
  readonly root?: string;
  /** The file that names a state on this machine. */
  readonly stateName: string;
  /** Whether the record of a run stays after its end, until state holds its results. */
  readonly keepsEnded: boolean;
}

interface RecordPlaces {
  /** The files below the working folder. */
  readonly files: OwnFiles;
  /** This package's folder in Terraform's data folder, one for each workspace. */
  readonly folder: string;
  /** The working folder, then the user's folder for state where there is one. */
  readonly places: readonly [RecordPlace, ...RecordPlace[]];
  /** The names of this state in a journal that several states share. */
  readonly stateNames: StateNames;
  /** That of the backend that `terraform init` has configured. */
  readonly connectionString: string | undefined;
}

/**
 * The places of a provider's records, from the environment and the folder in which Terraform has started it. Reads Terraform's notes of its
 * workspace and its backend; writes nothing.
 */
export function recordPlaces({ env, cwd }: Host, onProblem: (message: string) => void): RecordPlaces {
  const dataFolder = resolve(cwd, variableOf(env, "TF_DATA_DIR") ?? ".terraform");
  const workspace = workspaceOf(env, dataFolder);
  const folder = join(dataFolder, "dms-lifecycle", encodeURIComponent(workspace));
  const userId = process.getuid?.();
  const key = createRecordKey({ env, userId, onProblem });
  const files = createOwnFiles({ root: dirname(dataFolder), within: dataFolder, userId, key });
  const { connectionString, state } = backendIn(dataFolder);
  const working: RecordPlace = {
    files,
    runs: join(folder, "runs"),
    actions: join(folder, "actions"),
    stateName: join(folder, "state-name.json"),
    keepsEnded: true,
  };
  const copies = copiesOf(env, [dataFolder, workspace, state], { userId, key });
  const places = copies === undefined ? ([working] as const) : ([working, copies] as const);
  const nameOfLocal = (): string => localStateName({ places, newId: randomUUID, path: dataFolder });
  return { files, folder, places, stateNames: stateNames(state, workspace, nameOfLocal), connectionString };
}

/** Names of the state in a database: digests, because the address of a store may have a password in it. */
function stateNames(state: string, workspace: string, nameOfLocal: () => string): StateNames {
  const digest = (...parts: readonly string[]): string =>
    createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 32);
  let local: string | undefined;
  return {
    ofCreations: () => digest(state === "" ? (local ??= nameOfLocal()) : state, workspace),
    ofInvocations: () => digest(state, workspace),
  };
}

/**
 * The place of second copies, in the user's folder for state. Its name is a digest of the data folder's path, the workspace and the backend:
 * a working folder that was deleted and made again finds its copies. Only runs that did not end leave one.
 */
function copiesOf(
  env: NodeJS.ProcessEnv,
  place: readonly string[],
  { userId, key }: { readonly userId: number | undefined; readonly key: RecordKey },
): RecordPlace | undefined {
  const own = stateFolder(env);
  if (own === undefined) return undefined;
  const name = createHash("sha256").update(JSON.stringify(place)).digest("hex").slice(0, 32);
  const files = createOwnFiles({ root: parse(own).root, within: dirname(own), userId, key });
  const runs = join(own, "runs", name);
  const stateName = join(own, "states", `${name}.json`);
  return { files, runs, actions: join(runs, "actions"), root: join(own, "runs"), stateName, keepsEnded: false };
}

/** The workspace, as Terraform finds it: the variable, then the choice that `terraform workspace select` has left. */
function workspaceOf(env: NodeJS.ProcessEnv, dataFolder: string): string {
  const given = variableOf(env, "TF_WORKSPACE");
  if (given !== undefined) return given;
  try {
    return readFileSync(join(dataFolder, "environment"), "utf8").trim();
  } catch {
    return "default";
  }
}

/** The Terraform command that a provider works for. */
export interface Host {
  readonly env: NodeJS.ProcessEnv;
  /** The working folder of the command; relative paths start there. */
  readonly cwd: string;
}
