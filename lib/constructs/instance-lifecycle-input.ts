import type { InputProblem } from "./input/problem";
import {
  checkAmount,
  checkCount,
  checkDuration,
  checkFlag,
  checkPropNames,
  checkText,
  checkTexts,
  checkWord,
  isOpen,
} from "./input/checks";
import type { InstanceLifecycleProps, LifecycleInstance, LifecycleRollout } from "./instance-lifecycle-props";

type Instances = Readonly<Record<string, LifecycleInstance>>;

const propNames: readonly (keyof InstanceLifecycleProps)[] = [
  "instances",
  "restartTriggers",
  "restartOnCreate",
  "restartUnhealthy",
  "onMissing",
  "allowDeletion",
  "maxDeletions",
  "forceDelete",
  "rollout",
  "readyTimeout",
  "timeouts",
  "provider",
  "dependsOn",
];
const rolloutNames: readonly (keyof LifecycleRollout)[] = [
  "maxUnavailable",
  "canary",
  "maxFailures",
  "pauseBetween",
  "minReadyTime",
];
const instanceNames: readonly (keyof LifecycleInstance)[] = ["instanceId", "desiredState", "restartTriggers"];

/** What is wrong with the props as such. Pure. */
export function findPropProblems(props: InstanceLifecycleProps): readonly InputProblem[] {
  const { rollout, timeouts } = props;
  return [
    ...checkPropNames("", props, propNames),
    ...checkPropNames("rollout.", rollout, rolloutNames),
    ...checkPropNames("timeouts.", timeouts, ["create", "update"]),
    ...checkCommonTriggers(props),
    ...checkFlag("restartOnCreate", props.restartOnCreate),
    ...checkFlag("restartUnhealthy", props.restartUnhealthy),
    ...checkWord("onMissing", props.onMissing, ["error", "forget"]),
    ...checkFlag("allowDeletion", props.allowDeletion),
    ...checkCount("maxDeletions", props.maxDeletions),
    ...checkFlag("forceDelete", props.forceDelete),
    ...checkAmount("rollout.maxUnavailable", rollout?.maxUnavailable, 1),
    ...checkCount("rollout.canary", rollout?.canary),
    ...checkAmount("rollout.maxFailures", rollout?.maxFailures, 0),
    ...checkDuration("rollout.pauseBetween", rollout?.pauseBetween),
    ...checkDuration("rollout.minReadyTime", rollout?.minReadyTime),
    ...checkDuration("readyTimeout", props.readyTimeout, { positive: true }),
    ...checkDuration("timeouts.create", timeouts?.create, { positive: true }),
    ...checkDuration("timeouts.update", timeouts?.update, { positive: true }),
  ];
}

/** What is wrong with one instance, given those declared before it. Pure. */
export function findInstanceProblems(
  name: string,
  instance: LifecycleInstance,
  others: Instances,
  consent: Pick<InstanceLifecycleProps, "allowDeletion">,
): readonly InputProblem[] {
  const input = `instances[${JSON.stringify(name)}]`;
  const received: unknown = instance;
  if (typeof received !== "object" || received === null) {
    return [{ input, received: received ?? null, allowed: "an object with an instanceId" }];
  }
  return [
    ...checkText("a key of instances", name),
    ...checkPropNames(`${input}.`, instance, instanceNames),
    ...checkId(`${input}.instanceId`, instance.instanceId, others),
    ...checkWord(`${input}.desiredState`, instance.desiredState, ["running", "deleted"]),
    ...checkTexts(`${input}.restartTriggers`, instance.restartTriggers),
    ...checkConsent(`${input}.desiredState`, instance, consent.allowDeletion),
  ];
}

/** What is wrong with the instances as a whole, once all of them have been declared. Pure. */
export function findFleetProblems(instances: Instances, maxDeletions: number | undefined): readonly InputProblem[] {
  if (Object.keys(instances).length === 0) {
    return [{ input: "instances", received: instances, allowed: "at least one instance, here or through addInstance" }];
  }
  const deleted = Object.keys(instances).filter((name) => instances[name]?.desiredState === "deleted");
  if (maxDeletions === undefined || isOpen(maxDeletions) || deleted.length <= maxDeletions) return [];
  const names = deleted.join(", ");
  return [
    {
      input: "maxDeletions",
      received: maxDeletions,
      allowed: `${deleted.length} or more, because that many instances are declared deleted (${names})`,
    },
  ];
}

function checkCommonTriggers({ restartTriggers, instances }: InstanceLifecycleProps): readonly InputProblem[] {
  if (restartTriggers === undefined || instances === undefined || !isOpen(instances)) {
    return checkTexts("restartTriggers", restartTriggers);
  }
  const allowed = "nothing, because the instances are an expression: put the triggers into that";
  return [{ input: "restartTriggers", received: restartTriggers, allowed }];
}

function checkId(input: string, received: unknown, others: Instances): readonly InputProblem[] {
  if (typeof received !== "string") return [{ input, received: received ?? null, allowed: "the id of an instance" }];
  if (isOpen(received)) return [];
  const twin = Object.keys(others).find((name) => others[name]?.instanceId === received);
  if (twin !== undefined) {
    return [
      { input, received, allowed: `an id that no other instance has; instances[${JSON.stringify(twin)}] has it too` },
    ];
  }
  return /^[A-Za-z0-9._-]{1,64}$/.test(received) ? [] : [{ input, received, allowed: "the id of an instance" }];
}

function checkConsent(input: string, instance: LifecycleInstance, consent: unknown): readonly InputProblem[] {
  const refused = instance.desiredState === "deleted" && (consent === undefined || consent === false);
  const allowed = '"running", unless allowDeletion is true: deletion destroys data without backup';
  return refused ? [{ input, received: instance.desiredState, allowed }] : [];
}
