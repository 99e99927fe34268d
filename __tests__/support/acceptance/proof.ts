import { dueActions } from "../../../lib/testing/terraform/planned-actions";
import {
  type ActionCall,
  type PlanJson,
  type PlannedAction,
  type ResourceState,
  type Workspace,
  savedObjects,
} from "./workspace";
import type { Run } from "./terraform";

/** The largest number of ids of one call. */
const batchSize = 50;

type DueRow = readonly [name: string, action: string, wave: number];

/** `[name, action, wave]` of everything due, in the plan's order. */
export function dueRows(plan: PlanJson): readonly DueRow[] {
  return rowsOf([...dueActions(plan).values()].flat());
}

function rowsOf(actions: readonly PlannedAction[]): readonly DueRow[] {
  return actions.map(({ name, action, wave }) => [name, action, wave] as const);
}

/** The batch calls that carry out planned actions: one per wave, verb and fifty ids; a `verify` sends nothing. */
export function announcedCalls(actions: readonly PlannedAction[]): readonly Pick<ActionCall, "action" | "instances">[] {
  const waves = new Map<string, PlannedAction[]>();
  for (const action of actions.filter((each) => each.action !== "verify")) {
    const key = `${action.wave} ${action.action}`;
    waves.set(key, [...(waves.get(key) ?? []), action]);
  }
  return [...waves.values()].flatMap((members) =>
    Array.from({ length: Math.ceil(members.length / batchSize) }, (_, index) => ({
      action: members[0]!.action,
      instances: members.slice(index * batchSize, (index + 1) * batchSize).map(({ instance_id }) => instance_id),
    })),
  );
}

interface Proof {
  readonly run: Run;
  /** Write calls of this apply. */
  readonly calls: readonly ActionCall[];
}

/**
 * The acceptance standard: plan, apply the plan, find exactly the announced calls in the journal and nothing unfinished in
 * state, then find the next plan empty.
 */
export async function applyPlanProven(
  workspace: Workspace,
  args: readonly string[] = [],
): Promise<Proof & { readonly plan: PlanJson }> {
  const earlier = workspace.calls().length;
  const plan = await workspace.plan(args);
  const run = await workspace.applyPlan();
  const calls = expectAnnounced(workspace, run, earlier, [...dueActions(plan).values()]);
  await expectNothingLeft(workspace);
  return { plan, run, calls };
}

/**
 * The same in two commands: `apply` plans too, Terraform holds it to `planned_actions` of its plan, and state says which of them
 * this run has ended. `due` is `[name, action, wave]` of these.
 */
export async function applyProven(
  workspace: Workspace,
  args: readonly string[] = [],
): Promise<Proof & { readonly due: readonly DueRow[] }> {
  const { due, ...proof } = await applyAnnounced(workspace, args);
  await expectNothingLeft(workspace);
  return { ...proof, due };
}

/** `terraform apply` at the beginning of a story: the fleet is adopted, without a call. */
export async function adopt(workspace: Workspace): Promise<void> {
  expect((await applyAnnounced(workspace)).due).toEqual([]);
}

async function applyAnnounced(
  workspace: Workspace,
  args: readonly string[] = [],
): Promise<Proof & { readonly due: readonly DueRow[] }> {
  const earlier = workspace.calls().length;
  const before = savedObjects(workspace.folder);
  const run = await workspace.apply(args);
  const due = endedActions(before, savedObjects(workspace.folder));
  return { run, calls: expectAnnounced(workspace, run, earlier, due), due: rowsOf(due.flat()) };
}

/** For each object of a state the planned actions that the run between `before` and `after` has ended. Pure. */
export function endedActions(
  before: ReadonlyMap<string, ResourceState>,
  after: ReadonlyMap<string, ResourceState>,
): readonly (readonly PlannedAction[])[] {
  return [...after].map(([address, { planned_actions: planned = [], results = {} }]) => {
    const former = before.get(address)?.results ?? {};
    const isOfThisRun = ({ name }: PlannedAction): boolean =>
      results[name] !== undefined && JSON.stringify(results[name]) !== JSON.stringify(former[name]);
    return planned.filter(isOfThisRun);
  });
}

/** The calls since the `earlier` ones, which are those that `due` announces for each object, each accepted. */
function expectAnnounced(
  workspace: Workspace,
  run: Run,
  earlier: number,
  due: readonly (readonly PlannedAction[])[],
): readonly ActionCall[] {
  expect(run).toMatchObject({ code: 0 });
  const calls = workspace.calls().slice(earlier);
  expect(calls.map(({ action, instances }) => ({ action, instances }))).toEqual(due.flatMap(announcedCalls));
  expect(calls.every(({ status }) => status === 200)).toBe(true);
  expect(otherWrites(workspace)).toEqual([]);
  return calls;
}

/** Fails unless the next plan is empty, outputs included. `more`: options of the plan. */
export async function expectNothingLeft(workspace: Workspace, ...more: readonly string[]): Promise<void> {
  // Exit code 2 means changes.
  const run = await workspace.terraform(["plan", "-no-color", "-input=false", "-detailed-exitcode", ...more]);
  if (run.code !== 0) throw new Error(`expected an empty plan (${more.join(" ")}):\n${run.output}`);
}

/** Writing calls that are not batch calls: this provider never makes one. */
function otherWrites(workspace: Workspace): readonly string[] {
  return workspace.emulator
    .journal()
    .filter(({ method, path }) => method !== "GET" && !path.endsWith("/instances/action") && !path.startsWith("/v3/"))
    .map(({ method, path }) => `${method} ${path}`);
}

/** The output of Terraform, with its line breaks and indents as single blanks. */
export function unwrapped(output: string): string {
  return output.replace(/\s+/g, " ");
}
