import { parseAmount } from "../../domain/amount";
import { parseDuration } from "../../domain/duration";
import type { DeclaredRollout } from "../../domain/rollout/rollout";
import type { Diagnostic } from "../../framework/values/diagnostic";
import type { ConfigOf } from "../../framework/values/schema";
import { type Unknown, unknown } from "../../framework/values/value";
import { readyTimeTooLong } from "../messages";
import { toNumber } from "../../framework/values/number";
import type { instanceLifecycleSchema } from "../schemas/instance-lifecycle";

// Settings of a run that a resource and an action share. This module decides nothing.

type Rollout = ConfigOf<typeof instanceLifecycleSchema>["rollout"];

/** `rollout` with its defaults; an unknown setting has its default. */
export function decodeRollout(rollout: Rollout): DeclaredRollout {
  const given = known(rollout);
  return {
    maxUnavailable: parseAmount(known(given?.max_unavailable) ?? "") ?? { kind: "percent", value: 100 },
    canary: toNumber(given?.canary) ?? 0,
    maxFailures: parseAmount(known(given?.max_failures) ?? "") ?? { kind: "count", value: 0 },
    pauseBetweenMs: durationMs(given?.pause_between, "0s"),
    minReadyMs: durationMs(given?.min_ready_time, "0s"),
  };
}

export function known<T>(value: T | null | undefined | Unknown): T | undefined {
  return value === unknown || value === null ? undefined : value;
}

/** A duration in milliseconds; `fallback` for a text that is absent, unknown or not a duration. */
export function durationMs(text: string | null | undefined | Unknown, fallback: string): number {
  return parseDuration(known(text) ?? fallback) ?? parseDuration(fallback) ?? 0;
}

/** Reports a `min_ready_time` for which `ready_timeout` leaves no time. Unknown values pass. */
export function unreachableReadyTime(config: {
  readonly rollout: Rollout;
  readonly ready_timeout: string | null | Unknown;
}): readonly Diagnostic[] {
  const minReadyTime = (config.rollout === unknown ? null : config.rollout)?.min_ready_time;
  const readyTimeout = config.ready_timeout ?? "20m";
  if (typeof minReadyTime !== "string" || typeof readyTimeout !== "string") return [];
  const minReadyMs = parseDuration(minReadyTime) ?? 0;
  const readyTimeoutMs = parseDuration(readyTimeout) ?? 0;
  // A value that is not a positive duration has an error of its own.
  if (minReadyMs === 0 || readyTimeoutMs === 0 || minReadyMs < readyTimeoutMs) return [];
  return [readyTimeTooLong(minReadyTime, readyTimeout)];
}
