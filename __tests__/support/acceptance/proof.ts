import { dueActions } from "../../../lib/testing/planned-actions";
import type { ActionCall, PlanJson, PlannedAction, Workspace } from "./workspace";
import type { Run } from "./terraform";

/** Most ids of one call. */
const batchSize = 50;

/** `[name, action, wave]` of everything due, in the plan's order. */
export function dueRows(plan: PlanJson): readonly (readonly [string, string, number])[] {
  return [...dueActions(plan).values()].flat().map(({ name, action, wave }) => [name, action, wave] as const);
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

export interface Proof {
  readonly plan: PlanJson;
  readonly run: Run;
  /** Write calls of this apply. */
  readonly calls: readonly ActionCall[];
}

/**
 * The acceptance standard: plan, apply the plan, find exactly the announced calls in the journal and nothing unfinished in
 * state, then find the next plan empty.
 */
export async function applyProven(workspace: Workspace, args: readonly string[] = []): Promise<Proof> {
  const earlier = workspace.calls().length;
  const plan = await workspace.plan(args);
  const run = await workspace.applyPlan();
  expect(run).toMatchObject({ code: 0 });
  const calls = workspace.calls().slice(earlier);
  const announced = [...dueActions(plan).values()].flatMap(announcedCalls);
  expect(calls.map(({ action, instances }) => ({ action, instances }))).toEqual(announced);
  expect(calls.every(({ status }) => status === 200)).toBe(true);
  expect(otherWrites(workspace)).toEqual([]);
  await expectEmptyPlan(workspace);
  return { plan, run, calls };
}

/** Fails unless the next plan is empty, with and without refresh, outputs included. */
export async function expectNothingLeft(workspace: Workspace): Promise<void> {
  await expectEmptyPlan(workspace);
  await expectEmptyPlan(workspace, "-refresh=false");
}

/** Exit code 2 means changes. */
async function expectEmptyPlan(workspace: Workspace, ...more: readonly string[]): Promise<void> {
  const run = await workspace.terraform(["plan", "-no-color", "-input=false", "-detailed-exitcode", ...more]);
  if (run.code !== 0) throw new Error(`expected an empty plan (${more.join(" ")}):\n${run.output}`);
}

/** Calls that change something and are no batch calls: this provider never makes one. */
function otherWrites(workspace: Workspace): readonly string[] {
  return workspace.emulator
    .journal()
    .filter(({ method, path }) => method !== "GET" && !path.endsWith("/instances/action") && !path.startsWith("/v3/"))
    .map(({ method, path }) => `${method} ${path}`);
}

/** What Terraform shows, with its line breaks and indents as single blanks. */
export function unwrapped(output: string): string {
  return output.replace(/\s+/g, " ");
}
