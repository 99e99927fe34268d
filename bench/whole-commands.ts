import { createEmulator } from "../lib/emulator/emulator";
import { compare, type Comparison } from "./compared";
import { fleetSeed, floorOf, lifecycleOf, projectId } from "./fleet";
import { providerBlock, type Workspace, type Workspaces } from "./fleet-workspace";

export interface Measured {
  /** Number of declared instances. */
  readonly size: number;
  readonly runs: number;
  /** `plan`: without changes, after a refresh. `apply`: the first one, which adopts. */
  readonly commands: readonly ("plan" | "apply")[];
}

/** Whole terraform commands on a fleet, compared to the same commands on the same values in a `terraform_data`. */
export async function measureCommands(workspaces: Workspaces, measured: Measured): Promise<readonly Comparison[]> {
  const { size, runs, commands } = measured;
  const emulator = createEmulator({ seed: fleetSeed(size) });
  try {
    const { url } = await emulator.listen();
    const provider = providerBlock(url, projectId);
    const ours = await workspaces.create(`dms-${size}`, provider + lifecycleOf(size, "1"));
    const floor = await workspaces.create(`floor-${size}`, floorOf(size, "1"));
    for (const workspace of [ours, floor]) await applyFirst(workspace);

    const comparisons: Comparison[] = [];
    for (const command of commands) {
      const run = command === "plan" ? plan : applyFirst;
      const name = `terraform ${command}, ${size} ${size === 1 ? "instance" : "instances"}`;
      comparisons.push(
        await compare(
          name,
          runs,
          () => run(ours),
          () => run(floor),
        ),
      );
    }
    return comparisons;
  } finally {
    await emulator.close();
  }
}

function plan(workspace: Workspace): Promise<number> {
  return workspace.terraform("plan", "-input=false", "-detailed-exitcode");
}

function applyFirst(workspace: Workspace): Promise<number> {
  workspace.dropState();
  return workspace.terraform("apply", "-input=false", "-auto-approve");
}
