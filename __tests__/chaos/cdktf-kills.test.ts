import fc from "fast-check";
import { createEmulator, type Emulator } from "../../lib/emulator/emulator";
import { batchCalls } from "../../lib/testing/calls";
import { idOf, seedOf } from "../support/acceptance/hcl";
import { projectId } from "../support/acceptance/workspace";
import { type CdktfProject, createCdktfProject } from "../support/attacks/cdktf-project";
import { attackedPrograms } from "../support/attacks/programs";
import { randomRuns } from "../support/chaos/random-runs";
import type { RunningCdktf } from "../support/synth/cdktf";

const names = ["ant", "bee", "cat"] as const;

/** A blow against `cdktf deploy`. */
interface Blow {
  readonly signal: "SIGKILL" | "SIGINT" | "SIGTERM";
  /** Its process alone, whose children are left, or all of them. */
  readonly reach: "cdktf" | "group";
  /** Its delay after a number of calls of any kind. */
  readonly calls: number;
  readonly afterMs: number;
}

const anyBlow: fc.Arbitrary<Blow> = fc.record({
  signal: fc.constantFrom<Blow["signal"]>("SIGKILL", "SIGKILL", "SIGINT", "SIGTERM"),
  reach: fc.constantFrom<Blow["reach"]>("cdktf", "group"),
  calls: fc.integer({ min: 1, max: 20 }),
  afterMs: fc.integer({ min: 0, max: 300 }),
});

async function strike(running: RunningCdktf, { signal, reach, calls, afterMs }: Blow, emulator: Emulator) {
  const { process: child } = running;
  const before = emulator.journal().length;
  while (child.exitCode === null && emulator.journal().length < before + calls) {
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  if (child.exitCode === null && child.pid !== undefined)
    process.kill(reach === "group" ? -child.pid : child.pid, signal);
}

/** How often the service has restarted each instance, by its own records. */
async function restartsOf(url: string): Promise<readonly number[]> {
  const counts = names.map(async (name) => {
    const answer = await fetch(`${url}/v2/${projectId}/instances/${idOf(name)}/tasks?limit=100`);
    return ((await answer.json()) as { readonly tasks: readonly unknown[] }).tasks.length;
  });
  return Promise.all(counts);
}

/** Deploys what is left. A kill between the record of a call and the call takes a second deploy: the first looks for the restart in vain. */
async function finish(project: CdktfProject, trigger: string): Promise<void> {
  const first = await project.deploy(trigger).finished;
  if (first.code === 0) return;
  expect(first.output.replace(/\s+/g, " ")).toMatch(/the service may not have received the call/);
  expect(await project.deploy(trigger).finished).toMatchObject({ code: 0 });
}

describe.each(attackedPrograms)(
  "cdktf deploy on %s, killed or interrupted at any moment, its children left or gone",
  (program) => {
    const runs = randomRuns(1);
    let emulator: Emulator;
    let project: CdktfProject;
    let url: string;
    beforeEach(async () => {
      emulator = createEmulator({ seed: seedOf(names), speed: 2_000, restartingShownMs: 150 });
      ({ url } = await emulator.listen());
      project = createCdktfProject(url, program, Object.fromEntries(names.map((name) => [name, idOf(name)])));
    });
    afterEach(async () => {
      await project.remove();
      await emulator.close();
    });

    test(
      `the next deploy does only the rest, and each instance is restarted once per trigger (${runs.numRuns} blows)`,
      async () => {
        for (const [index, blow] of fc.sample(anyBlow, runs).entries()) {
          const trigger = String(index);
          const before = await restartsOf(url);
          const running = project.deploy(trigger);
          await strike(running, blow, emulator);
          await project.left();
          await finish(project, trigger);
          const restarts = (await restartsOf(url)).map((count, at) => count - before[at]!);
          const unfinished = project.state()?.unfinished;
          expect({ blow, restarts, unfinished }).toEqual({ blow, restarts: names.map(() => 1), unfinished: [] });
        }
        expect(batchCalls(emulator.journal()).every(({ action }) => action === "restart")).toBe(true);
      },
      120_000 + 120_000 * runs.numRuns,
    );
  },
);
