import { existsSync } from "node:fs";
import { attempt } from "./attempt";
import type { OwnFiles } from "./own-files";

interface Place {
  readonly files: OwnFiles;
  /** A file that `files` may use. */
  readonly stateName: string;
}

interface LocalStateNameOptions {
  /** The first one that says something counts. */
  readonly places: readonly Place[];
  readonly newId: () => string;
  /** Where the state is, for a machine on which nothing can be kept. */
  readonly path: string;
}

/**
 * A name for a state on this machine, which has no unique name of its own: a random one, stored beside the records of runs. The lineage of
 * the state does not suffice, because the first apply, which may be killed, has none yet.
 */
export function localStateName({ places, newId, path }: LocalStateNameOptions): string {
  const known = places.map(nameIn);
  const name = known.find((each) => each !== undefined) ?? newId();
  places.forEach((place, index) => {
    if (known[index] !== name) unlessImpossible(() => place.files.write(place.stateName, { name }, false));
  });
  return places.some((place) => nameIn(place) === name) ? name : path;
}

function nameIn({ files, stateName }: Place): string | undefined {
  let name: unknown;
  unlessImpossible(() => {
    if (existsSync(stateName)) name = files.read(stateName).stored["name"];
  });
  return typeof name === "string" && name !== "" ? name : undefined;
}

// A writer of the folder reports that nothing can be kept there.
function unlessImpossible(work: () => void): void {
  attempt(() => undefined, work);
}
