import { isCallFailure } from "../domain/call-failure";
import { byNameAndId, type Engine, type Instance, type InstanceId } from "../domain/instance";
import { failedCreationStatus } from "../domain/status";
import { listedOrNamed } from "./look";
import type { PurgeApi } from "./ports";

/** An instance whose creation failed. */
export interface Candidate {
  readonly id: InstanceId;
  readonly name: string;
  /** Absent if not known. */
  readonly enterpriseProjectId?: string;
}

/** The failed creations of an engine, by name and id. One listing; rejects with a `CallFailure`. */
export async function findCandidates(
  service: Pick<PurgeApi, "listFiltered">,
  engine: Engine,
  signal: AbortSignal,
): Promise<readonly Candidate[]> {
  const listed = await listedOrNamed(() => service.listFiltered({ engine, includeFailed: true }, signal));
  return listed
    .filter(isFailedCreation)
    .map(({ id, name, enterpriseProjectId }) => ({
      id,
      name,
      ...(enterpriseProjectId !== undefined && { enterpriseProjectId }),
    }))
    .sort(byNameAndId);
}

function isFailedCreation(instance: Instance): boolean {
  return instance.status === failedCreationStatus;
}

/** The candidates that still exist, and a new listing. A candidate that cannot be read now counts as existing. */
export async function stillThere(
  service: PurgeApi,
  candidates: readonly Candidate[],
  listed: readonly Candidate[],
  signal: AbortSignal,
): Promise<readonly Candidate[]> {
  const ids = new Set(listed.map(({ id }) => id));
  const left: Candidate[] = [];
  for (const candidate of candidates) {
    if (ids.has(candidate.id) || !(await isGone(service, candidate, signal))) left.push(candidate);
  }
  return left;
}

async function isGone(service: PurgeApi, { id }: Candidate, signal: AbortSignal): Promise<boolean> {
  try {
    return (await service.get(id, signal)) === undefined;
  } catch (thrown) {
    if (!isCallFailure(thrown)) throw thrown;
    return false;
  }
}

/** The candidates that are not among the others. */
export function without(candidates: readonly Candidate[], others: readonly Candidate[]): readonly Candidate[] {
  const ids = new Set(others.map(({ id }) => id));
  return candidates.filter(({ id }) => !ids.has(id));
}
