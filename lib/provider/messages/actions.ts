import type { ActionRecord } from "../../domain/action-record";
import { describeDuration } from "../../domain/duration";
import type { Action, InstanceId } from "../../domain/instance";
import type { Diagnostic } from "../../framework/values/diagnostic";
import { type Path, renderPath } from "../../framework/values/path";
import { counted, error, lined, listed, named, type NamedInstance, titled, titledBy, warning } from "./sentence";
import { adviceOnEnds } from "../../client/advice";
import { adviceOn, type Outcomes, sentenceOf, unfinished } from "./outcomes";

// Sentences about invocations of actions. If a resource has triggered the action, Terraform shows a diagnostic without its attribute, so
// each sentence names the attribute.

const idAt = (index: number): Path => ["instance_ids", { index }];

export function duplicateInstanceId(first: number, second: number, id: string): Diagnostic {
  return error(
    "Instance Named Twice",
    `instance_ids[${second}] and instance_ids[${first}] are both ${JSON.stringify(id)}. Each instance may be named once; remove one of the two.`,
    idAt(second),
  );
}

/** The announcement of an invocation. `ids`: the known ones. */
interface Ahead {
  readonly ids: readonly InstanceId[];
  /** Further ids are known only at apply. */
  readonly hidesIds: boolean;
}

const whichIds = ({ ids, hidesIds }: Ahead): string =>
  hidesIds
    ? `${ids.length === 0 ? "their ids" : `${ids.join(", ")} and others, whose ids`} are known only at apply`
    : ids.join(", ");

const howMany = ({ ids, hidesIds }: Ahead): string => {
  if (!hidesIds) return counted(ids.length, "instance");
  return ids.length === 0 ? "Instances" : `More than ${counted(ids.length, "instance")}`;
};

export function restartsOfAction(ahead: Ahead): Diagnostic {
  return warning(
    titledBy("Clients Are Rejected During Restart", ahead.ids),
    `${howMany(ahead)} will be restarted by this action: ${whichIds(ahead)}. While an instance restarts, its clients cannot send or receive messages.`,
    ["instance_ids"],
  );
}

/** `isConsentOpen`: a setting that allows or refuses deletions is unknown until apply. */
export function deletionsOfAction(ahead: Ahead, isConsentOpen: boolean): Diagnostic {
  const refused =
    "\nallow_deletion or max_deletions is known only at apply. If it does not allow this, no call is made.";
  return warning(
    titledBy("Deletion Destroys Data", ahead.ids),
    `${howMany(ahead)} will be deleted by this action, with all data and without backup: ${whichIds(ahead)}.${isConsentOpen ? refused : ""}`,
    ["instance_ids"],
  );
}

export function deletionByActionNotAllowed(ahead: Ahead): Diagnostic {
  return error(
    "Deletion Not Allowed",
    `${howMany(ahead)} would be deleted: ${whichIds(ahead)}. Deletion destroys the data without backup, and allow_deletion is not true. No call was made.\n` +
      "Set allow_deletion = true (and max_deletions as a limit) to consent, or remove this action.",
    ["allow_deletion"],
  );
}

export function tooManyDeletionsByAction(ids: readonly InstanceId[], limit: number): Diagnostic {
  return error(
    "Too Many Deletions",
    `${counted(ids.length, "instance")} would be deleted, max_deletions allows ${limit}: ${ids.join(", ")}. No call was made.\n` +
      "To delete all of them, raise max_deletions.",
    ["max_deletions"],
  );
}

export function restartOfMissing(ids: readonly InstanceId[]): Diagnostic {
  return error(
    "Instance Does Not Exist",
    `instance_ids names ${ids.join(", ")}, which the service does not know. No such instance is visible in this project. No call was made.\n` +
      "Check the id, the project and the region, or leave it out.",
    ["instance_ids"],
  );
}

export function nothingToDeleteByAction(ids: readonly InstanceId[]): Diagnostic {
  return warning(
    titledBy("Nothing To Delete", ids),
    `The service does not know ${ids.join(", ")}, named in instance_ids. No call was made for ${ids.length === 1 ? "it" : "them"}. If ${ids.length === 1 ? "it was" : "they were"} deleted earlier, nothing is wrong. Otherwise check the id, the project and the region.`,
    ["instance_ids"],
  );
}

export function actionNotOfferedFor(
  instance: NamedInstance,
  action: Action,
  engine: string,
  apiVersion: string,
): Diagnostic {
  return error(
    "Action Not Offered For This Engine",
    `${named(instance)} is named in instance_ids, but the service does not ${action} ${engine} instances in batches with API version ${apiVersion}. No call was made. Leave it out.`,
    ["instance_ids"],
  );
}

