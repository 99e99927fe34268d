import type { BatchCall } from "../calls";
import { dueActions, type PlanJson, type PlannedAction } from "./planned-actions";
import type { Run } from "./terraform-program";

/** Runs terraform in the folder of a configuration. */
type RunTerraform = (args: readonly string[]) => Promise<Run>;

/** A configuration whose commands run in sequence. */
export interface ConfiguredFolder {
  readonly terraform: RunTerraform;
  readonly isInitialized: boolean;
  /**
   * Throws if the configuration leads away from the test's emulator or state. `listing` is the output of `terraform providers`. It is
   * called before each plan, because the configuration may have changed.
   */
  readonly confine: (listing: string) => void;
}

/** The result of a plan. */
export interface Plan {
  /** Due restarts, deletions and verifications of all lifecycle resources, in execution order. */
  readonly actions: readonly PlannedAction[];
  /** Whether a deploy would change neither a resource nor an output. */
  readonly isEmpty: boolean;
  /** The output of terraform, with warnings. */
  readonly log: string;
}

/** The result of a deploy. */
export interface Deployment {
  /** The actions that its plan announced. */
  readonly actions: readonly PlannedAction[];
  /** The calls that restart or delete, in the order in which the emulator received them. */
  readonly calls: readonly BatchCall[];
  /** Outputs by name, including sensitive ones. After a failure, the outputs written until then. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** The output of terraform at plan and apply. */
  readonly log: string;
}

/** The failure of a terraform command; its message contains the command's output. */
export class TerraformFailed extends Error {
  public override readonly name = "TerraformFailed";

  public constructor(
    public readonly command: string,
    /** The complete output of the failed command. */
    public readonly log: string,
  ) {
    super(`terraform ${command} failed:\n${log.trim()}`);
  }
}

const quiet = ["-no-color", "-input=false"] as const;
const planFile = "dms-testing.tfplan";

/** Plans, and initializes first if needed. Rejects with `TerraformFailed`, and with an error of `confine`. */
export async function planFolder(configured: ConfiguredFolder): Promise<Plan & { readonly managesDms: boolean }> {
  const { terraform } = configured;
  const planned = await runPlan(configured);
  if (planned.code !== 0 && planned.code !== 2) throw new TerraformFailed("plan", planned.output);
  const shown = await mustRun(terraform, ["show", "-json", planFile]);
  const plan = JSON.parse(shown.stdout) as PlanJson;
  const actions = [...dueActions(plan).values()].flat();
  const managesDms = (plan.resource_changes ?? []).some(({ address }) => /(^|\.)dms_/.test(address));
  return { actions, isEmpty: planned.code === 0, log: planned.output, managesDms };
}

/** Runs a plan. A later one needs another init only if providers, modules or the backend have changed; it fails then. */
async function runPlan({ terraform, isInitialized, confine }: ConfiguredFolder): Promise<Run> {
  const plan = ["plan", ...quiet, "-detailed-exitcode", `-out=${planFile}`];
  const providers = ["providers", "-no-color"];
  const listed = isInitialized ? await terraform(providers) : undefined;
  if (listed?.code === 0) {
    confine(listed.stdout);
    const planned = await terraform(plan);
    if (planned.code === 0 || planned.code === 2) return planned;
  }
  await mustRun(terraform, ["init", ...quiet]);
  confine((await mustRun(terraform, providers)).stdout);
  return terraform(plan);
}

/** Applies the last plan. It does not reject if the apply fails, because callers still need the outputs. */
export async function applyFolder(
  terraform: RunTerraform,
): Promise<{ readonly run: Run; readonly outputs: Deployment["outputs"] }> {
  const run = await terraform(["apply", ...quiet, planFile]);
  const printed = await mustRun(terraform, ["output", "-json"]);
  const outputs = JSON.parse(printed.stdout) as Readonly<Record<string, { readonly value: unknown }>>;
  return { run, outputs: Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value])) };
}

async function mustRun(terraform: RunTerraform, args: readonly string[]): Promise<Run> {
  const run = await terraform(args);
  if (run.code !== 0) throw new TerraformFailed(args[0] ?? "", run.output);
  return run;
}
