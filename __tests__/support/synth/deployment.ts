import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App, LocalBackend, TerraformStack, Testing } from "cdktf";
import { backendFromEnvironment } from "../../../lib";
import { createEmulator, type Emulator, type EmulatorOptions } from "../../../lib/emulator/emulator";
import { createFolder, type Run, type RunningTerraform } from "../acceptance/terraform";
import { attachProvider } from "../provider/attach-provider";
import { type PlanJson, projectId } from "../acceptance/workspace";

/** A stack that is synthesized as an app would and deployed by the real terraform, in a folder of its own. */
export interface Deployment {
  readonly folder: string;
  /** Writes the stack "fleet" again. Provider and backend come from `declare` and from here. */
  synth(declare: (stack: TerraformStack) => void): void;
  /** `terraform plan`, as JSON. Throws when it fails. */
  plan(...args: readonly string[]): Promise<PlanJson>;
  /** Whether `terraform plan` finds nothing to do, outputs included. */
  isSettled(): Promise<boolean>;
  apply(): Promise<Run>;
  /** Throws when the apply fails. `stack` is another one that `declare` added to the app. */
  mustApply(stack?: string): Promise<Run>;
  /** Begins an apply. The stack must have been initialized by an earlier command. */
  startApply(...args: readonly string[]): RunningTerraform;
  /** The outputs as saved in the local state file, or in another one in the folder. */
  outputs(file?: string): Readonly<Record<string, unknown>>;
  dispose(): Promise<void>;
}

/**
 * State is in a file in the folder, unless `environment`, in which terraform runs, says otherwise. The provider runs in the process of the
 * tests, or in one of its own that a kill of the whole group reaches.
 */
export function createDeployment(
  environment: Readonly<Record<string, string>> = {},
  provider: "attached" | "own process" = "attached",
): Deployment {
  const attach = provider === "attached" ? attachProvider : undefined;
  const { folder, start, run, dispose } = createFolder("dms-deployment-", environment, attach);
  const outdir = join(folder, "cdktf.out");
  const stateFile = join(folder, "state");
  const folderOf = (stack: string): string => join(outdir, "stacks", stack);
  const startIn = (stack: string, ...args: readonly string[]): RunningTerraform =>
    start([...args, "-no-color", "-input=false"], { cwd: folderOf(stack) });
  const must = async (stack: string, ...args: readonly string[]): Promise<Run> => {
    const ended = await startIn(stack, ...args).finished;
    if (ended.code !== 0) throw new Error(`terraform ${args.join(" ")} failed:\n${ended.output}`);
    return ended;
  };
  const initialized = new Set<string>();
  const init = async (stack = "fleet"): Promise<void> => {
    if (!initialized.has(stack)) await must(stack, "init");
    initialized.add(stack);
  };

  return {
    folder,
    synth: (declare) => {
      const app = Testing.stubVersion(new App({ outdir, stackTraces: false }));
      const stack = new TerraformStack(app, "fleet");
      if (backendFromEnvironment(stack, environment) === undefined) new LocalBackend(stack, { path: stateFile });
      declare(stack);
      app.synth();
    },
    plan: async (...args) => {
      await init();
      await must("fleet", "plan", "-out=tfplan", ...args);
      const { stdout } = await run(["show", "-json", "tfplan"], { cwd: folderOf("fleet") });
      return JSON.parse(stdout) as PlanJson;
    },
    isSettled: async () => {
      await init();
      const { code, output } = await startIn("fleet", "plan", "-detailed-exitcode").finished;
      if (code !== 0 && code !== 2) throw new Error(`terraform plan failed:\n${output}`);
      return code === 0;
    },
    apply: async () => {
      await init();
      return startIn("fleet", "apply", "-auto-approve").finished;
    },
    mustApply: async (stack = "fleet") => {
      await init(stack);
      return must(stack, "apply", "-auto-approve");
    },
    startApply: (...args) => startIn("fleet", "apply", "-auto-approve", ...args),
    outputs: (file = "state") => {
      const { outputs } = JSON.parse(readFileSync(join(folder, file), "utf8")) as {
        readonly outputs: Readonly<Record<string, { readonly value: unknown }>>;
      };
      return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
    },
    dispose,
  };
}

/** A running fleet of Kafka instances, name and id alike, in the project the tests use. */
export async function startFleet(
  names: readonly string[],
  options: EmulatorOptions = { speed: 2_000 },
): Promise<{ readonly url: string } & Emulator> {
  const instances = names.map((name) => ({ instance_id: idOf(name), name, engine: "kafka", status: "RUNNING" }));
  const emulator = createEmulator({
    restartingShownMs: 150,
    ...options,
    seed: { projects: { [projectId]: instances } },
  });
  const { url } = await emulator.listen();
  return { ...emulator, url };
}

/** The id of the instance that `startFleet` makes of a name of up to six letters. */
export function idOf(name: string): string {
  return `00000000-0000-4000-8000-${Buffer.from(name.padEnd(6, "_").slice(0, 6)).toString("hex")}`;
}

/** The batch calls an emulator received, in order: the action and the names or ids it was for. */
export function batchesOf(emulator: Pick<Emulator, "journal">): readonly string[] {
  return emulator
    .journal()
    .filter(({ method, path }) => method === "POST" && path.endsWith("/instances/action"))
    .map(({ body }) => {
      const { action, instances = [] } = body as { readonly action: string; readonly instances?: readonly string[] };
      return `${action} ${instances.map(nameOf).join(" ")}`;
    });
}

function nameOf(id: string): string {
  return Buffer.from(id.slice(-12), "hex").toString().replace(/_+$/, "");
}
