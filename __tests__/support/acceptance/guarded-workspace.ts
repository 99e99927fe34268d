import { rmSync } from "node:fs";
import { join } from "node:path";
import type { EmulatorOptions } from "../../../lib/emulator/emulator";
import { idOf, lifecycle, seedOf } from "./hcl";
import type { Run } from "./terraform";
import { createWorkspace, projectId, type Workspace } from "./workspace";
import type { JournalEntry } from "../../../lib/emulator/journal/entry";

export type Environment = Readonly<Record<string, string>>;

export const people = {
  users: [{ name: "anna", password: "anna-password", domain: "OTC-1" }],
  keys: [
    { access: "AK-permanent", secret: "SK-permanent" },
    { access: "AK-temporary", secret: "SK-temporary", security_token: "ST-temporary" },
  ],
} as const;

/** Restarts `orders` in the same apply that adopts it, so that one command makes reads and a write. */
export const restartOrders = lifecycle({ orders: {} }, "restart_on_create = true");
export const ordersId = idOf("orders");

/** A workspace whose emulator demands proof of the caller; one running instance, `orders`. */
export function createGuardedWorkspace(projectName = "eu-de_team", emulator: EmulatorOptions = {}): Promise<Workspace> {
  const seed = { ...seedOf(["orders"]), ...people, project_names: { [projectId]: projectName } };
  return createWorkspace({ hcl: restartOrders, emulator: { auth: "any", seed, ...emulator } });
}

/** Forgets the traces of earlier runs: state, run records, and everything in the emulator that was not seeded. */
export function startAnew(workspace: Workspace): void {
  for (const left of ["terraform.tfstate", "terraform.tfstate.backup", ".terraform/dms-lifecycle"]) {
    rmSync(join(workspace.folder, left), { recursive: true, force: true });
  }
  workspace.emulator.reset();
}

/** Writes the provider block: quick polling and these lines. */
export function configureLines(workspace: Workspace, ...lines: readonly string[]): void {
  workspace.configureProvider(['poll_interval = "100ms"', "max_retries = 2", ...lines].join("\n  "));
}

export function apply(workspace: Workspace, environment: Environment = {}): Promise<Run> {
  return workspace.terraform(["apply", "-no-color", "-input=false", "-auto-approve"], environment);
}

/** The output without the frames and line breaks that Terraform puts into texts. */
export function oneLine(output: string): string {
  return output.replace(/\n[│|]\s?/g, " ").replace(/\s+/g, " ");
}

/** Applies. The error shows the output when the apply does not end well. */
export async function mustApply(workspace: Workspace, environment: Environment = {}): Promise<Run> {
  const run = await apply(workspace, environment);
  if (run.code !== 0) throw new Error(`the apply failed:\n${run.output}`);
  return run;
}

/** Calls of the journal as `METHOD path`, the project's id and the instances' left out. */
export function describeCalls(journal: readonly JournalEntry[]): readonly string[] {
  return journal.map(({ method, path }) =>
    `${method} ${path}`.replace(projectId, "{project}").replace(/\/instances\/[0-9a-f-]{36}$/, "/instances/{id}"),
  );
}

/** The only batch call, as the journal has it. */
export function onlyAction(workspace: Workspace): JournalEntry {
  const actions = workspace.emulator.journal().filter(({ path }) => path.endsWith("/instances/action"));
  expect(actions.map(({ status, body }) => [status, body])).toEqual([
    [200, { action: "restart", instances: [ordersId] }],
  ]);
  return actions[0]!;
}
