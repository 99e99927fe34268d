import { checkCount, checkDuration, checkNeededWord, checkTexts, checkWord, checkWrittenFlag } from "../checks/values";
import { checkBaseUrl, checkSetting } from "../checks/connection";
import { idKey } from "../../domain/instance";
import { checkInstanceId, checkInstanceMap, checkInstanceName } from "../checks/instances";
import type { InputProblem } from "../checks/problem";
import { checkObject, checkProps, isObject } from "../checks/prop-names";
import { propNames } from "../l1/prop-names";
import { checkReadyTime, checkRollout } from "../checks/rollout";
import { isToken } from "../checks/tokens";
import type { PortableBatchActionProps } from "./portable-batch-action-props";
import { repeatTrigger } from "./expressions";

type Problems = readonly InputProblem[];

/** The faults of the props of a portable batch. Pure. */
export function findPortableProblems(props: PortableBatchActionProps): Problems {
  const problems = checkProps(props, propNames.PortableBatchActionProps);
  if (!isObject(props)) return problems;
  return [
    ...problems,
    ...checkMode(props),
    ...checkInstances(props),
    ...checkTriggers(props.triggers),
    ...checkConsent(props),
    ...checkCount("maxDeletions", props.maxDeletions),
    ...checkLimit(props),
    ...checkWrittenFlag("forceDelete", props.forceDelete, becomesOption),
    ...checkWrittenRollout(props.rollout),
    ...checkDuration("readyTimeout", props.readyTimeout, { positive: true }),
    ...checkReadyTime(props.rollout, props.readyTimeout),
    ...checkDuration("timeout", props.timeout, { positive: true }),
    ...checkSetting("pollInterval", props.pollInterval),
    ...checkWrittenWord("onFailure", props.onFailure, ["report", "error"]),
    ...checkWrittenFlag("acknowledgeLimits", props.acknowledgeLimits, "synthesis reads it"),
    ...checkBaseUrl("endpoint", props.endpoint),
    ...checkSetting("region", props.region),
    ...checkSetting("projectId", props.projectId),
    ...checkWord("apiVersion", props.apiVersion, ["v1.0", "v2"]),
  ];
}

// The presence of an option on the command line must be known at synth.
const becomesOption = "it becomes an option of the command line, which is either present or absent";

// The action, without props that have no meaning for it: the runner would refuse them only at deploy.
function checkMode(props: PortableBatchActionProps): Problems {
  const { action, allFailure } = props;
  if (allFailure === undefined) {
    const ignored = action === "restart" ? (["allowDeletion", "maxDeletions", "forceDelete"] as const) : [];
    return [...checkNeededWord("action", action, ["restart", "delete"]), ...checkAbsent(props, ignored, "a restart")];
  }
  const ignored = ["action", "instances", "forceDelete", "rollout", "readyTimeout"] as const;
  return [
    ...checkWord("allFailure", allFailure, ["kafka", "rabbitmq", "rocketmq"]),
    ...checkAbsent(props, ignored, "allFailure"),
  ];
}

function checkAbsent(
  props: PortableBatchActionProps,
  names: readonly (keyof PortableBatchActionProps)[],
  mode: string,
): Problems {
  return names
    .filter((name) => props[name] !== undefined && props[name] !== false)
    .map((name) => ({ input: name, received: props[name], allowed: `nothing with ${mode}, where it has no meaning` }));
}

function checkInstances({ allFailure, instances }: PortableBatchActionProps): Problems {
  if (allFailure !== undefined || isToken(instances)) return [];
  const problems = checkInstanceMap(instances, "the id of an instance");
  if (!isObject(instances) || problems.length > 0) return problems;
  if (Object.keys(instances).length === 0) {
    return [{ input: "instances", received: instances, allowed: "an object with the id of at least one instance" }];
  }
  const names = new Map<string, string>();
  return Object.entries(instances).flatMap(([name, value]: readonly [string, unknown]) => {
    const input = `instances[${JSON.stringify(name)}]`;
    const id = idOf(value);
    const twin = typeof id === "string" ? names.get(idKey(id)) : undefined;
    if (typeof id === "string") names.set(idKey(id), twin ?? name);
    return [
      ...checkInstanceName(name),
      ...(isObject(value) ? checkObject(input, value, propNames.PortableInstance) : []),
      ...checkInstanceId(input, id, twin),
    ];
  });
}

/** The id, in either form. */
function idOf(value: unknown): unknown {
  return isObject(value) && !isToken(value) && "instanceId" in value ? value["instanceId"] : value;
}

function checkTriggers(triggers: unknown): Problems {
  const problems = checkTexts("triggers", triggers);
  if (problems.length > 0 || isToken(triggers) || !isObject(triggers) || !(repeatTrigger in triggers)) return problems;
  const input = `triggers[${JSON.stringify(repeatTrigger)}]`;
  return [{ input, received: triggers[repeatTrigger], allowed: "another key; this one is the construct's own" }];
}

function checkConsent({ action, allFailure, allowDeletion }: PortableBatchActionProps): Problems {
  const deletes = action === "delete" || allFailure !== undefined;
  if (!deletes || allowDeletion === true) return checkWrittenFlag("allowDeletion", allowDeletion, becomesOption);
  const allowed = "true, as consent: deletion destroys data without backup";
  return [{ input: "allowDeletion", received: allowDeletion ?? false, allowed }];
}

// The runner would refuse it too, but only at deploy.
function checkLimit({ action, instances, maxDeletions }: PortableBatchActionProps): Problems {
  if (action !== "delete" || typeof maxDeletions !== "number" || isToken(maxDeletions)) return [];
  if (isToken(instances) || !isObject(instances)) return [];
  const count = Object.keys(instances).length;
  if (count <= maxDeletions) return [];
  const allowed = `${count} or more, because that many instances are to be deleted`;
  return [{ input: "maxDeletions", received: maxDeletions, allowed }];
}

function checkWrittenRollout(rollout: unknown): Problems {
  if (!isToken(rollout)) return checkRollout(rollout);
  const allowed =
    "an object that is written out: each value in it becomes an option of the command line, and may be an expression";
  return [{ input: "rollout", received: rollout, allowed }];
}

function checkWrittenWord(input: string, received: unknown, words: readonly string[]): Problems {
  // The prop decides which resources exist.
  return isToken(received)
    ? [{ input, received, allowed: `${words.map((word) => `"${word}"`).join(", ")}, written out` }]
    : checkWord(input, received, words);
}
