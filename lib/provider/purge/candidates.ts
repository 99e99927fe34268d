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

export function encodeCandidates(candidates: readonly Candidate[]): FailedList {
  return candidates.map(({ id, name }) => ({ instance_id: id, name }));
}

export function decodeCandidates(list: PurgeState["pending"]): readonly Candidate[] {
  return (list ?? []).flatMap((entry) =>
    entry?.instance_id == null ? [] : [{ id: entry.instance_id, name: entry.name ?? "" }],
  );
}
