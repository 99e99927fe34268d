import { describeDuration } from "../../domain/duration";
import type { Diagnostic } from "../../framework/values/diagnostic";
import { counted, error, lined, listed, type NamedInstance, titled, warning } from "./sentence";

/** The origin of a purge. An action has no state to keep the remaining candidates in. */
export type PurgeAsker = "resource" | "action";

const leftTo: Readonly<Record<PurgeAsker, string>> = {
  resource: "They stay in pending; apply again to purge them.",
  action: "Invoke the action again to purge them.",
};

export function purgeNotAllowed(pending: readonly NamedInstance[], asker: PurgeAsker): Diagnostic {
  return error(
    "Purge Not Allowed",
    `${counted(pending.length, "instance")} whose creation failed would be removed: ${listed(pending)}. allow_deletion is not true. No call was made.\nSet allow_deletion = true to consent, or remove this ${asker}.`,
    ["allow_deletion"],
  );
}

export function purgeTooLarge(pending: readonly NamedInstance[], limit: number): Diagnostic {
  return error(
    "Too Many Failed Instances",
    `${counted(pending.length, "instance")} whose creation failed would be removed, max_purge allows ${limit}: ${listed(pending)}. No call was made.\nTo remove all of them, raise max_purge.`,
    ["max_purge"],
  );
}

export function purgeGrew(added: readonly NamedInstance[]): Diagnostic {
  return error(
    "More Failed Instances Than Planned",
    `Since the plan, the creation of ${counted(added.length, "more instance")} has failed: ${listed(added)}. The call removes all of them, and these were not in the plan. No call was made.\nPlan and apply again.`,
  );
}

/** The same while the call, which the service refused for now, waited to be made again. */
export function purgeGrewMeanwhile(added: readonly NamedInstance[], asker: PurgeAsker): Diagnostic {
  return error(
    "More Failed Instances Than Planned",
    `The service refused the call for now. Since then, the creation of ${counted(added.length, "more instance")} has failed: ${listed(added)}. The call removes all of them, and these were not announced. It was not made again, and removed nothing.\n${asker === "action" ? "Invoke the action again." : "Plan and apply again."}`,
  );
}

/** `own`: the enterprise project that the provider is limited to. */
export function purgeMeetsEnterpriseProjects(
  foreign: readonly (NamedInstance & { readonly enterpriseProjectId?: string })[],
  own: string,
): Diagnostic {
  const told = lined(
    foreign,
    ({ name, id, enterpriseProjectId: other }) =>
      `${name} (${id}): ${other === undefined ? "not known" : JSON.stringify(other)}`,
  );
  return error(
    "Failed Instances Of Another Enterprise Project",
    `The call removes every failed creation of the engine in the project, and ${foreign.length === 1 ? "1 of them is" : `${foreign.length} of them are`} not of enterprise project ${JSON.stringify(own)}, to which the provider is limited:\n${told}\nNo call was made.\nTo remove these, delete them by hand; or leave enterprise_project_id (environment HW_ENTERPRISE_PROJECT_ID) out of the provider configuration of this resource, which then purges all of them.`,
    ["engine"],
  );
}

export function purgePlannedTwice(engine: string): Diagnostic {
  return error(
    "Engine Purged By Two Resources",
    `Another dms_failed_instance_purge of the same provider configuration is due to remove the failed ${engine} creations too. One call removes all of them. No call was made for this resource.\nKeep one purge for each engine.`,
    ["engine"],
  );
}

export function purgeMeetsAnother(taken: readonly NamedInstance[]): Diagnostic {
  return error(
    "Failed Instance Declared Elsewhere",
    `Another resource is due to act on ${listed(taken)} too, which this purge would remove: its call takes every failed creation of the engine. No call was made for this resource.\nLeave each instance to one of them: take its key out of the dms_instance_lifecycle, or apply that one before this purge is planned.`,
    ["engine"],
  );
}

export function purgeAhead(pending: readonly NamedInstance[]): Diagnostic {
  return warning(
    titled("Failed Instances Will Be Removed", pending),
    `${counted(pending.length, "instance")} whose creation failed will be removed: ${listed(pending)}.`,
    ["engine"],
  );
}

export function purgeNamesNoEngine(apiVersion: string): Diagnostic {
  return warning(
    "Purge Names No Engine",
    `API version ${apiVersion} has one call for the removal of failed RabbitMQ creations, and it does not name the engine ("true"). No document says whether the service then spares failed creations of other engines in the project.\n` +
      `Set api_version = "v2" in the provider configuration, where the call names rabbitmq, or make sure that the project has no failed creation to keep.`,
    ["engine"],
  );
}

export function purgeNotOffered(engine: string, apiVersion: string): Diagnostic {
  return error(
    "Purge Not Offered For This Engine",
    `The service has no call that removes failed ${engine} creations with API version ${apiVersion}. Use another API version (api_version in the provider configuration) or delete them one by one.`,
    ["engine"],
  );
}

export function purgeIncomplete(
  left: readonly NamedInstance[],
  waitedMs: number,
  asker: PurgeAsker = "resource",
): Diagnostic {
  return error(
    "Failed Instances Remain",
    `The service accepted the purge, but ${describeDuration(waitedMs)} later it still shows ${listed(left)}. ${leftTo[asker]}`,
  );
}

export function purgeRefused(left: readonly NamedInstance[], asker: PurgeAsker = "resource"): Diagnostic {
  return error(
    "Failed Instances Not Removed",
    `The service accepted the purge and answered "failed" for ${listed(left)}: they are not being removed, and were not waited for. ${leftTo[asker]}`,
  );
}

export function purgeInterrupted(left: readonly NamedInstance[], asker: PurgeAsker = "resource"): Diagnostic {
  const follows =
    asker === "action"
      ? "Look at them, or invoke the action again to purge the rest."
      : "They stay in pending. The next plan looks at them again and counts those that are gone as purged.";
  return error(
    "Purge Interrupted",
    `The purge was sent, and the run was interrupted before its end was seen: ${listed(left)} still showed. ${follows}`,
  );
}

export function purgeFateUnknown(message: string, asker: PurgeAsker = "resource"): Diagnostic {
  const follows =
    asker === "action"
      ? "The call was not repeated. Invoke the action again to purge the rest."
      : "The failed creations were read again after the call, and pending has those that are left. The call was not repeated. Apply again to purge the rest.";
  return error("Purge May Not Have Happened", `${message}\n${follows}`);
}
