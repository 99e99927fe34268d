import { isCallFailure } from "../../domain/call-failure";
import type { Engine, Instance } from "../../domain/instance";
import type { StateOf } from "../../framework/schema";
import { byNameAndId } from "../order";
import type { failedInstancePurgeSchema } from "../schemas/failed-instance-purge";
import type { Service } from "../service";

export type PurgeState = StateOf<typeof failedInstancePurgeSchema>;
type FailedList = NonNullable<PurgeState["pending"]>;

/** An instance whose creation failed. */
export interface Candidate {
  readonly id: string;
  readonly name: string;
}

/** The failed creations of an engine, by name and id. One listing; rejects with a `CallFailure`. */
export async function findCandidates(
  service: Service,
  engine: Engine,
  signal: AbortSignal,
): Promise<readonly Candidate[]> {
  const listed = await service.listFiltered({ engine, includeFailed: true }, signal);
  return listed
    .filter(isFailedCreation)
    .map(({ id, name }) => ({ id, name }))
    .sort(byNameAndId);
}

function isFailedCreation(instance: Instance): boolean {
  return instance.status === "CREATEFAILED";
}

/** What still exists of the candidates, beside a new listing. One that cannot be read now counts as still there. */
export async function stillThere(
  service: Service,
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

async function isGone(service: Service, { id }: Candidate, signal: AbortSignal): Promise<boolean> {
  try {
    return (await service.get(id, signal)) === undefined;
  } catch (thrown) {
    if (!isCallFailure(thrown)) throw thrown;
    return false;
  }
}

/** The candidates that are not among the others. Pure. */
export function without(candidates: readonly Candidate[], others: readonly Candidate[]): readonly Candidate[] {
  const ids = new Set(others.map(({ id }) => id));
  return candidates.filter(({ id }) => !ids.has(id));
}

export function encodeCandidates(candidates: readonly Candidate[]): FailedList {
  return candidates.map(({ id, name }) => ({ instance_id: id, name }));
}

export function decodeCandidates(list: PurgeState["pending"]): readonly Candidate[] {
  return (list ?? []).flatMap((entry) =>
    entry?.instance_id == null ? [] : [{ id: entry.instance_id, name: entry.name ?? "" }],
  );
}
