import { isOpen } from "./input/tokens";

/** Where a batch says its instances are, as far as that is written down. */
export type Place = Readonly<Partial<Record<"endpoint" | "region" | "projectId", string | undefined>>>;

/** Both say where, and not the same: what looks alike is something else there. Pure. */
export function isElsewhere(one: Place, other: Place): boolean {
  return (["endpoint", "region", "projectId"] as const).some(
    (part) => !isOpen(one[part]) && !isOpen(other[part]) && one[part] !== other[part],
  );
}
