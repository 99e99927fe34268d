import type { Desired } from "../../domain/due";
import type { TriggerDigests } from "../memory";

type Digest = (text: string) => string;

export function digestTriggers(triggers: Desired["triggers"], digest: Digest): TriggerDigests {
  return new Map([...triggers].map(([name, value]) => [name, digest(value)]));
}

export function sameDigests(a: TriggerDigests, b: TriggerDigests): boolean {
  return a.size === b.size && [...a].every(([name, value]) => b.get(name) === value);
}

/** Whether these are the triggers that were digested. Pure. */
export function areDigested(triggers: Desired["triggers"], digests: TriggerDigests, digest: Digest): boolean {
  return sameDigests(digests, digestTriggers(triggers, digest));
}

/** Triggers that differ from `current` exactly where the digested ones do. Their other values are not known any more. Pure. */
export function likeDigests(
  digests: TriggerDigests,
  current: Desired["triggers"],
  digest: Digest,
): Desired["triggers"] {
  return new Map(
    [...digests].map(([name, value]) => {
      const now = current.get(name);
      return [name, now !== undefined && digest(now) === value ? now : `not ${now ?? ""}`];
    }),
  );
}
