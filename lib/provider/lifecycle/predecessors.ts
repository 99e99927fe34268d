import type { InstanceId } from "../../domain/instance";
import type { PrivateData, SeenObject } from "../../framework/resource";
import { declaredIn, type LifecycleState } from "./model";
import { decodePrivate } from "./private-state";

/**
 * Which object a creation succeeds. Terraform plans the successor of a tainted or replaced object as if nothing had been there.
 *
 *  S1  An object the user wants replaced: its private data comes with the plan and names it.
 *  S2  A tainted object is shown and then left alone, unlike one that lives on or is destroyed for good. It is succeeded when
 *      its creation failed (it has got no `id`) and it holds one of the instances, or when it holds exactly the same ones.
 *  S3  In the apply walk, what is destroyed with the private data of a creation is replaced; it is remembered on this machine
 *      until its successor is there. With create_before_destroy the object is destroyed last, so the plan remembers it too.
 *
 * An object beside it that gives up an instance is no predecessor: the instance is adopted anew.
 */
export function predecessorsOf(
  ids: ReadonlySet<InstanceId>,
  priorPrivate: PrivateData | undefined,
  seen: readonly SeenObject<LifecycleState>[],
): readonly LifecycleState[] {
  const { object } = decodePrivate(priorPrivate);
  const succeeded = (candidate: SeenObject<LifecycleState>): boolean =>
    object === undefined ? isSucceeded(candidate, ids) : candidate.state.id === object;
  return seen.filter(succeeded).map(({ state }) => state);
}

/** S1 and S2 while the ids of the creation are unknown: whatever may turn out to be succeeded. Pure. */
export function possiblePredecessors(
  priorPrivate: PrivateData | undefined,
  seen: readonly SeenObject<LifecycleState>[],
): readonly LifecycleState[] {
  const { object } = decodePrivate(priorPrivate);
  const possible = ({ state, asked }: SeenObject<LifecycleState>): boolean =>
    object === undefined ? asked === "nothing" && state.id === null : state.id === object;
  return seen.filter(possible).map(({ state }) => state);
}

function isSucceeded({ state, asked }: SeenObject<LifecycleState>, ids: ReadonlySet<InstanceId>): boolean {
  if (asked !== "nothing") return false;
  const held = declaredIn(state).map(({ id }) => id);
  const shared = held.filter((id) => ids.has(id)).length;
  return state.id === null ? shared > 0 : shared === held.length && shared === ids.size;
}
