import { parseDuration } from "../../domain/duration";
import type { LifecycleRollout } from "../instance-lifecycle-props";
import { propNames } from "../l1/prop-names";
import { checkAmount, checkCount, checkDuration } from "./values";
import { type InputProblem, describeReceived } from "./problem";
import { checkObject, isObject } from "./prop-names";
import { isToken } from "./tokens";

/** How actions are spread over time. An expression for all of it passes. */
export function checkRollout(received: unknown): readonly InputProblem[] {
  const problems = checkObject("rollout", received, propNames.LifecycleRollout);
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

/** Refuses a ready time that instances cannot reach in time. A value that is not a positive duration is refused elsewhere. */
export function checkReadyTime(rollout: unknown, readyTimeout: unknown = "20m"): readonly InputProblem[] {
  const received = isObject(rollout) ? rollout["minReadyTime"] : undefined;
  const minReadyMs = durationOf(received);
  const readyTimeoutMs = durationOf(readyTimeout);
  if (minReadyMs === 0 || readyTimeoutMs === 0 || minReadyMs < readyTimeoutMs) return [];
  const allowed = `a time shorter than readyTimeout, which is ${describeReceived(readyTimeout)}`;
  return [{ input: "rollout.minReadyTime", received, allowed }];
}

// A duration in milliseconds; 0 for any other value.
function durationOf(received: unknown): number {
  return (typeof received === "string" ? parseDuration(received) : undefined) ?? 0;
}
