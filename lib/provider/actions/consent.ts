import type { Diagnostic } from "../../framework/diagnostic";
import { deletionByActionNotAllowed, tooManyDeletionsByAction } from "../messages/actions";
import type { ActionRequest } from "./request";

/** Why instances may not be deleted. What is undecided refuses nothing; a plan says so, and an invocation asks again. */
export function consent({ action, isAllowed, maxDeletions, ...ahead }: ActionRequest): readonly Diagnostic[] {
  if (action !== "delete") return [];
  if (isAllowed === false) return [deletionByActionNotAllowed(ahead)];
  const isTooMany = typeof maxDeletions === "number" && ahead.ids.length > maxDeletions;
  return isTooMany ? [tooManyDeletionsByAction(ahead.ids, maxDeletions)] : [];
}
