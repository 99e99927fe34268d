import {
  checkAmount,
  checkCount,
  checkDuration,
  checkFlag,
  checkText,
  checkTexts,
  checkWord,
  isOpen,
} from "../input/checks";
import type { InputProblem } from "../input/problem";
import type { PortableBatchActionProps } from "./portable-batch-action-props";

type Problems = readonly InputProblem[];

/** The trigger of ours that stands beside the user's. */
export const repeatTrigger = "repeat_unfinished";

/** What is wrong with the props of a portable batch. Pure. */
export function findPortableProblems(props: PortableBatchActionProps): Problems {
  const { rollout } = props;
  return [
    ...checkMode(props),
    ...checkInstances(props),
    ...checkTriggers(props.triggers),
    ...checkConsent(props),
    ...checkCount("maxDeletions", props.maxDeletions),
    ...checkFlag("forceDelete", props.forceDelete),
    ...checkAmount("rollout.maxUnavailable", rollout?.maxUnavailable, 1),
    ...checkCount("rollout.canary", rollout?.canary),
    ...checkAmount("rollout.maxFailures", rollout?.maxFailures, 0),
    ...checkDuration("rollout.pauseBetween", rollout?.pauseBetween),
    ...checkDuration("rollout.minReadyTime", rollout?.minReadyTime),
    ...checkDuration("readyTimeout", props.readyTimeout, { positive: true }),
    ...checkDuration("timeout", props.timeout, { positive: true }),
    ...checkDuration("pollInterval", props.pollInterval, { positive: true }),
    ...checkWord("onFailure", props.onFailure, ["report", "error"]),
    ...checkFlag("acknowledgeLimits", props.acknowledgeLimits),
    ...checkText("endpoint", props.endpoint),
    ...checkText("region", props.region),
    ...checkText("projectId", props.projectId),
    ...checkWord("apiVersion", props.apiVersion, ["v1.0", "v2"]),
  ];
}

/* What to do, and nothing that means nothing with it: the runner would refuse it, but only when it is deployed. */
function checkMode(props: PortableBatchActionProps): Problems {
  const { action, allFailure } = props;
  if (allFailure === undefined) {
    const ignored = action === "restart" ? (["allowDeletion", "maxDeletions", "forceDelete"] as const) : [];
    const received: unknown = action;
    return [
      ...checkWord("action", received ?? null, ["restart", "delete"]),
      ...checkAbsent(props, ignored, "a restart"),
    ];
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
  if (allFailure !== undefined || (instances !== undefined && isOpen(instances))) return [];
  if (typeof instances !== "object" || Array.isArray(instances) || Object.keys(instances).length === 0) {
    return [
      { input: "instances", received: instances ?? null, allowed: "an object with the id of at least one instance" },
    ];
  }
  const names = new Map<string, string>();
  return Object.entries(instances).flatMap(([name, value]: readonly [string, unknown]) => {
    const id = idOf(value);
    const twin = typeof id === "string" && !isOpen(id) ? names.get(id.toLowerCase()) : undefined;
    if (typeof id === "string") names.set(id.toLowerCase(), twin ?? name);
    return [...checkText("a key of instances", name), ...checkId(`instances[${JSON.stringify(name)}]`, id, twin)];
  });
}

function checkId(input: string, received: unknown, twin: string | undefined): Problems {
  if (twin !== undefined) {
    return [
      { input, received, allowed: `an id that no other instance has; instances[${JSON.stringify(twin)}] has it too` },
    ];
  }
  const fine = typeof received === "string" && (isOpen(received) || /^[A-Za-z0-9._-]{1,64}$/.test(received));
  return fine ? [] : [{ input, received: received ?? null, allowed: "the id of an instance" }];
}

/** The id, whichever way it is written. */
function idOf(value: unknown): unknown {
  return typeof value === "object" && value !== null && "instanceId" in value ? value.instanceId : value;
}

function checkTriggers(triggers: PortableBatchActionProps["triggers"]): Problems {
  if (triggers === undefined || !(repeatTrigger in Object(triggers))) return checkTexts("triggers", triggers);
  const input = `triggers[${JSON.stringify(repeatTrigger)}]`;
  return [{ input, received: triggers[repeatTrigger], allowed: "another key; this one is the construct's own" }];
}

function checkConsent({ action, allFailure, allowDeletion }: PortableBatchActionProps): Problems {
  const deletes = action === "delete" || allFailure !== undefined;
  if (!deletes || allowDeletion === true) return checkFlag("allowDeletion", allowDeletion);
  const allowed = "true, as consent: deletion destroys data without backup";
  return [{ input: "allowDeletion", received: allowDeletion ?? false, allowed }];
}
