/** The action that a plan announces for one instance. */
export interface PlannedAction {
  readonly name: string;
  readonly instance_id: string;
  /** `restart`, `delete`, or `verify`, which watches an earlier call to its end without a new call. */
  readonly action: string;
  readonly reason: string;
  readonly wave: number;
}

/** The part of `terraform show -json` of a saved plan that is read here. */
export interface PlanJson {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly change: {
      readonly actions: readonly string[];
      readonly after: { readonly planned_actions?: readonly PlannedAction[] } | null;
      readonly after_unknown: Readonly<Record<string, unknown>>;
    };
  }[];
}

/**
 * The due actions by address: `planned_actions` of the resources whose results are unknown in the plan. (A resource without due actions
 * keeps the list of its last run.) Pure.
 */
export function dueActions(plan: PlanJson): ReadonlyMap<string, readonly PlannedAction[]> {
  return new Map(
    (plan.resource_changes ?? []).flatMap(({ address, change }) => {
      const due = change.after_unknown["results"] === true ? change.after?.planned_actions : undefined;
      return due === undefined || due.length === 0 ? [] : [[address, due] as const];
    }),
  );
}
