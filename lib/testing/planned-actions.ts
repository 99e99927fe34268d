/** What a plan announces for one instance. */
export interface PlannedAction {
  readonly name: string;
  readonly instance_id: string;
  /** `restart`, `delete`, or `verify`: watched to the end of an earlier call, nothing is sent. */
  readonly action: string;
  readonly reason: string;
  readonly wave: number;
}

/** `terraform show -json` of a saved plan, as far as it is read here. */
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
 * What is due, by address: `planned_actions` of the resources whose results the plan cannot know yet. (A resource without
 * anything due keeps the list of its last run.) Pure.
 */
export function dueActions(plan: PlanJson): ReadonlyMap<string, readonly PlannedAction[]> {
  return new Map(
    (plan.resource_changes ?? []).flatMap(({ address, change }) => {
      const due = change.after_unknown["results"] === true ? change.after?.planned_actions : undefined;
      return due === undefined || due.length === 0 ? [] : [[address, due] as const];
    }),
  );
}
