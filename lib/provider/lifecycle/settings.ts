import { waveSize } from "../../domain/ledger/waves";
import type { DeclaredRollout, RolloutSettings } from "../../domain/rollout/rollout";
import { type Unknown, unknown } from "../../framework/values/value";
import { toNumber } from "../../framework/values/number";
import { decodeRollout, durationMs, known } from "../runs/run-settings";
import type { LifecycleConfig } from "./model";

type OrUndecided<T> = T | "undecided";

/** The settings of a configuration whose defaults are filled in. */
export interface LifecycleSettings extends DeclaredRollout {
  readonly restartOnCreate: OrUndecided<boolean>;
  readonly restartUnhealthy: OrUndecided<boolean>;
  readonly onMissing: OrUndecided<"error" | "forget">;
  readonly onForget: OrUndecided<"warn" | "error">;
  readonly allowDeletion: OrUndecided<boolean>;
  readonly maxDeletions: OrUndecided<number> | undefined;
  readonly forceDelete: boolean;
  /** The unknown settings among those that decide about waves, by Terraform's names. */
  readonly undecidedWaves: readonly string[];
  readonly readyTimeoutMs: number;
  readonly createTimeoutMs: number;
  readonly updateTimeoutMs: number;
  readonly onFailure: "error" | "report";
}

export function decodeSettings(config: LifecycleConfig): LifecycleSettings {
  const timeouts = known(config.timeouts);
  return {
    restartOnCreate: flag(config.restart_on_create),
    restartUnhealthy: flag(config.restart_unhealthy),
    onMissing: onMissing(config.on_missing),
    onForget: onForget(config.on_forget),
    allowDeletion: flag(config.allow_deletion),
    maxDeletions: config.max_deletions === unknown ? "undecided" : toNumber(config.max_deletions),
    forceDelete: known(config.force_delete) ?? false,
    ...decodeRollout(config.rollout),
    undecidedWaves: undecidedWaves(config),
    readyTimeoutMs: durationMs(config.ready_timeout, "20m"),
    createTimeoutMs: durationMs(timeouts?.create, "60m"),
    updateTimeoutMs: durationMs(timeouts?.update, "60m"),
    onFailure: known(config.on_failure) === "report" ? "report" : "error",
  };
}

function onMissing(value: LifecycleConfig["on_missing"]): LifecycleSettings["onMissing"] {
  if (value === unknown) return "undecided";
  return value === "forget" ? "forget" : "error";
}

function onForget(value: LifecycleConfig["on_forget"]): LifecycleSettings["onForget"] {
  if (value === unknown) return "undecided";
  return value === "error" ? "error" : "warn";
}

function flag(value: boolean | null | Unknown): OrUndecided<boolean> {
  return value === unknown ? "undecided" : (value ?? false);
}

function undecidedWaves({ rollout }: LifecycleConfig): readonly string[] {
  if (rollout === unknown) return ["rollout"];
  return [
    ...(rollout?.max_unavailable === unknown ? ["rollout.max_unavailable"] : []),
    ...(rollout?.canary === unknown ? ["rollout.canary"] : []),
  ];
}

/** The time for a whole run, with the attribute that sets it. */
export function runTimeout(
  { createTimeoutMs, updateTimeoutMs }: LifecycleSettings,
  creating: boolean,
): { readonly setting: string; readonly limitMs: number } {
  return creating
    ? { setting: "timeouts.create", limitMs: createTimeoutMs }
    : { setting: "timeouts.update", limitMs: updateTimeoutMs };
}

/** The settings of a run that begins at `nowMs`; `declared`: number of declared instances. */
export function rolloutSettings(
  settings: LifecycleSettings,
  { declared, maxFailures, creating, nowMs }: RunLimits,
  { pollIntervalMs, readsTasks }: Pick<RolloutSettings, "pollIntervalMs" | "readsTasks">,
): RolloutSettings {
  return {
    maxUnavailable: waveSize(settings.maxUnavailable, declared),
    readyTimeoutMs: settings.readyTimeoutMs,
    minReadyMs: settings.minReadyMs,
    pauseBetweenMs: settings.pauseBetweenMs,
    maxFailures,
    runDeadlineMs: nowMs + runTimeout(settings, creating).limitMs,
    pollIntervalMs,
    forceDelete: settings.forceDelete,
    readsTasks,
  };
}

interface RunLimits {
  readonly declared: number;
  readonly maxFailures: number;
  readonly creating: boolean;
  readonly nowMs: number;
}
