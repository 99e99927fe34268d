import { createEmulator } from "../lib/emulator/emulator";
import { compare, type Comparison, type Cost, type Turns } from "./compared";
import { fleetSeed, floorOf, lifecycleOf, mapOf, projectId } from "./fleet";
import { providerBlock, type Workspace, type Workspaces } from "./fleet-workspace";

export interface Measured {
  /** Number of declared instances. */
  readonly size: number;
  readonly turns: Turns;
  /** `plan`: without changes, after a refresh. `apply`: the first one, which adopts. */
  readonly commands: readonly ("plan" | "apply")[];
}

/** Whole terraform commands on a fleet, compared to the same commands on the same values in a `terraform_data`. */
export async function measureCommands(workspaces: Workspaces, measured: Measured): Promise<readonly Comparison[]> {
  const { size, turns, commands } = measured;
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
          turns,
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

/** A plan of one instance, next to a plan of one resource of the null provider whose program is `file`. */
export async function measureNextToNull(workspaces: Workspaces, file: string, turns: Turns): Promise<Comparison> {
  return withFleet(1, async (url) => {
    const ours = await workspaces.create("dms-beside-null", providerBlock(url, projectId) + lifecycleOf(1, "1"));
    const peer = await workspaces.createBesideNull("null", file);
    return comparePlans("terraform plan, 1 instance, next to the null provider", turns, ours, peer);
  });
}

/** A plan of `size` instances, next to a plan of the same map in a `terraform_data`. */
export async function measureNextToMap(workspaces: Workspaces, size: number, turns: Turns): Promise<Comparison> {
  return withFleet(size, async (url) => {
    const ours = await workspaces.create(`dms-map-${size}`, providerBlock(url, projectId) + lifecycleOf(size, "1"));
    const peer = await workspaces.create(`map-${size}`, mapOf(size, "1"));
    return comparePlans(`terraform plan, ${size} instances, next to a map`, turns, ours, peer);
  });
}

/** A plan of a map of `size` objects in a `terraform_data`, next to one of half as many: the growth of Terraform alone. */
export async function measureGrowthOfMap(workspaces: Workspaces, size: number, turns: Turns): Promise<Comparison> {
  const whole = await workspaces.create(`whole-map-${size}`, mapOf(size, "1"));
  const half = await workspaces.create(`half-map-${size}`, mapOf(size / 2, "1"));
  return comparePlans(`terraform plan, a map of ${size}, next to ${size / 2}`, turns, whole, half);
}

/** A plan of `size` instances, next to one of half as many. */
export async function measureGrowth(workspaces: Workspaces, size: number, turns: Turns): Promise<Comparison> {
  return withFleet(size, async (url) => {
    const whole = await workspaces.create(`whole-${size}`, providerBlock(url, projectId) + lifecycleOf(size, "1"));
    const half = await workspaces.create(`half-${size}`, providerBlock(url, projectId) + lifecycleOf(size / 2, "1"));
    return comparePlans(`terraform plan, ${size} instances, next to ${size / 2}`, turns, whole, half);
  });
}

async function comparePlans(name: string, turns: Turns, ours: Workspace, peer: Workspace): Promise<Comparison> {
  for (const workspace of [ours, peer]) await applyFirst(workspace);
  return compare(
    name,
    turns,
    () => plan(ours),
    () => plan(peer),
  );
}

async function withFleet<T>(size: number, work: (url: string) => Promise<T>): Promise<T> {
  const emulator = createEmulator({ seed: fleetSeed(size) });
  try {
    return await work((await emulator.listen()).url);
  } finally {
    await emulator.close();
  }
}

function plan(workspace: Workspace): Promise<Cost> {
  return workspace.terraform("plan", "-input=false", "-detailed-exitcode");
}

function applyFirst(workspace: Workspace): Promise<Cost> {
  workspace.dropState();
  return workspace.terraform("apply", "-input=false", "-auto-approve");
}
