import { compareProjects, parseProjectKey } from "../domain/connection/project";
import type { RememberedPlace } from "../domain/ledger/journal";

/** The place of a stored row. Earlier versions stored no project; a missing part means any. Pure. */
export function decodePlace({ endpoint, project }: Readonly<Record<string, unknown>>): RememberedPlace {
  return { endpoint: typeof endpoint === "string" ? endpoint : undefined, project: parseProjectKey(project) };
}

/** Whether two remembered places may be the same. Pure. */
export function mayBeAt(one: RememberedPlace | undefined, other: RememberedPlace | undefined): boolean {
  if (one === undefined || other === undefined) return true;
  const isElsewhere = one.endpoint !== undefined && other.endpoint !== undefined && one.endpoint !== other.endpoint;
  return !isElsewhere && compareProjects(one.project, other.project) !== "other";
}
