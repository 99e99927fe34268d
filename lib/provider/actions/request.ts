import type { Action, InstanceId } from "../../domain/instance";
import type { DeclaredRollout } from "../../domain/rollout/rollout";
import type { ConfigOf } from "../../framework/values/schema";
import { type Unknown, unknown } from "../../framework/values/value";
import { toNumber } from "../../framework/values/number";
import { decodeRollout, durationMs, known } from "../runs/run-settings";
import type { deleteInstancesSchema, restartInstancesSchema } from "../schemas/actions";
import type { Diagnostic } from "../../framework/values/diagnostic";
import { deletionByActionNotAllowed, tooManyDeletionsByAction } from "../messages/actions";

// Configurations of the two actions that name instances, as one request. This module decides nothing.

export type RestartConfig = ConfigOf<typeof restartInstancesSchema>;
export type DeleteConfig = ConfigOf<typeof deleteInstancesSchema>;

/** The request of an invocation. In a plan, an unknown setting has its default unless it is `"undecided"`. */
export interface ActionRequest extends DeclaredRollout {
  readonly action: Action;
  /** Known ids in the order of the configuration. */
  readonly ids: readonly InstanceId[];
  /** Some of the ids are unknown. */
  readonly hidesIds: boolean;
  /** Always `true` for a restart. */
  readonly isAllowed: boolean | "undecided";
  readonly maxDeletions: number | "undecided" | undefined;
  readonly forceDelete: boolean;
  readonly readyTimeoutMs: number;
  readonly timeoutMs: number;
}

export function restartRequest(config: RestartConfig): ActionRequest {
  return {
    ...commonOf(config),
    action: "restart",
    isAllowed: true,
    maxDeletions: undefined,
    forceDelete: false,
    ...decodeRollout(config.rollout),
  };
}

export function deleteRequest(config: DeleteConfig): ActionRequest {
  const { allow_deletion: allowed, max_deletions: most } = config;
  return {
    ...commonOf(config),
    action: "delete",
    isAllowed: allowed === unknown ? "undecided" : allowed === true,
    maxDeletions: most === unknown ? "undecided" : toNumber(most),
    forceDelete: known(config.force_delete) ?? false,
    ...decodeRollout(null),
  };
}

/** The time for a whole invocation. */
export function timeoutOf({ timeout }: { readonly timeout: string | null | Unknown }): number {
  return durationMs(timeout, "60m");
}

type Common = Pick<ActionRequest, "ids" | "hidesIds" | "readyTimeoutMs" | "timeoutMs">;

function commonOf(config: Pick<RestartConfig, "instance_ids" | "ready_timeout" | "timeout">): Common {
  const { instance_ids: declared } = config;
  const all = declared === unknown ? [unknown] : (declared ?? []);
  const ids = all.filter((id) => typeof id === "string");
  return {
    ids,
    hidesIds: all.includes(unknown),
    readyTimeoutMs: durationMs(config.ready_timeout, "20m"),
    timeoutMs: timeoutOf(config),
  };
}

/** The reasons why instances may not be deleted. An undecided setting does not refuse: the plan says so, and the invocation asks again. */
export function consent({ action, isAllowed, maxDeletions, ...ahead }: ActionRequest): readonly Diagnostic[] {
  if (action !== "delete") return [];
  if (isAllowed === false) return [deletionByActionNotAllowed(ahead)];
  const isTooMany = typeof maxDeletions === "number" && ahead.ids.length > maxDeletions;
  return isTooMany ? [tooManyDeletionsByAction(ahead.ids, maxDeletions)] : [];
}
