import { describeDuration } from "../domain/duration";
import type { Desired } from "../domain/due";
import { maxIdsPerBatch } from "../domain/limits";
import type { ActionRecord } from "../domain/record";
import type { Planned } from "../domain/waves";
import type { Diagnostic } from "../framework/diagnostic";
import { type Path, renderPath } from "../framework/path";

/* Every sentence a Terraform user can be shown by this provider. Detail: what happened, what is true now, what to do. */

function error(summary: string, detail: string, path?: Path): Diagnostic {
  return { severity: "error", summary, detail, ...(path && { path }) };
}

function warning(summary: string, detail: string, path?: Path): Diagnostic {
  return { severity: "warning", summary, detail, ...(path && { path }) };
}

const idPath = (name: string): Path => ["instances", { key: name }, "instance_id"];
const statePath = (name: string): Path => ["instances", { key: name }, "desired_state"];

/** "orders (5460…)", for at most a dozen; the rest are counted. */
function listed(items: readonly { readonly name: string; readonly id: string }[]): string {
  const shown = items.slice(0, 12).map(({ name, id }) => `${name} (${id})`);
  const rest = items.length - shown.length;
  return rest > 0 ? `${shown.join(", ")} and ${rest} more` : shown.join(", ");
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

// --- bad input -------------------------------------------------------------------------------------------------------

export function invalidDuration(path: Path, received: string, positive: boolean): Diagnostic {
  return error(
    "Invalid Duration",
    `${renderPath(path)} must be a duration such as "30s", "20m" or "1h30m"${positive ? ", longer than zero" : ""}, got ${JSON.stringify(received)}.`,
    path,
  );
}

export function invalidAmount(path: Path, received: string, least: number): Diagnostic {
  return error(
    "Invalid Number Or Percentage",
    `${renderPath(path)} must be a whole number of instances of at least ${least}, such as "${Math.max(1, least)}", or a percentage from ${least}% to 100%, such as "25%", got ${JSON.stringify(received)}.`,
    path,
  );
}

export function invalidInstanceId(path: Path, received: string): Diagnostic {
  return error(
    "Invalid Instance Id",
    `${renderPath(path)} must be the id of one instance (letters, digits, ".", "_" and "-", at most 64), got ${JSON.stringify(received)}.`,
    path,
  );
}

export function duplicateInstance(first: string, second: string, id: string): Diagnostic {
  return error(
    "Instance Declared Twice",
    `instances[${JSON.stringify(second)}] and instances[${JSON.stringify(first)}] both have instance_id ${JSON.stringify(id)}. Each instance may be declared once; remove one of the two.`,
    idPath(second),
  );
}

export function forceDeleteNeedsV2(apiVersion: string): Diagnostic {
  return error(
    "Force Delete Not Available",
    `force_delete is true, but API version ${apiVersion} has no such option. Set api_version = "v2" in the provider configuration or leave force_delete out.`,
    ["force_delete"],
  );
}

export function actionNotOffered(item: Planned, engine: string, apiVersion: string): Diagnostic {
  return error(
    "Action Not Offered For This Engine",
    `${item.name} (${item.id}) is due for a ${item.action}, but the service does not ${item.action} ${engine} instances in batches with API version ${apiVersion}. Undo the change that made it due (${item.reason}).`,
    ["instances", { key: item.name }],
  );
}

export function missingInstance(instance: Desired, adopted: boolean): Diagnostic {
  const history = adopted ? "It existed before and is gone now." : "No such instance is visible in this project.";
  const retired = adopted
    ? `set desired_state = "deleted" if it was retired, or on_missing = "forget" to go on without it`
    : `set desired_state = "deleted" if it was retired`;
  return error(
    "Instance Does Not Exist",
    `${instance.name} is declared with instance_id ${JSON.stringify(instance.id)}, which the service does not know. ${history} No call was made.\n` +
      `Check the id, the project and the region; or remove the key; or ${retired}.`,
    idPath(instance.name),
  );
}

export function forgottenInstances(instances: readonly Desired[]): Diagnostic {
  return warning(
    "Instances No Longer Exist",
    `The service does not know ${listed(instances)}. on_missing is "forget", so nothing is done about it. Remove the keys when that is as it should be.`,
  );
}

// --- consent ---------------------------------------------------------------------------------------------------------

export function deletionNotAllowed(due: readonly Planned[]): Diagnostic {
  const first = due[0]?.name ?? "";
  return error(
    "Deletion Not Allowed",
    `${counted(due.length, "instance")} would be deleted: ${listed(due)}. Deletion destroys the data without backup, and allow_deletion is not true. No call was made.\n` +
      `Set allow_deletion = true (and max_deletions as a limit) to consent, or take desired_state = "deleted" back.`,
    statePath(first),
  );
}

export function tooManyDeletions(due: readonly Planned[], limit: number): Diagnostic {
  return error(
    "Too Many Deletions",
    `${counted(due.length, "instance")} would be deleted, max_deletions allows ${limit}: ${listed(due)}. No call was made.\n` +
      `Raise max_deletions if all of them are meant.`,
    ["max_deletions"],
  );
}

export function purgeNotAllowed(pending: readonly { readonly name: string; readonly id: string }[]): Diagnostic {
  return error(
    "Purge Not Allowed",
    `${counted(pending.length, "instance")} whose creation failed would be removed: ${listed(pending)}. allow_deletion is not true. No call was made.\nSet allow_deletion = true to consent, or remove this resource.`,
    ["allow_deletion"],
  );
}

export function purgeTooLarge(
  pending: readonly { readonly name: string; readonly id: string }[],
  limit: number,
): Diagnostic {
  return error(
    "Too Many Failed Instances",
    `${counted(pending.length, "instance")} whose creation failed would be removed, max_purge allows ${limit}: ${listed(pending)}. No call was made.\nRaise max_purge if all of them are meant.`,
    ["max_purge"],
  );
}

export function purgeGrew(added: readonly { readonly name: string; readonly id: string }[]): Diagnostic {
  return error(
    "More Failed Instances Than Planned",
    `Since the plan, the creation of ${counted(added.length, "more instance")} has failed: ${listed(added)}. The call removes all of them, and these were not in the plan. No call was made.\nPlan and apply again.`,
  );
}

// --- what a plan announces -------------------------------------------------------------------------------------------

export function restartsAhead(due: readonly Planned[]): Diagnostic {
  const waves = new Set(due.map(({ wave }) => wave)).size;
  return warning(
    "Clients Are Rejected During Restart",
    `${counted(due.length, "instance")} will be restarted in ${counted(waves, "wave")}: ${listed(due)}. While an instance restarts, its clients cannot send or receive messages.`,
  );
}

export function restartsNotRepeated(spared: readonly Planned[]): readonly Diagnostic[] {
  if (spared.length === 0) return [];
  return [
    warning(
      "Restarts Of An Earlier Run Are Not Repeated",
      `${listed(spared)}: an earlier run on this machine restarted ${spared.length === 1 ? "it" : "them"} for the same restart_triggers, but Terraform's state does not say so, because the run was killed, or the resource was removed from state since. ${spared.length === 1 ? "It is" : "They are"} not restarted again. To restart nevertheless, change restart_triggers.`,
    ),
  ];
}

export function planOutOfDate(): Diagnostic {
  return error(
    "Plan Out Of Date",
    "What is due is not what the plan lists, because something was done since. No call was made. Plan and apply again.",
  );
}

export function claimedByAnother(due: readonly Planned[]): Diagnostic {
  const first = due[0]?.name ?? "";
  return error(
    "Instance Declared In Two Resources",
    `Another dms_instance_lifecycle acts on ${listed(due)} in this apply. No call was made for this one. Declare each instance in one resource only.`,
    idPath(first),
  );
}

export function runNotRecorded(problem: string): Diagnostic {
  return warning(
    "Run Cannot Be Recorded On This Machine",
    `${problem}. The run goes on. Should Terraform or the provider be killed in it, the next plan would not know what was sent and may list it again.`,
  );
}

export function deletionsAhead(due: readonly Planned[]): Diagnostic {
  return warning(
    "Deletion Destroys Data",
    `${counted(due.length, "instance")} will be deleted, with all data and without backup: ${listed(due)}.`,
  );
}

export function purgeAhead(pending: readonly { readonly name: string; readonly id: string }[]): Diagnostic {
  return warning(
    "Failed Instances Will Be Removed",
    `${counted(pending.length, "instance")} whose creation failed will be removed: ${listed(pending)}.`,
    ["engine"],
  );
}

export function purgeNamesNoEngine(apiVersion: string): Diagnostic {
  return warning(
    "Purge Names No Engine",
    `API version ${apiVersion} asks for the removal of failed RabbitMQ creations with the word "true", which names no engine. No document says whether the service then spares failed creations of other engines in the project.\n` +
      `Set api_version = "v2" in the provider configuration, where the word is rabbitmq, or see that no other failed creation is to be kept.`,
    ["engine"],
  );
}

// --- how a run ended -------------------------------------------------------------------------------------------------

export interface RunSummary {
  /** Every due action of the run with its record, in execution order. */
  readonly outcomes: readonly { readonly name: string; readonly record: ActionRecord }[];
  readonly severity: Diagnostic["severity"];
}

export function unfinishedRun({ outcomes, severity }: RunSummary): Diagnostic {
  const open = outcomes.filter(({ record }) => record.result !== "success");
  const done = outcomes.length - open.length;
  const lines = open.slice(0, maxIdsPerBatch).map(({ name, record }) => `- ${describeOutcome(name, record)}`);
  const rest = open.length > lines.length ? [`- and ${open.length - lines.length} more, see results`] : [];
  const first = open[0]?.name ?? "";
  return {
    severity,
    summary: `${open.length} Of ${outcomes.length} Instances Unfinished`,
    detail:
      `${[...lines, ...rest].join("\n")}\n` +
      `${done === 0 ? "None" : done} of ${outcomes.length} ended as desired${done === 0 ? "" : " and will not be repeated"}; what happened to each is recorded in results. ` +
      whatToDo(open.map(({ record }) => record)),
    path: ["instances", { key: first }],
  };
}

function describeOutcome(name: string, record: ActionRecord): string {
  const said = [record.errorCode, record.message].filter((part) => part !== "").join(": ");
  const service = said === "" ? "" : ` The service said ${said}.`;
  const result = record.result === "not_started" ? "not started" : record.result;
  return `${name} (${record.instanceId}): ${record.action} ${result}: ${record.reason}.${service}`;
}

function whatToDo(open: readonly ActionRecord[]): string {
  const advice = [
    open.some(({ result }) => result === "failed") && "Look at the failed ones",
    open.some(({ result }) => result === "unknown") &&
      "raise ready_timeout or timeouts if the unknown ones need longer (they are watched, not sent again)",
    "apply again: only these are due",
  ].filter((part) => typeof part === "string");
  const sentence = advice.join("; ");
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

export function purgeIncomplete(
  left: readonly { readonly name: string; readonly id: string }[],
  waitedMs: number,
): Diagnostic {
  return error(
    "Failed Instances Remain",
    `The service accepted the purge, but ${describeDuration(waitedMs)} later it still shows ${listed(left)}. They stay in pending; apply again to purge them.`,
  );
}

export function purgeInterrupted(left: readonly { readonly name: string; readonly id: string }[]): Diagnostic {
  return error(
    "Purge Interrupted",
    `The purge was sent, and the run was interrupted before its end was seen: ${listed(left)} still showed. They stay in pending; the next plan tells whether they are gone.`,
  );
}

export function purgeNotOffered(engine: string, apiVersion: string): Diagnostic {
  return error(
    "Purge Not Offered For This Engine",
    `The service has no call that removes failed ${engine} creations with API version ${apiVersion}. Use another API version (api_version in the provider configuration) or delete them one by one.`,
    ["engine"],
  );
}

// --- the service and the provider ------------------------------------------------------------------------------------

export function serviceFailed(doing: string, message: string): Diagnostic {
  return error("Service Call Failed", `While ${doing}: ${message}`);
}

export function purgeFateUnknown(message: string): Diagnostic {
  return error(
    "Purge May Not Have Happened",
    `${message}\nWhat is left was read afterwards and is in pending. The call was not repeated; apply again to purge what is left.`,
  );
}

export function providerNotConfigured(): Diagnostic {
  return error(
    "Provider Configuration Not Known",
    "The provider's configuration is still unknown, so the service cannot be reached. Apply what its values come from first (-target); a data source can wait for that with depends_on.",
  );
}

export function invalidConfiguration(
  problems: readonly { readonly attributes: readonly string[]; readonly message: string }[],
): Diagnostic {
  const attribute = problems[0]?.attributes[0];
  return error(
    "Invalid Provider Configuration",
    problems.map(({ message }) => message).join("\n"),
    attribute === undefined ? undefined : [attribute],
  );
}

export function insecureConnection(): Diagnostic {
  return warning(
    "TLS Certificates Are Not Checked",
    "insecure is true: anybody between here and the service can read and change the calls, credentials included. Use ca_file for a private CA.",
    ["insecure"],
  );
}

export function importIdInvalid(received: string): Diagnostic {
  return error(
    "Invalid Import Id",
    `The import id must be instance ids separated by commas, each optionally with a name before it ("orders=5460…,audit=7166…"), each id and name once; got ${JSON.stringify(received)}.`,
  );
}

export function importNotFound(ids: readonly string[]): Diagnostic {
  return error(
    "Instance Does Not Exist",
    `The service does not know ${ids.join(", ")}. Nothing was imported. Check the ids, the project and the region.`,
  );
}

export function dataSourceNeedsOne(given: "both" | "neither"): Diagnostic {
  return error("Invalid Combination", `Exactly one of instance_id and name must be set, got ${given}.`, [
    "instance_id",
  ]);
}

export function dataSourceFoundNone(attribute: "instance_id" | "name", value: string): Diagnostic {
  return error(
    "Instance Not Found",
    `No instance with ${attribute} ${JSON.stringify(value)} is visible in this project. Check the ${attribute}, the project and the region.`,
    [attribute],
  );
}

export function dataSourceFoundMany(name: string, ids: readonly string[]): Diagnostic {
  return error(
    "Several Instances Found",
    `${ids.length} instances have the name ${JSON.stringify(name)}: ${ids.join(", ")}. Use instance_id instead.`,
    ["name"],
  );
}

export function triggersAdopted(instances: readonly Desired[]): readonly Diagnostic[] {
  if (instances.length === 0) return [];
  return [
    warning(
      "Triggers Adopted Without A Restart",
      `${listed(instances)} ${instances.length === 1 ? "was" : "were"} imported. The configured restart_triggers are taken as those of the import: nothing is restarted now, and their next change restarts.`,
    ),
  ];
}
