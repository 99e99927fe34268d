import type { StateOf } from "../../framework/values/schema";
import type { Candidate } from "../../rollout/failed-creations";
import type { failedInstancePurgeSchema } from "../schemas/failed-instance-purge";

export type PurgeState = StateOf<typeof failedInstancePurgeSchema>;
type FailedList = NonNullable<PurgeState["pending"]>;

export function encodeCandidates(candidates: readonly Candidate[]): FailedList {
  return candidates.map(({ id, name }) => ({ instance_id: id, name }));
}

export function decodeCandidates(list: PurgeState["pending"]): readonly Candidate[] {
  return (list ?? []).flatMap((entry) =>
    entry?.instance_id == null ? [] : [{ id: entry.instance_id, name: entry.name ?? "" }],
  );
}
