import { describeProject, type MovedProject } from "../../domain/connection/project";
import type { Planned } from "../../domain/ledger/waves";
import type { Diagnostic } from "../../framework/values/diagnostic";
import { type Certainty, counted, error, listed, type NamedInstance, titled, warning, wavesOf } from "./sentence";

export function deletionNotAllowed(due: readonly Planned[]): Diagnostic {
  const first = due[0]?.name ?? "";
  return error(
    "Deletion Not Allowed",
    `${counted(due.length, "instance")} would be deleted: ${listed(due)}. Deletion destroys the data without backup, and allow_deletion is not true. No call was made.\n` +
      `Set allow_deletion = true (and max_deletions as a limit) to consent, or remove desired_state = "deleted".`,
    ["instances", { key: first }, "desired_state"],
  );
}

export function tooManyDeletions(due: readonly Planned[], limit: number): Diagnostic {
  return error(
    "Too Many Deletions",
    `${counted(due.length, "instance")} would be deleted, max_deletions allows ${limit}: ${listed(due)}. No call was made.\n` +
      `To delete all of them, raise max_deletions.`,
    ["max_deletions"],
  );
}

/** `isConsentOpen`: a setting that allows or refuses deletions is unknown until apply. */
export function deletionsAhead(due: readonly Planned[], certainty: Certainty, isConsentOpen: boolean): Diagnostic {
  const refused = "allow_deletion or max_deletions is known only at apply. If it does not allow this, no call is made.";
  const more = [...(certainty === "planned" ? [wavesOf(due)] : []), ...(isConsentOpen ? [refused] : [])];
  return warning(
    titled("Deletion Destroys Data", due),
    [
      `${counted(due.length, "instance")} will be deleted, with all data and without backup: ${listed(due)}.`,
      ...more,
    ].join("\n"),
  );
}

export function forceDeleteNeedsV2(apiVersion: string): Diagnostic {
  return error(
    "Force Delete Not Available",
    `force_delete is true, but API version ${apiVersion} has no such option. Set api_version = "v2" in the provider configuration or leave force_delete out.`,
    ["force_delete"],
  );
}

/** `from`, `to`: the project of the last apply, and the present one. */
export function projectMoved(instances: readonly NamedInstance[], { from, to }: MovedProject): Diagnostic {
  return error(
    "Instances Of Another Project",
    `${listed(instances)}, declared deleted here, ${instances.length === 1 ? "is" : "are"} not in the project of the provider (${describeProject(to)}). The last apply had the instances of this resource in ${describeProject(from)}, so this does not prove that they were deleted. No call was made. Set project_id to the project of the instances, or take the key out of instances, which forgets it.`,
    ["instances"],
  );
}

export function nothingToDelete(instances: readonly NamedInstance[]): Diagnostic {
  return warning(
    titled("Nothing To Delete", instances),
    `The service does not know ${listed(instances)}, declared deleted here. No call will be made. If it was deleted earlier, remove its key; otherwise check the id, the project and the region.`,
  );
}
