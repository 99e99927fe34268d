import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmulator, type Emulator } from "../emulator/emulator";
import type { SeedFile } from "../emulator/seed";
import { batchCalls } from "./batch-calls";
import { prepareConfiguration } from "./configuration-folder";
import { applyFolder, type Deployment, type Plan, planFolder, type RunTerraform, TerraformFailed } from "./deployment";
import type { Deployable, DeployOptions, DmsKit, DmsKitOptions } from "./dms-kit";
import { type PreparedFolder, prepareStack } from "./stack-folder";
import { requireTerraform, type RunningTerraform, startTerraform } from "./terraform-program";

/** The project of a fleet given in short. */
const defaultProjectId = "0123456789abcdef0123456789abcdef";

/** What of the environment would lead a configuration elsewhere than to the emulator, or terraform to other files. */
const foreign = /^(OS_|HW_|DMS_|TF_(WORKSPACE|DATA_DIR|CLI_ARGS.*)$)/i;

/**
 * Starts an emulator on a free port of this machine, and keeps a temporary folder for terraform to work in. `stop` ends both.
 * Rejects with one sentence when there is no terraform >= 1.5, and for a seed that cannot be used.
 */
export async function startDms(options: DmsKitOptions = {}): Promise<DmsKit> {
  const program = options.terraform ?? process.env["TERRAFORM_BINARY_NAME"] ?? "terraform";
  requireTerraform(program, "Tests with startDms", "Install it, or name it with the option terraform.");
  const seed = seedFrom(options);
  const projectId = Object.keys(seed.projects ?? {})[0] ?? defaultProjectId;
  const emulator = createEmulator({ seed, speed: options.speed ?? 2_000 });
  const { url } = await emulator.listen();
  const folder = mkdtempSync(join(tmpdir(), "dms-testing-"));
  return new RunningKit({ program, emulator, url, projectId, folder });
}

interface KitParts {
  readonly program: string;
  readonly emulator: Emulator;
  readonly url: string;
  readonly projectId: string;
  readonly folder: string;
}

class RunningKit implements DmsKit {
  readonly url: string;
  readonly projectId: string;
  readonly #parts: KitParts;
  readonly #running = new Set<RunningTerraform>();
  #outputs: Deployment["outputs"] = {};

  constructor(parts: KitParts) {
    this.#parts = parts;
    this.url = parts.url;
    this.projectId = parts.projectId;
  }

  async plan(what: Deployable, options: DeployOptions = {}): Promise<Plan> {
    const prepared = this.#prepare(what);
    return await planFolder(this.#terraformIn(prepared, options), existsSync(prepared.dataFolder));
  }

  async deploy(what: Deployable, options: DeployOptions = {}): Promise<Deployment> {
    const prepared = this.#prepare(what);
    const terraform = this.#terraformIn(prepared, options);
    const { actions, log } = await planFolder(terraform, existsSync(prepared.dataFolder));
    const earlier = this.calls().length;
    const { run, outputs } = await applyFolder(terraform);
    this.#outputs = outputs;
    if (run.code !== 0) throw new TerraformFailed("apply", run.output);
    return { actions, calls: this.calls().slice(earlier), outputs, log: log + run.output };
  }

  calls(): ReturnType<DmsKit["calls"]> {
    return batchCalls(this.#parts.emulator.journal());
  }

  journal(): ReturnType<DmsKit["journal"]> {
    return this.#parts.emulator.journal();
  }

  outputs(): ReturnType<DmsKit["outputs"]> {
    return this.#outputs;
  }

  statuses(): ReturnType<DmsKit["statuses"]> {
    const { projects } = this.#parts.emulator.instances() as unknown as {
      readonly projects: Readonly<Record<string, readonly { readonly instance_id: string; readonly status: string }[]>>;
    };
    const all = Object.values(projects).flat();
    return Object.fromEntries(all.map(({ instance_id, status }) => [instance_id, status]));
  }

  setFaults(rules: readonly object[]): void {
    this.#parts.emulator.setFaults(rules);
  }

  async stop(): Promise<void> {
    for (const running of this.#running) killGroup(running);
    await this.#parts.emulator.close();
    rmSync(this.#parts.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }

  #prepare(what: Deployable): PreparedFolder {
    const { folder, url } = this.#parts;
    return typeof what === "function" ? prepareStack(what, folder, url) : prepareConfiguration(what, folder, url);
  }

  #terraformIn(
    { folder, dataFolder }: PreparedFolder,
    { variables = {}, environment = {} }: DeployOptions,
  ): RunTerraform {
    const values = Object.entries(variables).map(([name, value]) => [`TF_VAR_${name}`, value] as const);
    const env = { ...this.#environment(), TF_DATA_DIR: dataFolder, ...Object.fromEntries(values), ...environment };
    return async (args) => {
      const running = startTerraform(this.#parts.program, args, folder, env);
      this.#running.add(running);
      try {
        return await running.finished;
      } finally {
        this.#running.delete(running);
      }
    };
  }

  #environment(): Record<string, string> {
    const inherited = Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && !foreign.test(entry[0]),
    );
    return {
      ...Object.fromEntries(inherited.filter(([name, value]) => name !== "TF_CLI_CONFIG_FILE" || existsSync(value))),
      CHECKPOINT_DISABLE: "1",
      TF_IN_AUTOMATION: "1",
      DMS_ENDPOINT: this.url,
      OS_AUTH_URL: `${this.url}/v3`,
      OS_PROJECT_ID: this.projectId,
    };
  }
}

/** Ends terraform together with the providers it started. */
function killGroup({ process: child }: RunningTerraform): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}

function seedFrom({ seed, instances }: DmsKitOptions): SeedFile {
  if (instances === undefined) return seed ?? {};
  if (seed !== undefined) throw new Error("startDms takes either seed or instances, not both.");
  const fleet = instances.map((instance) => ({ engine: "kafka", status: "RUNNING", ...instance }));
  return { projects: { [defaultProjectId]: fleet } };
}
