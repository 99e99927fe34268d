import { createHash, randomUUID } from "node:crypto";
import { userInfo } from "node:os";
import { join } from "node:path";
import type { Journal } from "../../domain/ledger/journal";
import { attempt } from "../../journal/attempt";
import { createDatabase } from "../../journal/pg/database";
import { createPgJournal } from "../../journal/pg/pg-journal";
import { createReplacedInstanceFile } from "../../journal/replaced-instance-file";
import {
  createFileJournal,
  createRunRecordFiles,
  inBothPlaces,
  type RunRecordFiles,
} from "../../journal/run-record-files";
import { withLocalRows } from "../../journal/with-local-rows";
import type { JournalStore, Memory, RememberedPlace } from "../../provider/runs/memory";
import { type RecordPlace, recordPlaces, type Host } from "./record-places";

/**
 * The provider's memory outside Terraform's state: files in Terraform's data folder, separate for each workspace and readable only for the
 * user. Sent calls have a second copy in the user's folder for state, or are in the team's PostgreSQL instead. A folder that others can
 * write is not used.
 */
export function createMemory(
  host: Host,
  onProblem: (message: string) => void,
): (place: RememberedPlace, store?: JournalStore) => Memory {
  const records = recordPlaces(host, onProblem);
  const { files, folder, places } = records;
  const optionsAt = (place: RememberedPlace) => ({ place, newId: randomUUID, onProblem });
  // One for all places: it connects with the first statement.
  const database = createDatabase({
    environment: host.env,
    connectionString: records.connectionString,
    userName: () => userInfo().username,
  });
  const inPostgres = (place: RememberedPlace, { projectId }: JournalStore): Journal => {
    const { endpoint = "" } = place;
    const state = records.stateNames;
    const shared = createPgJournal({ database, endpoint, projectId, state, newId: randomUUID, onProblem });
    return withLocalRows(shared, journalInFiles(places, optionsAt(place)));
  };
  const digest = createDigest();
  return (place, store) => ({
    journal: store?.kind === "pg" ? inPostgres(place, store) : journalInFiles(places, optionsAt(place)),
    replacedInstances: createReplacedInstanceFile({ files, file: join(folder, "replaced.json"), place, onProblem }),
    refusal: refusalOf(places),
    digest,
  });
}

/** The triggers of a fleet repeat, and each is asked for several times. */
function createDigest(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const digest = known.get(text) ?? createHash("sha256").update(text).digest("base64url");
    known.set(text, digest);
    return digest;
  };
}

/** One journal in all of the places. */
function journalInFiles(
  places: readonly RecordPlace[],
  options: Pick<Parameters<typeof createRunRecordFiles>[0], "place" | "newId" | "onProblem">,
): Journal {
  const inAll = (recordsIn: (place: RecordPlace) => RunRecordFiles): RunRecordFiles =>
    places.map(recordsIn).reduce(inBothPlaces);
  return createFileJournal(
    inAll(({ files, runs, keepsEnded, root = runs }) =>
      createRunRecordFiles({ ...options, files, folder: runs, root, keepsEnded }),
    ),
    (digest) => {
      // A row is found by the service and, as one name with it, the digest.
      const place = { ...options.place, endpoint: `${options.place.endpoint ?? ""} ${digest}` };
      return inAll(({ files, actions }) =>
        createRunRecordFiles({ ...options, place, files, folder: actions, keepsEnded: true }),
      );
    },
  );
}

/**
 * Why nothing can be kept in any place: the objection to the first. A place that cannot even be looked at is reported at the first write
 * there.
 */
function refusalOf(places: readonly RecordPlace[]): string | undefined {
  let objections: readonly (string | undefined)[] = [];
  attempt(
    () => undefined,
    () => (objections = places.map(({ files, runs }) => files.objection(join(runs, "any.json")))),
  );
  return objections.includes(undefined) ? undefined : objections[0];
}
