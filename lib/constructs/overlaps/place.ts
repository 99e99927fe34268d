import { isOpen } from "../checks/tokens";

/** The place of instances, as far as literals tell it. Missing parts of a resource's place are its provider's. */
export type Place = Readonly<Partial<Record<"endpoint" | "region" | "projectId" | "projectName", string | undefined>>>;

const parts = ["endpoint", "region", "projectId", "projectName"] as const;

/** The place in the props of a resource. Pure. */
export function placeOf({ region, projectId, projectName }: Place): Place {
  return { region, projectId, projectName };
}

/** Whether two places are known to differ, so that equal ids are different instances. Pure. */
export function isElsewhere(one: Place, other: Place): boolean {
  return parts.some((part) => !isOpen(one[part]) && !isOpen(other[part]) && one[part] !== other[part]);
}

/** Whether two places are literally equal, or both empty. Pure. */
export function isSamePlace(one: Place, other: Place): boolean {
  return parts.every((part) => one[part] === other[part]);
}
