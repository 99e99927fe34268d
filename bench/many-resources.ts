import { createEmulator } from "../lib/emulator/emulator";
import { countCalls } from "./calls";
import { fleetIds, fleetSeed, lifecycleOf, lifecyclesOf, projectId } from "./fleet";
import { providerBlock, type Workspaces } from "./fleet-workspace";
import { startGateway } from "./gateway";
import type { Shapes, Command, Shape } from "./shapes-table";

interface Way {
  readonly name: string;
  readonly size: number;
  readonly resources: "one" | "many";
  /** Terraform's own default is 10. */
  readonly parallelism: number;
  /** Lists that a gateway before the service lets through each second. @default all of them */
  readonly listsPerSecond?: number;
}

/** Restarts here take 0.7 to 3.6 seconds. */
const speed = 250;
/** Time that a restart stays shown: its first read may be another resource's, and a gateway may hold the next one. */
const restartingShownMs = 6_000;

/** Measures the same fleet in each of its shapes. */
export async function measureShapes(workspaces: Workspaces, size: number, listsPerSecond: number): Promise<Shapes> {
  const measure = (way: Omit<Way, "size">): Promise<Shape> => measureShape(workspaces, { size, ...way });
  return {
    size,
    listsPerSecond,
    one: await measure({ name: "one", resources: "one", parallelism: 10 }),
    together: await measure({ name: "together", resources: "many", parallelism: size }),
    byTens: await measure({ name: "by-tens", resources: "many", parallelism: 10 }),
    limited: await measure({ name: "limited", resources: "many", parallelism: 10, listsPerSecond }),
  };
}

/** Adopts a fleet, plans without due actions, and restarts all of it. */
async function measureShape(workspaces: Workspaces, way: Way): Promise<Shape> {
  const { name, size, resources, parallelism, listsPerSecond } = way;
  const emulator = createEmulator({ seed: fleetSeed(size), speed, restartingShownMs });
  const { url } = await emulator.listen();
  const gateway = listsPerSecond === undefined ? undefined : await startGateway(url, listsPerSecond);
  try {
    const provider = providerBlock(gateway?.url ?? url, projectId);
    const declared = (trigger: string): string => (resources === "one" ? lifecycleOf : lifecyclesOf)(size, trigger);
    const workspace = await workspaces.create(`shape-${name}`, provider + declared("1"));
    const command = async (...args: readonly string[]): Promise<Command> => {
      const [{ seq: before } = { seq: 0 }] = emulator.journal().slice(-1);
      const dropped = emulator.dropped();
      const { ms: tookMs } = await workspace.terraform(...args, "-input=false", `-parallelism=${parallelism}`);
      if (emulator.dropped() > dropped)
        throw new Error("the emulator's journal has dropped calls that are to be counted");
      const calls = emulator.journal().filter(({ seq }) => seq > before);
      return { tookMs, ...countCalls(calls, fleetIds(size)) };
    };
    const adoption = await command("apply", "-auto-approve");
    const plan = await command("plan", "-detailed-exitcode");
    workspace.configure(provider + declared("2"));
    return { adoption, plan, restart: await command("apply", "-auto-approve") };
  } finally {
    await gateway?.close();
    await emulator.close();
  }
}