/** `attribute`: the attribute that names the instances. */
export function actedOnByResource(
  taken: readonly NamedInstance[],
  attribute: "instance_ids" | "engine" = "instance_ids",
): Diagnostic {
  return error(
    "Instance Declared In A Resource",
    `A resource acts on ${listed(taken)} in this apply too: a dms_instance_lifecycle that declares it, or a dms_failed_instance_purge that would remove it. No call was made by this action. Leave each instance to one of the two.`,
    [attribute],
  );
}

/** The path of an element in a list of ids. */
export function nullInstanceId(path: Path): Diagnostic {
  return error(
    "Instance Id Is Null",
    `${renderPath(path)} must be the id of one instance, but is null. Give it an id, or leave it out.`,
    path,
  );
}

/** The only report of an unfinished invocation, because an action has no results. */
export function unfinishedInvocation(outcomes: Outcomes): Diagnostic {
  const { open, done, summary, lines } = unfinished(outcomes, "");
  const records = open.map(({ record }) => record);
  const advice = [
    ...adviceOn(records, "timeout"),
    "invoke the action again with only the unfinished ids in instance_ids (terraform apply -invoke=…)",
  ].join("; ");
  return error(
    summary,
    `${lines}\n` +
      `${done === 0 ? "None" : done} of ${outcomes.length} ended as desired. An action keeps no results: the next invocation acts on every instance that it names, and a resource that has triggered this one does not trigger it again.\n` +
      [adviceOnEnds(records), sentenceOf(advice)].join(" ").trimStart(),
    ["instance_ids"],
  );
}

/** An instance with a record of a killed invocation. */
export interface LeftInstance extends NamedInstance {
  readonly record: ActionRecord;
}

const ends: Readonly<Record<ActionRecord["result"], string>> = {
  success: "was proven",
  unknown: "was not seen to end",
  failed: "failed",
  not_started: "was not started",
};

const leftLine = ({ record, ...instance }: LeftInstance): string => {
  const sent = record.submittedAt === "" ? "" : ` sent ${record.submittedAt}`;
  return `${named(instance)}: ${record.action}${sent} ${ends[record.result]}`;
};

/** The cause of both warnings about a killed invocation. */
const leftARecord =
  "An invocation with the same configuration has left a record: it was killed before it could answer, or its record could not be removed after its answer.";

export function killedInvocationCounts(left: readonly LeftInstance[], timeoutMs: number): readonly Diagnostic[] {
  if (left.length === 0) return [];
  return [
    warning(
      titled("Calls Of A Killed Invocation Are Not Repeated", left),
      `${lined(left, leftLine)}\n${leftARecord} A call that it sent within the last ${describeDuration(timeoutMs)} (timeout) is not sent again: it is looked up, or counts as done. To send it nevertheless, invoke the action once more.`,
      ["instance_ids"],
    ),
  ];
}

export function killedInvocationIsOver(left: readonly LeftInstance[], timeoutMs: number): readonly Diagnostic[] {
  if (left.length === 0) return [];
  return [
    warning(
      titled("Calls Of A Killed Invocation Are Sent Again", left),
      `${lined(left, leftLine)}\n${leftARecord} That is more than ${describeDuration(timeoutMs)} (timeout) ago, and ${left.length === 1 ? "the instance is" : "the instances are"} not busy, so the call is made again.`,
      ["instance_ids"],
    ),
  ];
}

export function invocationNotRecorded(problem: string): Diagnostic {
  return warning(
    "Invocation Cannot Be Recorded On This Machine",
    `${problem}. The invocation goes on. If Terraform or the provider is killed in it, the next invocation does not know its calls and may send them again.`,
  );
}

export function invocationRecordLeft(problem: string, timeoutMs: number): Diagnostic {
  return warning(
    "Record Of This Invocation Could Not Be Removed",
    `${problem}\nThe invocation has ended, but its record is still in the journal. For ${describeDuration(timeoutMs)} (timeout) from its calls on, the next invocation with the same configuration takes it for the record of a killed invocation: it sends nothing again, and says so. To send within that time, invoke the action once more after that.`,
  );
}

export function invocationInterrupted(): Diagnostic {
  return error(
    "Action Interrupted",
    "The run was interrupted while the action waited for another one on the same instances. No call was made by this action. Invoke it again.",
  );
}

export function purgeOutOfTime(timeoutMs: number): string {
  return `The time for the whole invocation (timeout, ${describeDuration(timeoutMs)}) is over.`;
}
