import { isOpen } from "./input/tokens";

/** Where instances are said to be, as far as that is written down. Of a resource, what is not written is its provider's. */
export type Place = Readonly<Partial<Record<"endpoint" | "region" | "projectId" | "projectName", string | undefined>>>;

const parts = ["endpoint", "region", "projectId", "projectName"] as const;

/** What the props of a resource say of it. Pure. */
export function placeOf({ region, projectId, projectName }: Place): Place {
  return { region, projectId, projectName };
}

/** Both say where, and not the same: what looks alike is something else there. Pure. */
export function isElsewhere(one: Place, other: Place): boolean {
  return parts.some((part) => !isOpen(one[part]) && !isOpen(other[part]) && one[part] !== other[part]);
}

/** Both say the same, word for word, or nothing. Pure. */
export function isSamePlace(one: Place, other: Place): boolean {
  return parts.every((part) => one[part] === other[part]);
}
