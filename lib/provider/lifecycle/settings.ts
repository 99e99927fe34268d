import { type Amount, parseAmount } from "../../domain/amount";
import { parseDuration } from "../../domain/duration";
import { type Unknown, unknown } from "../../framework/value";
import { toNumber } from "../number";
import type { LifecycleConfig } from "./model";

/** The settings of a configuration whose defaults are filled in. Unknown settings are taken at their safest value. */
export interface LifecycleSettings {
  readonly restartOnCreate: boolean;
  readonly restartUnhealthy: boolean;
  readonly onMissing: "error" | "forget";
  readonly allowDeletion: boolean;
  readonly maxDeletions: number | undefined;
  readonly forceDelete: boolean;
  readonly maxUnavailable: Amount;
  readonly canary: number;
  readonly maxFailures: Amount;
  readonly pauseBetweenMs: number;
  readonly minReadyMs: number;
  readonly readyTimeoutMs: number;
  readonly createTimeoutMs: number;
  readonly updateTimeoutMs: number;
  readonly onFailure: "error" | "report";
}

export function decodeSettings(config: LifecycleConfig): LifecycleSettings {
  const rollout = known(config.rollout);
  const timeouts = known(config.timeouts);
  return {
    restartOnCreate: known(config.restart_on_create) ?? false,
    restartUnhealthy: known(config.restart_unhealthy) ?? false,
    onMissing: known(config.on_missing) === "forget" ? "forget" : "error",
    allowDeletion: known(config.allow_deletion) ?? false,
    maxDeletions: toNumber(config.max_deletions),
    forceDelete: known(config.force_delete) ?? false,
    maxUnavailable: parseAmount(known(rollout?.max_unavailable) ?? "") ?? { kind: "percent", value: 100 },
    canary: toNumber(rollout?.canary) ?? 0,
    maxFailures: parseAmount(known(rollout?.max_failures) ?? "") ?? { kind: "count", value: 0 },
    pauseBetweenMs: durationMs(known(rollout?.pause_between), "0s"),
    minReadyMs: durationMs(known(rollout?.min_ready_time), "0s"),
    readyTimeoutMs: durationMs(known(config.ready_timeout), "20m"),
    createTimeoutMs: durationMs(known(timeouts?.create), "60m"),
    updateTimeoutMs: durationMs(known(timeouts?.update), "60m"),
    onFailure: known(config.on_failure) === "report" ? "report" : "error",
  };
}

/** Settings that decide which actions are due, and when: while one is unknown the plan cannot say what apply will do. */
export function settingsAreKnown(config: LifecycleConfig): boolean {
  const rollout = config.rollout;
  if (rollout === unknown) return false;
  const values = [config.restart_on_create, config.restart_unhealthy, config.on_missing, config.allow_deletion];
  return ![...values, config.max_deletions, rollout?.max_unavailable, rollout?.canary].includes(unknown);
}

function known<T>(value: T | null | undefined | Unknown): T | undefined {
  return value === unknown || value === null ? undefined : value;
}

function durationMs(text: string | undefined, fallback: string): number {
  return parseDuration(text ?? fallback) ?? parseDuration(fallback) ?? 0;
}
