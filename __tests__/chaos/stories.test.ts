import { copyFileSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { idOf, lifecycle, seedOf, triggered } from "../support/acceptance/hcl";
import { createFolder } from "../support/acceptance/terraform";
import {
  createWorkspace,
  projectId,
  type ResourceState,
  savedObjects,
  type Workspace,
} from "../support/acceptance/workspace";
import { randomRuns } from "../support/chaos/random-runs";
import { attachProvider } from "../support/provider/attach-provider";

const names = ["ant", "bee", "cat"] as const;
type Name = (typeof names)[number];
const more = `rollout = { max_failures = "100%" }\n  ready_timeout = "2s"`;
const hcl = (trigger: number): string => lifecycle(triggered(names, String(trigger)), more);

/** The trouble during one apply. */
const trouble = {
  nothing: [],
  "the call is lost on its way": [{ on: { operation: "action", times: 1 }, do: { drop: "before" } }],
  "the answer is lost": [{ on: { operation: "action", times: 1 }, do: { drop: "after" } }],
  "the answer is cut": [{ on: { operation: "action", times: 1 }, do: { truncate: true } }],
  "the answer is late": [{ on: { operation: "action", times: 1 }, do: { delay_ms: 400 } }],
  "the service is busy": [{ on: { operation: "action", times: 1 }, do: { status: 503 } }],
  "one instance is refused": [{ on: { operation: "action", instance: idOf("bee"), times: 1 }, do: { item: "failed" } }],
  "one restart never happens, another operation runs": [
    { on: { operation: "action", instance: idOf("cat"), times: 1 }, do: { ignore: true } },
    { on: { operation: "action", instance: idOf("cat"), times: 1 }, do: { show: "EXTENDING", for_ms: 60_000 } },
  ],
  "an unknown status is shown for a while": [
    { on: { operation: "action", instance: idOf("ant"), times: 1 }, do: { show: "SOMETHING_NEW", for_ms: 300 } },
  ],
  "a list fails": [{ on: { operation: "list", after: 1, times: 2 }, do: { status: 500 } }],
} as const;
type Trouble = keyof typeof trouble;

/** An apply. A killed one is followed by one on the same machine, because its last notes are only there. */
interface Step {
  readonly machine: 0 | 1;
  readonly trouble: Trouble;
  /** When Terraform is killed; `undefined`: it is not. */
  readonly killed: Kill | undefined;
}

/**
 * - `sent`: so long after the first action of the apply was sent
 * - `call`: as soon as the apply has made so many calls, of any kind
 */
type Kill = { readonly kind: "sent"; readonly afterMs: number } | { readonly kind: "call"; readonly count: number };

const anyStep: fc.Arbitrary<Step> = fc.record({
  machine: fc.constantFrom<0 | 1>(0, 1),
  trouble: fc.constantFrom(...(Object.keys(trouble) as Trouble[])),
  killed: fc.option(
    fc.oneof(
      fc.integer({ min: 0, max: 400 }).map((afterMs): Kill => ({ kind: "sent", afterMs })),
      fc.integer({ min: 1, max: 12 }).map((count): Kill => ({ kind: "call", count })),
    ),
    { nil: undefined, freq: 2 },
  ),
});

/** Steps by the trigger they are made for. */
const anyStory = fc.array(fc.array(anyStep, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 2 });

/** Two machines that share a state. Neither sees the notes of the other. */
class Machines {
  private readonly other = createFolder("dms-other-", {}, attachProvider);
  private latest: 0 | 1 = 0;

  public constructor(private readonly workspace: Workspace) {}

  public async apply(machine: 0 | 1, trigger: number, killed?: Kill): Promise<number | null> {
    const folder = this.moveTo(machine);
    writeFileSync(join(folder, "main.tf"), hcl(trigger));
    copyFileSync(join(this.workspace.folder, "provider.tf"), join(this.other.folder, "provider.tf"));
    const sent = this.workspace.emulator.journal().length;
    const args = ["apply", "-no-color", "-input=false", "-auto-approve"];
    const running = machine === 0 ? this.workspace.start(args) : this.other.start(args);
    const isRunning = (): boolean => running.process.exitCode === null;
    if (killed !== undefined) {
      const isDue = (): boolean => {
        const calls = this.workspace.emulator.journal().slice(sent);
        return killed.kind === "call" ? calls.length >= killed.count : calls.some(({ method }) => method === "POST");
      };
      const stepMs = killed.kind === "call" ? 1 : 10;
      while (isRunning() && !isDue()) await new Promise((resolve) => setTimeout(resolve, stepMs));
      if (killed.kind === "sent") await new Promise((resolve) => setTimeout(resolve, killed.afterMs));
      if (isRunning()) running.process.kill("SIGKILL");
    }
    return (await running.finished).code;
  }

  public state(): ResourceState | undefined {
    return savedObjects(this.folder(this.latest)).get("dms_instance_lifecycle.fleet");
  }

  public async isSettled(): Promise<boolean> {
    this.moveTo(0);
    return this.workspace.isSettled();
  }

  public dispose(): Promise<void> {
    return this.other.dispose();
  }

  private folder(machine: 0 | 1): string {
    return machine === 0 ? this.workspace.folder : this.other.folder;
  }

  private moveTo(machine: 0 | 1): string {
    const state = join(this.folder(this.latest), "terraform.tfstate");
    if (machine !== this.latest && existsSync(state))
      copyFileSync(state, join(this.folder(machine), "terraform.tfstate"));
    this.latest = machine;
    return this.folder(machine);
  }
}

type Counts = Readonly<Record<Name, number>>;

/** How often the service has restarted each instance, by its own records. */
async function restartsOf({ url }: Workspace): Promise<Counts> {
  const counts = names.map(async (name) => {
    const answer = await fetch(`${url}/v2/${projectId}/instances/${idOf(name)}/tasks?limit=100`);
    return [name, ((await answer.json()) as { readonly tasks: readonly unknown[] }).tasks.length] as const;
  });
  return Object.fromEntries(await Promise.all(counts)) as Record<Name, number>;
}

/** Plays the story. Its flaw; `undefined` if it ended well. */
async function flawOf(story: readonly (readonly Step[])[]): Promise<unknown> {
  const workspace = await createWorkspace({ hcl: hcl(0), emulator: { seed: seedOf(names) } });
  const machines = new Machines(workspace);
  try {
    if ((await machines.apply(0, 0)) !== 0) return "not adopted";
    let trigger = 0;
    for (const steps of story) {
      trigger += 1;
      const before = await restartsOf(workspace);
      let bound: 0 | 1 | undefined;
      for (const step of steps) {
        const machine = bound ?? step.machine;
        workspace.emulator.setFaults(trouble[step.trouble]);
        const code = await machines.apply(machine, trigger, step.killed);
        bound = step.killed === undefined ? undefined : machine;
        const flaw = flawIn(machines.state(), before, await restartsOf(workspace), code);
        if (flaw !== undefined) return { trigger, step, flaw };
      }
      if (bound !== undefined) await machines.apply(bound, trigger);
    }
    workspace.emulator.setFaults([]);
    const before = await restartsOf(workspace);
    if ((await machines.apply(0, trigger + 1)) !== 0) return "what is new and meets no trouble is not proven";
    const flaw = flawIn(machines.state(), before, await restartsOf(workspace), 0);
    return flaw ?? ((await machines.isSettled()) ? undefined : "a second plan is not empty");
  } finally {
    await machines.dispose();
    await workspace.dispose();
  }
}

/** The promise that the state after an apply breaks: one intent, one send; green means proven. */
function flawIn(state: ResourceState | undefined, before: Counts, now: Counts, code: number | null): unknown {
  const twice = names.filter((name) => now[name] - before[name] > 1);
  if (twice.length > 0) return { restartedTwice: twice };
  if (code !== 0) return undefined;
  const unproven = names.filter((name) => state?.results?.[name]?.result !== "success" || now[name] === before[name]);
  return unproven.length === 0 ? undefined : { greenWithout: unproven };
}

describe("applies on two machines, with trouble and kills between them", () => {
  const runs = randomRuns(2);

  test(
    `restart each instance at most once per trigger, and are green only when it was restarted (${runs.numRuns} stories)`,
    async () => {
      await fc.assert(
        fc.asyncProperty(anyStory, async (story) => expect(await flawOf(story)).toBeUndefined()),
        { ...runs, endOnFailure: true },
      );
    },
    120_000 * runs.numRuns,
  );
});
