import { type Amount, parseAmount } from "../../domain/amount";
import { parseDuration } from "../../domain/duration";
import { type Unknown, unknown } from "../../framework/value";
import { toNumber } from "../number";
import type { LifecycleConfig } from "./model";

/**
 * The settings of a configuration whose defaults are filled in. An unknown setting is taken as what makes nothing due; where it
 * would refuse something or not, it is undecided.
 */
export interface LifecycleSettings {
  readonly restartOnCreate: boolean;
  readonly restartUnhealthy: boolean;
  readonly onMissing: "error" | "forget" | "undecided";
  readonly allowDeletion: boolean | "undecided";
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
    onMissing: onMissing(config.on_missing),
    allowDeletion: config.allow_deletion === unknown ? "undecided" : (config.allow_deletion ?? false),
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

function onMissing(value: LifecycleConfig["on_missing"]): LifecycleSettings["onMissing"] {
  if (value === unknown) return "undecided";
  return value === "forget" ? "forget" : "error";
}

/**
 * The unknown ones of the settings that decide which actions are due, and when: while there is one, the plan cannot say what
 * apply will do. Pure.
 */
export function unknownSettings(config: LifecycleConfig, creating: boolean): readonly string[] {
  const { rollout } = config;
  const values = {
    ...(creating && { restart_on_create: config.restart_on_create }),
    restart_unhealthy: config.restart_unhealthy,
    on_missing: config.on_missing,
    allow_deletion: config.allow_deletion,
    max_deletions: config.max_deletions,
    ...(rollout === unknown
      ? { rollout }
      : { "rollout.max_unavailable": rollout?.max_unavailable, "rollout.canary": rollout?.canary }),
  };
  return Object.entries(values).flatMap(([name, value]) => (value === unknown ? [name] : []));
}

function known<T>(value: T | null | undefined | Unknown): T | undefined {
  return value === unknown || value === null ? undefined : value;
}

function durationMs(text: string | undefined, fallback: string): number {
  return parseDuration(text ?? fallback) ?? parseDuration(fallback) ?? 0;
}
