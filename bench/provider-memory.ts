import { readdirSync, readFileSync } from "node:fs";
import { createEmulator } from "../lib/emulator/emulator";
import { fleetSeed, lifecycleOf, projectId } from "./fleet";
import { providerBlock, type Workspaces } from "./fleet-workspace";
import type { Expectation } from "./goals";

/** The most memory of a provider's process in two commands, in megabytes; `undefined` if the machine has no `/proc`. */
export interface ProviderMemory {
  /** Number of declared instances. */
  readonly size: number;
  readonly apply: number | undefined;
  readonly plan: number | undefined;
}

const goalMb = 300;
const lookEveryMs = 50;

/** Runs a first apply and a plan without changes, and looks at the processes of the provider meanwhile. */
export async function measureMemory(workspaces: Workspaces, size: number): Promise<ProviderMemory> {
  const emulator = createEmulator({ seed: fleetSeed(size) });
  try {
    const { url } = await emulator.listen();
    const hcl = providerBlock(url, projectId) + lifecycleOf(size, "1");
    const workspace = await workspaces.create(`memory-${size}`, hcl);
    return {
      size,
      apply: await peakDuring(() => workspace.terraform("apply", "-input=false", "-auto-approve")),
      plan: await peakDuring(() => workspace.terraform("plan", "-input=false", "-detailed-exitcode")),
    };
  } finally {
    await emulator.close();
  }
}

async function peakDuring(work: () => Promise<unknown>): Promise<number | undefined> {
  let peak: number | undefined;
  const watch = setInterval(() => {
    for (const mb of providerPeaks()) peak = Math.max(peak ?? 0, mb);
  }, lookEveryMs);
  try {
    await work();
    return peak;
  } finally {
    clearInterval(watch);
  }
}

/** The largest resident set so far (`VmHWM`) of each provider that runs on this machine. */
function providerPeaks(): readonly number[] {
  return entries("/proc")
    .filter((name) => /^\d+$/.test(name) && text(`/proc/${name}/cmdline`).includes("terraform-provider-dms_v"))
    .flatMap((name) => {
      const kilobytes = /^VmHWM:\s*(\d+) kB$/m.exec(text(`/proc/${name}/status`))?.[1];
      return kilobytes === undefined ? [] : [Number(kilobytes) / 1_024];
    });
}

function entries(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Empty for a process that has ended since the listing. */
function text(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** The goals of the commands that could be measured. Pure. */
export function expectMemory({ size, ...commands }: ProviderMemory): readonly Expectation[] {
  return Object.entries(commands).flatMap(([command, mb]) =>
    mb === undefined
      ? []
      : [
          {
            text: `memory of the provider, terraform ${command}, ${size} instances: ${mb.toFixed(0)} MB, at most ${goalMb}`,
            met: mb <= goalMb,
          },
        ],
  );
}
