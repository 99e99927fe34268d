import type { Due } from "../../domain/ledger/judge";
import type { Planned } from "../../domain/ledger/waves";
import type { Diagnostic } from "../../framework/values/diagnostic";
import { type Path, renderPath } from "../../framework/values/path";
import type { CallFailure } from "../../domain/call-failure";
import { adviceOn } from "../../client/advice";
import { error, idPath, lined, listed, type NamedInstance, titled, warning } from "./sentence";

export function invalidInstanceId(path: Path, received: string): Diagnostic {
  return error(
    "Invalid Instance Id",
    `${renderPath(path)} must be the id of one instance (letters, digits, ".", "_" and "-", at most 64), got ${JSON.stringify(received)}.`,
    path,
  );
}

export function nullInstance(name: string): Diagnostic {
  const path = ["instances", { key: name }];
  return error(
    "Instance Is Null",
    `${renderPath(path)} must be an object with instance_id, but is null. Give it an instance_id, or leave the key out.`,
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

export function missingInstance(instance: NamedInstance, adopted: boolean): Diagnostic {
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

export function forgottenInstances(instances: readonly NamedInstance[], onMissing: "forget" | "undecided"): Diagnostic {
  const follows =
    onMissing === "forget"
      ? 'on_missing is "forget", so nothing is done about it.'
      : 'on_missing is known only at apply: with "error", apply refuses to run; with "forget", nothing is done about it.';
  return warning(
    titled("Instances No Longer Exist", instances),
    `The service does not know ${listed(instances)}. ${follows} If they were deleted on purpose, remove their keys.`,
  );
}

/** `isDestroyed`: the whole resource is destroyed. */
export function openActionsForgotten(
  open: readonly Due[],
  onForget: "warn" | "error" | "undecided",
  isDestroyed: boolean,
): Diagnostic {
  const one = open.length === 1;
  const told = lined(open, ({ name, id, verb, reason }) => `${name} (${id}): ${verb} is due; ${reason}`);
  const leaves = isDestroyed
    ? "This resource is to be destroyed"
    : `${one ? "This instance leaves" : "These instances leave"} the configuration`;
  if (onForget === "error") {
    const remedy = isDestroyed
      ? 'Apply the open actions first, or set on_forget = "warn" and apply that before the resource is destroyed.'
      : `Put the ${one ? "key" : "keys"} back and apply, or set on_forget = "warn".`;
    return error(
      "Open Actions Would Be Forgotten",
      `${told}\n${leaves} while that is open, and on_forget is "error". No call was made.\n${remedy}`,
      ["on_forget"],
    );
  }
  const undecided =
    onForget === "undecided" ? ' on_forget is known only at apply: with "error", apply refuses to run.' : "";
  return warning(
    titled("Open Actions Are Forgotten", open),
    `${told}\n${leaves} while that is open: no further call is made for ${one ? "it" : "them"}, and no later plan lists it.${undecided}\n` +
      (isDestroyed ? "" : `To finish it, put the ${one ? "key" : "keys"} back before you apply. `) +
      'on_forget = "error" refuses plans like this one.',
  );
}

export function actionNotOffered(item: Planned, engine: string, apiVersion: string): Diagnostic {
  return error(
    "Action Not Offered For This Engine",
    `${item.name} (${item.id}) is due for a ${item.action}, but the service does not ${item.action} ${engine} instances in batches with API version ${apiVersion}. Undo the change that made it due (${item.reason}).`,
    ["instances", { key: item.name }],
  );
}

export function claimedByAnother(due: readonly Planned[]): Diagnostic {
  const first = due[0]?.name ?? "";
  return error(
    "Instance Declared In Two Resources",
    `Another resource is due to act on ${listed(due)} too: a dms_instance_lifecycle that declares it, or a dms_failed_instance_purge that would remove it. No call was made for this one. Declare each instance in one resource only, and leave failed creations to one of the two.`,
    idPath(first),
  );
}

/** The error for an instance that was never read and cannot be: no action can be due before its first read. */
export function instanceUnreadable(instance: NamedInstance, failure: CallFailure): Diagnostic {
  const { code, message } = failure;
  const problem =
    code === "invalid"
      ? `which the service does not accept: ${message} No call was made that changes anything. Check the id.`
      : `which could not be read: ${message} No call was made that changes anything.\n${adviceOn(failure)} To go on with the others, remove its key.`;
  return error(
    "Instance Cannot Be Read",
    `${instance.name} is declared with instance_id ${JSON.stringify(instance.id)}, ${problem}`,
    idPath(instance.name),
  );
}

/** Instances that a refresh could not read. `unread`: by instance id. */
export function instancesUnread(
  declared: readonly NamedInstance[],
  unread: ReadonlyMap<string, CallFailure>,
): readonly Diagnostic[] {
  const affected = declared.filter(({ id }) => unread.has(id));
  if (affected.length === 0) return [];
  const told = lined(affected, ({ name, id }) => `${name} (${id}): ${unread.get(id)?.message ?? ""}`);
  const one = affected.length === 1;
  return [
    warning(
      titled(one ? "Instance Could Not Be Read" : "Instances Could Not Be Read", affected),
      `${told}\nState keeps ${one ? "its" : "their"} last known status, and no call is made for ${one ? "it" : "them"} meanwhile. To go on without ${one ? "it" : "them"}, take the ${one ? "key" : "keys"} out of instances or destroy this resource: both forget, and send nothing.`,
    ),
  ];
}

/** Due calls for instances that the refresh could not read. `reason`: why not. */
export function dueUnread(due: readonly Planned[], reason: string): Diagnostic {
  const one = due.length === 1;
  const verbs = [...new Set(due.map(({ action }) => action))].join(", ");
  return error(
    "Instance Cannot Be Read",
    `${listed(due)} ${one ? "is" : "are"} due for: ${verbs}. The refresh could not read ${one ? "it" : "them"}: ${reason} No call was made.\n` +
      `Plan again when ${one ? "it" : "they"} can be read. Without that, take the ${one ? "key" : "keys"} out of instances, or run terraform destroy -refresh=false (both forget, and send nothing); plan -refresh=false goes on with the statuses in state.`,
    idPath(due[0]?.name ?? ""),
  );
}
