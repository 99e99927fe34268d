import { existsSync } from "node:fs";
import { join } from "node:path";
import { createEmulator, type Emulator } from "../emulator/emulator";
import type { SeedFile } from "../emulator/seed/seed";
import { testEndpointVariable } from "../client/config/test-endpoint";
import { batchCalls, wholeJournal } from "./calls";
import { ownCliConfiguration } from "./terraform/cli-configuration";
import { prepareConfiguration } from "./configuration/configuration-folder";
import {
  applyFolder,
  type ConfiguredFolder,
  type Deployment,
  type Plan,
  planFolder,
  TerraformFailed,
} from "./terraform/deployment";
import {
  refuseLaterOverrides,
  refuseMovingEnvironment,
  refuseOtherBackend,
  refuseOtherProviders,
  refuseOutsideReads,
} from "./configuration/confinement";
import type { Deployable, DeployOptions, DmsKit, DmsKitOptions } from "./dms-kit";
import { testEnvironment } from "./environment";
import { type PreparedFolder, prepareStack } from "./configuration/stack-folder";
import {
  type AttachProvider,
  createTerraformFolder,
  type Environment,
  type TerraformFolder,
} from "./terraform/terraform-folder";
import { requireTerraform } from "./terraform/terraform-program";
import { variableOf } from "../domain/environment";

/** The project of a fleet in short form. */
const defaultProjectId = "0123456789abcdef0123456789abcdef";

/** `startDms`; for this project's own tests also with a provider in the test process, which costs a fraction of a started one. */
export async function startKit(options: DmsKitOptions, attach?: AttachProvider): Promise<DmsKit> {
  const program = options.terraform ?? variableOf(process.env, "TERRAFORM_BINARY_NAME") ?? "terraform";
  requireTerraform(program, "startDms", "Install it, or name it with the option terraform.");
  const seed = seedFrom(options);
  const projectId = Object.keys(seed.projects ?? {})[0] ?? defaultProjectId;
  const emulator = createEmulator({ seed, speed: options.speed ?? 2_000, restartingShownMs: 500 });
  const { url } = await emulator.listen();
  const environment = testEnvironment({ [testEndpointVariable]: url, OS_PROJECT_ID: projectId });
  const terraformFolder = createTerraformFolder({
    program,
    prefix: "dms-testing-",
    environment,
    home: process.env["HOME"],
    ...(attach !== undefined && { attach }),
  });
  const cliConfiguration = ownCliConfiguration(terraformFolder.folder, terraformFolder.environment);
  const providers = options.providers ?? [];
  return new RunningKit({ emulator, url, projectId, terraformFolder, cliConfiguration, providers });
}

interface KitParts {
  readonly emulator: Emulator;
  readonly url: string;
  readonly projectId: string;
  readonly terraformFolder: TerraformFolder;
  readonly cliConfiguration: Environment;
  readonly providers: readonly string[];
}

class RunningKit implements DmsKit {
  readonly url: string;
  readonly projectId: string;
  private readonly parts: KitParts;
  private lastOutputs: Deployment["outputs"] = {};

  constructor(parts: KitParts) {
    this.parts = parts;
    this.url = parts.url;
    this.projectId = parts.projectId;
  }

  async plan(what: Deployable, options: DeployOptions = {}): Promise<Plan> {
    const { actions, isEmpty, log } = await planFolder(this.configure(what, options));
    return { actions, isEmpty, log };
  }

  async deploy(what: Deployable, options: DeployOptions = {}): Promise<Deployment> {
    const asked = this.requests;
    const earlier = this.calls().length;
    const configured = this.configure(what, options);
    const { actions, log, managesDms } = await planFolder(configured);
    const { run, outputs } = await applyFolder(configured.terraform);
    this.lastOutputs = outputs;
    if (run.code !== 0) throw new TerraformFailed("apply", run.output);
    if (managesDms && this.requests === asked) throw new Error(noCall);
    return { actions, calls: this.calls().slice(earlier), outputs, log: log + run.output };
  }

  calls(): ReturnType<DmsKit["calls"]> {
    return batchCalls(this.parts.emulator.journal());
  }

  journal(): ReturnType<DmsKit["journal"]> {
    return wholeJournal(this.parts.emulator);
  }

  outputs(): ReturnType<DmsKit["outputs"]> {
    return this.lastOutputs;
  }

  statuses(): ReturnType<DmsKit["statuses"]> {
    const { projects } = this.parts.emulator.instances() as unknown as {
      readonly projects: Readonly<Record<string, readonly { readonly instance_id: string; readonly status: string }[]>>;
    };
    const all = Object.values(projects).flat();
    return Object.fromEntries(all.map(({ instance_id, status }) => [instance_id, status]));
  }

  setFaults(rules: readonly object[]): void {
    this.parts.emulator.setFaults(rules);
  }

  async stop(): Promise<void> {
    await this.parts.terraformFolder.dispose();
    await this.parts.emulator.close();
  }

  /** Number of requests to the emulator, including those that its journal has dropped. */
  private get requests(): number {
    return this.parts.emulator.journal().at(-1)?.seq ?? 0;
  }

  private configure(what: Deployable, { variables = {}, environment = {} }: DeployOptions): ConfiguredFolder {
    const { terraformFolder, url, cliConfiguration, providers } = this.parts;
    const prepared = prepare(what, terraformFolder.folder);
    const { folder, dataFolder, stateFile } = prepared;
    const values = Object.entries(variables).map(([name, value]) => [`TF_VAR_${name}`, value] as const);
    const stateHome = join(terraformFolder.folder, "user-state");
    const pinned = { TF_DATA_DIR: dataFolder, XDG_STATE_HOME: stateHome, [testEndpointVariable]: url };
    const env = { ...cliConfiguration, ...Object.fromEntries(values), ...environment, ...pinned };
    refuseMovingEnvironment(environment);
    refuseLaterOverrides(folder);
    return {
      terraform: (args) => terraformFolder.run(args, { cwd: folder, env }),
      isInitialized: existsSync(dataFolder),
      confine: (listing) => {
        refuseOtherBackend(dataFolder, stateFile);
        refuseOutsideReads(folder, dataFolder);
        refuseOtherProviders(listing, providers);
      },
    };
  }
}

/** The error for a provider that did not call the emulator, so that its answers are not tested. */
const noCall = "The deploy ended without a call to the emulator: its dms provider did not work on this emulator.";

function prepare(what: Deployable, folder: string): PreparedFolder {
  return typeof what === "function" ? prepareStack(what, folder) : prepareConfiguration(what, folder);
}

function seedFrom({ seed, instances }: DmsKitOptions): SeedFile {
  if (instances === undefined) return seed ?? {};
  if (seed !== undefined) throw new Error("startDms takes either seed or instances, not both.");
  const fleet = instances.map((instance) => ({ engine: "kafka", status: "RUNNING", ...instance }));
  return { projects: { [defaultProjectId]: fleet } };
}
