import type { LifecycleRollout } from "../instance-lifecycle-props";
import { checkAmount, checkCount, checkDuration } from "./checks";
import type { InputProblem } from "./problem";
import { checkObject, isObject, namesOf } from "./prop-names";
import { isToken } from "./tokens";

const rolloutNames = namesOf<LifecycleRollout>({
  maxUnavailable: true,
  canary: true,
  maxFailures: true,
  pauseBetween: true,
  minReadyTime: true,
});

/** How actions are spread over time. An expression for all of it passes. */
export function checkRollout(received: unknown): readonly InputProblem[] {
  const problems = checkObject("rollout", received, rolloutNames);
  if (isToken(received) || !isObject(received)) return problems;
  const rollout: { readonly [Name in keyof LifecycleRollout]?: unknown } = received;
  return [
    ...problems,
    ...checkAmount("rollout.maxUnavailable", rollout.maxUnavailable, 1),
    ...checkCount("rollout.canary", rollout.canary),
    ...checkAmount("rollout.maxFailures", rollout.maxFailures, 0),
    ...checkDuration("rollout.pauseBetween", rollout.pauseBetween),
    ...checkDuration("rollout.minReadyTime", rollout.minReadyTime),
  ];
}
