import { idKey, type Instance, type InstanceId } from "../../domain/instance";
import { isInstanceId } from "./service-call";

/**
 * The spellings in which the service has shown instances. An id in another case is the same instance (`idKey`), but the service may know
 * it in its own spelling only.
 */
interface SpellingMemory {
  /** Remembers ids as an answer of the service spells them. */
  remember(shown: readonly Pick<Instance, "id">[]): void;
  /** The id as the service last spelled it; as it is given until the service has shown it. */
  of(id: InstanceId): InstanceId;
  /**
   * Reads an instance in the service's spelling, and answers it under `id`. "Does not exist" in capitals that the service has not shown
   * proves nothing: the instance is gone only if the lower-case spelling, in which the service prints ids, does not exist either.
   */
  reading(id: InstanceId, read: (spelled: InstanceId) => Promise<Instance | undefined>): Promise<Instance | undefined>;
}

export function createSpellingMemory(): SpellingMemory {
  const spellings = new Map<string, InstanceId>();
  const remember = (shown: readonly Pick<Instance, "id">[]): void => {
    for (const { id } of shown) if (isInstanceId(id)) spellings.set(idKey(id), id);
  };
  const spell = (id: InstanceId): InstanceId => spellings.get(idKey(id)) ?? id;
  return {
    remember,
    of: spell,
    reading: async (id, read) => {
      const spelled = spell(id);
      const first = await read(spelled);
      // A listing meanwhile may have shown the instance.
      const likely = spell(idKey(id));
      const instance = first ?? (likely === spelled ? undefined : await read(likely));
      if (instance === undefined) return undefined;
      remember([instance]);
      return { ...instance, id };
    },
  };
}
