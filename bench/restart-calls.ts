import { createEmulator } from "../lib/emulator/emulator";
import { type Calls, countCalls } from "./calls";
import { fleetIds, fleetSeed, lifecycleOf, projectId } from "./fleet";
import { providerBlock, type Workspaces } from "./fleet-workspace";

/** The calls of one apply that restarts a fleet. */
export interface RestartCalls extends Calls {
  readonly size: number;
  readonly tookMs: number;
}

/** Restarts here take 0.1 to 0.5 seconds. */
const speed = 1_800;

/** Changes the trigger of a whole fleet and counts the calls to the emulator during that apply. */
export async function countRestartCalls(workspaces: Workspaces, size: number): Promise<RestartCalls> {
  const emulator = createEmulator({ seed: fleetSeed(size), speed, restartingShownMs: 300 });
  try {
    const { url } = await emulator.listen();
    const provider = providerBlock(url, projectId);
    const workspace = await workspaces.create(`restart-${size}`, provider + lifecycleOf(size, "1"));
    await workspace.terraform("apply", "-input=false", "-auto-approve");
    const before = emulator.journal().length;
    workspace.configure(provider + lifecycleOf(size, "2"));
    const { ms: tookMs } = await workspace.terraform("apply", "-input=false", "-auto-approve");
    return { size, tookMs, ...countCalls(emulator.journal().slice(before), fleetIds(size)) };
  } finally {
    await emulator.close();
  }
}
