/** What a plan says that a deploy would do. */
export interface Announcement {
  /** In execution order. */
  readonly actions: readonly PlannedAction[];
  /** Whether failed creations would be purged. */
  readonly purge: boolean;
  readonly warnings: readonly Warning[];
}

interface PlannedAction {
  readonly name: string;
  readonly instance_id: string;
  readonly action: string;
  readonly reason: string;
  readonly wave: number;
}

interface Warning {
  readonly summary: string;
  readonly detail: string;
}

/** The part of `terraform show -json` of a plan that is read here. */
interface PlanJson {
  readonly resource_changes?: readonly {
    readonly type: string;
    readonly change: {
      readonly after: { readonly planned_actions?: readonly PlannedAction[] } | null;
      readonly after_unknown: Readonly<Record<string, unknown>>;
    };
  }[];
}

/** Reads a saved plan as JSON, and the warnings from what `cdktf diff` printed of this stack. Pure. */
export function readAnnouncement(stack: string, planJson: string, printed: string): Announcement {
  const changes = (JSON.parse(planJson) as PlanJson).resource_changes ?? [];
  /* planned_actions keeps its last value when nothing is due; only what is due leaves the results open. */
  const lifecycles = changes.filter(
    ({ type, change }) => type === "dms_instance_lifecycle" && change.after_unknown.results,
  );
  const purges = changes.filter(
    ({ type, change }) => type === "dms_failed_instance_purge" && change.after_unknown.purged,
  );
  return {
    actions: lifecycles.flatMap(({ change }) => change.after?.planned_actions ?? []),
    purge: purges.length > 0,
    warnings: readWarnings(printed, stack.length + 2),
  };
}

/**
 * Terraform's warnings as cdktf prints them: the summary, then indented lines that say where, then the detail. Every line has a
 * margin, in which the stack's name may stand.
 */
function readWarnings(printed: string, margin: number): readonly Warning[] {
  const lines = printed.split("\n").map((line) => line.slice(margin).trimEnd());
  return lines.flatMap((line, start) => {
    const summary = /^Warning: (.+)$/.exec(line)?.[1];
    if (summary === undefined) return [];
    const rest = lines.slice(start + 1);
    const end = rest.findIndex((next) => /^(Warning|Error): |^─|^Saved the plan/.test(next));
    const detail = rest.slice(0, end === -1 ? undefined : end).filter((next) => /^\S/.test(next));
    return [{ summary, detail: detail.join(" ") }];
  });
}
