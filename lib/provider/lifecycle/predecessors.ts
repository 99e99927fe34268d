import type { Desired } from "../../domain/due";
import type { InstanceId } from "../../domain/instance";
import type { PrivateData, SeenObject } from "../../framework/resource";
import type { LocalMemory } from "../memory";
import { declaredIn, type LifecycleState } from "./model";
import { decodePrivate } from "./private-state";
import { digestTriggers } from "./trigger-digests";

/**
 * Which object a creation succeeds. Terraform plans the successor of a tainted or replaced object as if nothing had been there.
 *
 *  S1  An object the user wants replaced: its private data comes with the plan and names it.
 *  S2  An object whose creation failed: it has got no `id`. It is succeeded by what declares one of its instances.
 *  S3  In the apply walk, what is destroyed with the private data of a creation is replaced; it is remembered on this machine
 *      until its successor is there. With create_before_destroy the object is destroyed last, so the plan remembers it too.
 *      What is remembered is for a creation that declares the very same: any other one is no successor. But when the
 *      command that destroyed the object has not made its successor, whatever declares the instance in a later one goes on.
 *
 * Nothing else is succeeded: not what is removed, renamed without `moved` or forgotten while another resource declares its
 * instances, nor what was tainted by hand, because the order in which Terraform shows those to us is left to chance.
 */
export function predecessorsOf(
  ids: ReadonlySet<InstanceId>,
  priorPrivate: PrivateData | undefined,
  seen: readonly SeenObject<LifecycleState>[],
): readonly LifecycleState[] {
  const { object } = decodePrivate(priorPrivate);
  const succeeded = (state: LifecycleState): boolean =>
    object === undefined ? isUncreated(state) && declaredIn(state).some(({ id }) => ids.has(id)) : state.id === object;
  return seen.map(({ state }) => state).filter(succeeded);
}

/** S1 and S2 while the ids of the creation are unknown: whatever may turn out to be succeeded. Pure. */
export function possiblePredecessors(
  priorPrivate: PrivateData | undefined,
  seen: readonly SeenObject<LifecycleState>[],
): readonly LifecycleState[] {
  const { object } = decodePrivate(priorPrivate);
  return seen
    .map(({ state }) => state)
    .filter((state) => (object === undefined ? isUncreated(state) : state.id === object));
}

function isUncreated({ id }: LifecycleState): boolean {
  return id === null;
}

/** By what a creation is known for the successor of a remembered object (S3). Pure. */
export function successorMark(desired: readonly Desired[], digest: LocalMemory["digest"]): string {
  const declared = desired.map(({ id, state, triggers }) => [id, state, [...digestTriggers(triggers, digest)].sort()]);
  return digest(JSON.stringify(declared.map((each) => JSON.stringify(each)).sort()));
}
