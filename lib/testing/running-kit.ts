import { existsSync } from "node:fs";
import { createEmulator, type Emulator } from "../emulator/emulator";
import type { SeedFile } from "../emulator/seed";
import { batchCalls } from "./batch-calls";
import { prepareConfiguration } from "./configuration-folder";
import { applyFolder, type Deployment, type Plan, planFolder, type RunTerraform, TerraformFailed } from "./deployment";
import type { Deployable, DeployOptions, DmsKit, DmsKitOptions } from "./dms-kit";
import { testEnvironment } from "./environment";
import { type PreparedFolder, prepareStack } from "./stack-folder";
import { type AttachProvider, createTerraformFolder, type TerraformFolder } from "./terraform-folder";
import { requireTerraform } from "./terraform-program";

/** The project of a fleet given in short. */
const defaultProjectId = "0123456789abcdef0123456789abcdef";

/** `startDms`, and for the project's own tests with a provider in their process, which costs a fraction of one that is started. */
export async function startKit(options: DmsKitOptions, attach?: AttachProvider): Promise<DmsKit> {
  const program = options.terraform ?? process.env["TERRAFORM_BINARY_NAME"] ?? "terraform";
  requireTerraform(program, "startDms", "Install it, or name it with the option terraform.");
  const seed = seedFrom(options);
  const projectId = Object.keys(seed.projects ?? {})[0] ?? defaultProjectId;
  const emulator = createEmulator({ seed, speed: options.speed ?? 2_000 });
  const { url } = await emulator.listen();
  const environment = testEnvironment({
    DMS_ENDPOINT: url,
    OS_AUTH_URL: `${url}/v3`,
    OS_PROJECT_ID: projectId,
  });
  const folder = createTerraformFolder({
    program,
    prefix: "dms-testing-",
    environment,
    home: process.env["HOME"],
    ...(attach !== undefined && { attach }),
  });
  return new RunningKit({ emulator, url, projectId, folder });
}

interface KitParts {
  readonly emulator: Emulator;
  readonly url: string;
  readonly projectId: string;
  readonly folder: TerraformFolder;
}

class RunningKit implements DmsKit {
  readonly url: string;
  readonly projectId: string;
  readonly #parts: KitParts;
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
    await this.#parts.folder.dispose();
    await this.#parts.emulator.close();
  }

  #prepare(what: Deployable): PreparedFolder {
    const { url } = this.#parts;
    const { folder } = this.#parts.folder;
    return typeof what === "function" ? prepareStack(what, folder, url) : prepareConfiguration(what, folder, url);
  }

  #terraformIn(
    { folder, dataFolder }: PreparedFolder,
    { variables = {}, environment = {} }: DeployOptions,
  ): RunTerraform {
    const values = Object.entries(variables).map(([name, value]) => [`TF_VAR_${name}`, value] as const);
    const env = { TF_DATA_DIR: dataFolder, ...Object.fromEntries(values), ...environment };
    return (args) => this.#parts.folder.run(args, { cwd: folder, env });
  }
}

function seedFrom({ seed, instances }: DmsKitOptions): SeedFile {
  if (instances === undefined) return seed ?? {};
  if (seed !== undefined) throw new Error("startDms takes either seed or instances, not both.");
  const fleet = instances.map((instance) => ({ engine: "kafka", status: "RUNNING", ...instance }));
  return { projects: { [defaultProjectId]: fleet } };
}
