import type { Diagnostic } from "../../framework/values/diagnostic";
import { deletionByActionNotAllowed, tooManyDeletionsByAction } from "../messages/actions";
import type { ActionRequest } from "./request";

/** The reasons why instances may not be deleted. An undecided setting does not refuse: the plan says so, and the invocation asks again. */
export function consent({ action, isAllowed, maxDeletions, ...ahead }: ActionRequest): readonly Diagnostic[] {
  if (action !== "delete") return [];
  if (isAllowed === false) return [deletionByActionNotAllowed(ahead)];
  const isTooMany = typeof maxDeletions === "number" && ahead.ids.length > maxDeletions;
  return isTooMany ? [tooManyDeletionsByAction(ahead.ids, maxDeletions)] : [];
}
