import { checkCount, checkDuration, checkFlag, checkTexts, checkWord } from "./values";
import { checkPlace } from "./connection";
import { checkInstanceId, checkInstanceMap, checkInstanceName } from "./instances";
import type { InputProblem } from "./problem";
import { checkObject, checkProps, isObject } from "./prop-names";
import { propNames } from "../l1/prop-names";
import { checkReadyTime, checkRollout } from "./rollout";
import { isOpen, isToken } from "./tokens";
import type { InstanceLifecycleProps, LifecycleInstance, LifecycleTimeouts } from "../instance-lifecycle-props";

type Problems = readonly InputProblem[];

/** The faults of the props as such. Pure. */
export function findPropProblems(props: InstanceLifecycleProps): Problems {
  const problems = checkProps(props, propNames.InstanceLifecycleProps);
  if (!isObject(props)) return problems;
  return [
    ...problems,
    ...(props.instances === undefined ? [] : checkInstanceMap(props.instances, "an object with an instanceId")),
    ...checkCommonTriggers(props),
    ...checkFlag("restartOnCreate", props.restartOnCreate),
    ...checkFlag("restartUnhealthy", props.restartUnhealthy),
    ...checkWord("onMissing", props.onMissing, ["error", "forget"]),
    ...checkWord("onForget", props.onForget, ["warn", "error"]),
    ...checkFlag("allowDeletion", props.allowDeletion),
    ...checkCount("maxDeletions", props.maxDeletions),
    ...checkFlag("forceDelete", props.forceDelete),
    ...checkRollout(props.rollout),
    ...checkDuration("readyTimeout", props.readyTimeout, { positive: true }),
    ...checkReadyTime(props.rollout, props.readyTimeout),
    ...checkTimeouts(props.timeouts),
    ...checkPlace(props),
  ];
}

/** The problems of one instance; `twin` is the name of an earlier one with the same id, if there is one. Pure. */
export function findInstanceProblems(
  name: string,
  instance: LifecycleInstance,
  twin: string | undefined,
  consent: Pick<InstanceLifecycleProps, "allowDeletion">,
): Problems {
  const names = checkInstanceName(name);
  const input = `instances[${JSON.stringify(name)}]`;
  const received: unknown = instance;
  if (isToken(received)) {
    const allowed =
      "an object with an instanceId; that, and the other values in it, may be expressions, or all instances together";
    return [...names, { input, received, allowed }];
  }
  if (!isObject(received)) {
    return [...names, { input, received, allowed: "an object with an instanceId" }];
  }
  return [
    ...names,
    ...checkObject(input, instance, propNames.LifecycleInstance),
    ...checkInstanceId(`${input}.instanceId`, instance.instanceId, twin),
    ...checkWord(`${input}.desiredState`, instance.desiredState, ["running", "deleted"]),
    ...checkTexts(`${input}.restartTriggers`, instance.restartTriggers),
    ...checkConsent(`${input}.desiredState`, instance, consent.allowDeletion),
  ];
}

/** The problems of the instances as a whole, after all declarations. Pure. */
export function findFleetProblems(
  instances: ReadonlyMap<string, LifecycleInstance>,
  maxDeletions: number | undefined,
): Problems {
  if (instances.size === 0) {
    return [{ input: "instances", received: {}, allowed: "at least one instance, here or through addInstance" }];
  }
  const deleted = [...instances].filter(([, { desiredState }]) => desiredState === "deleted").map(([name]) => name);
  if (maxDeletions === undefined || isOpen(maxDeletions) || deleted.length <= maxDeletions) return [];
  const names = deleted.join(", ");
  const allowed = `${deleted.length} or more, because that many instances are declared deleted (${names})`;
  return [{ input: "maxDeletions", received: maxDeletions, allowed }];
}

function checkCommonTriggers({ restartTriggers, instances }: InstanceLifecycleProps): Problems {
  if (restartTriggers === undefined || !isToken(instances)) return checkTexts("restartTriggers", restartTriggers);
  const allowed = "nothing, because the instances are an expression: put the triggers into that";
  return [{ input: "restartTriggers", received: restartTriggers, allowed }];
}

function checkTimeouts(timeouts: unknown): Problems {
  const problems = checkObject("timeouts", timeouts, propNames.LifecycleTimeouts);
  if (isToken(timeouts) || !isObject(timeouts)) return problems;
  const { create, update }: { readonly [Name in keyof LifecycleTimeouts]?: unknown } = timeouts;
  return [
    ...problems,
    ...checkDuration("timeouts.create", create, { positive: true }),
    ...checkDuration("timeouts.update", update, { positive: true }),
  ];
}

function checkConsent(input: string, instance: LifecycleInstance, consent: unknown): Problems {
  const refused = instance.desiredState === "deleted" && (consent === undefined || consent === false);
  const allowed = '"running", unless allowDeletion is true: deletion destroys data without backup';
  return refused ? [{ input, received: instance.desiredState, allowed }] : [];
}
