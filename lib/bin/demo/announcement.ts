/** The announcement of a plan. */
export interface Announcement {
  /** Actions in execution order. */
  readonly actions: readonly PlannedAction[];
  /** Failed creations that one call would remove. */
  readonly purged: readonly FailedCreation[];
  readonly warnings: readonly Warning[];
}

interface PlannedAction {
  readonly name: string;
  readonly instance_id: string;
  readonly action: string;
  readonly reason: string;
  readonly wave: number;
}

interface FailedCreation {
  readonly name: string;
  readonly instance_id: string;
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
      readonly after: {
        readonly planned_actions?: readonly PlannedAction[];
        readonly planned_purge?: readonly FailedCreation[];
      } | null;
      readonly after_unknown: Readonly<Record<string, unknown>>;
    };
  }[];
}

/** cdktf writes a stack's name and two blanks, or as many blanks, before each line of its output. */
const marginOf = (stack: string): number => stack.length + 2;

/** Reads a saved plan as JSON, and the warnings in the output of `cdktf diff` for this stack. Pure. */
export function readAnnouncement(stack: string, planJson: string, printed: string): Announcement {
  const changes = (JSON.parse(planJson) as PlanJson).resource_changes ?? [];
  // A list keeps its last value while nothing is due. Something is due exactly if the plan leaves its outcome unknown.
  const lifecycles = changes.filter(
    ({ type, change }) => type === "dms_instance_lifecycle" && change.after_unknown.results,
  );
  const purges = changes.filter(
    ({ type, change }) => type === "dms_failed_instance_purge" && change.after_unknown.purged,
  );
  return {
    actions: lifecycles.flatMap(({ change }) => change.after?.planned_actions ?? []),
    purged: purges.flatMap(({ change }) => change.after?.planned_purge ?? []),
    warnings: readWarnings(printed, marginOf(stack)),
  };
}

/**
 * Terraform's warnings as cdktf prints them: the summary, then indented lines with the place, then the detail. Waves are left out, because
 * the actions have them.
 */
function readWarnings(printed: string, margin: number): readonly Warning[] {
  const lines = printed.split("\n").map((line) => line.slice(margin).trimEnd());
  return lines.flatMap((line, start) => {
    const summary = /^Warning: (.+)$/.exec(line)?.[1];
    if (summary === undefined) return [];
    const rest = lines.slice(start + 1);
    const end = rest.findIndex((next) => /^(Warning|Error): |^─|^Saved the plan/.test(next));
    const detail = rest.slice(0, end === -1 ? undefined : end).filter((next) => /^(?!- wave)\S/.test(next));
    return [{ summary, detail: detail.join(" ") }];
  });
}
