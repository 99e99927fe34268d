import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { providerAddress } from "../../lib/constructs/provider-address";
import { writeMirror } from "../../lib/constructs/vendor/provider-mirror";
import { loadProviderPackage } from "../../lib/constructs/vendor/provider-package";
import { type Emulator, createEmulator, type EmulatorOptions } from "../../lib/emulator/emulator";
import {
  quietEnvironment,
  requireTerraform,
  type Run,
  type RunningTerraform,
  startTerraform,
} from "./acceptance-terraform";

export const projectId = "0123456789abcdef0123456789abcdef";

/** A folder with a configuration, an emulator of its own, and the real terraform. Disposed of by `dispose`. */
export interface Workspace {
  readonly folder: string;
  readonly url: string;
  readonly emulator: Emulator;
  /** Replaces main.tf; the provider block and requirements are in a file of their own. */
  configure(hcl: string): void;
  terraform(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Run>;
  start(args: readonly string[], env?: Readonly<Record<string, string>>): RunningTerraform;
  /** `terraform plan -out`, then the plan as JSON. Fails the test when the plan fails. */
  plan(args?: readonly string[]): Promise<PlanJson>;
  /** `terraform plan` that is expected to fail; answers what was shown. */
  planFails(args?: readonly string[]): Promise<string>;
  /** Applies the last saved plan. */
  applyPlan(): Promise<Run>;
  apply(args?: readonly string[]): Promise<Run>;
  /** State attributes of a resource, by address. */
  state(address?: string): Promise<ResourceState>;
  output(): Promise<Record<string, unknown>>;
  /** Write calls the emulator received since the last reset of the journal. */
  calls(): readonly ActionCall[];
  dispose(): Promise<void>;
}

export interface ActionCall {
  readonly action: string;
  readonly instances: readonly string[] | undefined;
  readonly allFailure: string | undefined;
  readonly status: number | null;
}

export interface PlannedAction {
  readonly name: string;
  readonly instance_id: string;
  readonly action: string;
  readonly reason: string;
  readonly wave: number;
}

export interface PlanJson {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly change: {
      readonly actions: readonly string[];
      readonly before: ResourceState | null;
      readonly after: ResourceState | null;
      readonly after_unknown: Readonly<Record<string, unknown>>;
    };
  }[];
  readonly resource_drift?: readonly {
    readonly address: string;
    readonly change: { readonly after: ResourceState | null };
  }[];
}

export interface ResourceState {
  readonly id?: string;
  readonly planned_actions?: readonly PlannedAction[];
  readonly observed?: Readonly<Record<string, { readonly instance_id: string; readonly status: string }>>;
  readonly results?: Readonly<Record<string, Readonly<Record<string, unknown>> & { readonly result: string }>>;
  readonly unfinished?: readonly string[];
  readonly [attribute: string]: unknown;
}

export interface WorkspaceOptions {
  readonly hcl: string;
  readonly emulator?: EmulatorOptions;
  /** Lines inside the provider block. @default a project id, the emulator's endpoint and quick polling */
  readonly provider?: string;
}

/** One mirror serves all workspaces of a test process. */
let mirror: string | undefined;

function sharedMirror(): string {
  mirror ??= makeMirror();
  return mirror;
}

function makeMirror(): string {
  const folder = mkdtempSync(join(tmpdir(), "dms-mirror-"));
  writeMirror(folder, loadProviderPackage());
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export async function createWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  requireTerraform();
  const folder = mkdtempSync(join(tmpdir(), "dms-acceptance-"));
  const emulator = createEmulator({ speed: 500, ...options.emulator });
  const { url } = await emulator.listen();
  const env = writeSetup(folder, url, options);
  const started: RunningTerraform[] = [];

  const start: Workspace["start"] = (args, extra = {}) => {
    const running = startTerraform(args, folder, { ...env, ...extra });
    started.push(running);
    return running;
  };
  const terraform: Workspace["terraform"] = (args, extra) => start(args, extra).finished;
  const mustRun = async (args: readonly string[]): Promise<Run> => {
    const run = await terraform(args);
    if (run.code !== 0) throw new Error(`terraform ${args.join(" ")} failed:\n${run.output}`);
    return run;
  };
  const configure = (hcl: string): void => writeFileSync(join(folder, "main.tf"), hcl);

  configure(options.hcl);
  await mustRun(["init", "-no-color"]);
  return {
    folder,
    url,
    emulator,
    configure,
    terraform,
    start,
    plan: async (args = []) => {
      await mustRun(["plan", "-no-color", "-input=false", "-out=tfplan", ...args]);
      return JSON.parse((await mustRun(["show", "-json", "tfplan"])).stdout) as PlanJson;
    },
    planFails: async (args = []) => {
      const run = await terraform(["plan", "-no-color", "-input=false", ...args]);
      if (run.code === 0) throw new Error(`the plan was expected to fail:\n${run.output}`);
      return run.output;
    },
    applyPlan: () => terraform(["apply", "-no-color", "-input=false", "tfplan"]),
    apply: (args = []) => terraform(["apply", "-no-color", "-input=false", "-auto-approve", ...args]),
    state: async (address) => stateOf((await mustRun(["show", "-json"])).stdout, address),
    output: async () => {
      const outputs = JSON.parse((await mustRun(["output", "-json"])).stdout) as Record<string, { value: unknown }>;
      return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
    },
    calls: () => actionCalls(emulator),
    dispose: async () => {
      for (const { process: child } of started) if (child.exitCode === null) child.kill("SIGKILL");
      await emulator.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function writeSetup(folder: string, url: string, options: WorkspaceOptions): Record<string, string> {
  const cliConfig = join(folder, "cli.tfrc");
  writeFileSync(
    cliConfig,
    `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(sharedMirror())}\n  }\n}\n`,
  );
  const block =
    options.provider ??
    `project_id = "${projectId}"\n  endpoint = "${url}"\n  poll_interval = "100ms"\n  max_retries = 2`;
  writeFileSync(
    join(folder, "provider.tf"),
    `terraform {\n  required_providers {\n    dms = { source = "${providerAddress}" }\n  }\n}\n\nprovider "dms" {\n  ${block}\n}\n`,
  );
  mkdirSync(join(folder, "home"));
  return quietEnvironment({ TF_CLI_CONFIG_FILE: cliConfig, HOME: join(folder, "home") });
}

function stateOf(text: string, address: string | undefined): ResourceState {
  const { values } = JSON.parse(text) as {
    values?: { root_module?: { resources?: readonly { address: string; mode: string; values: ResourceState }[] } };
  };
  const managed = (values?.root_module?.resources ?? []).filter(({ mode }) => mode === "managed");
  const found = address === undefined ? managed[0] : managed.find((each) => each.address === address);
  if (found === undefined) throw new Error(`no resource ${address ?? ""} in state`);
  return found.values;
}

function actionCalls(emulator: Emulator): readonly ActionCall[] {
  return emulator
    .journal()
    .filter(({ method, path }) => method === "POST" && path.endsWith("/instances/action"))
    .map(({ body, status }) => {
      const request = (typeof body === "string" ? JSON.parse(body) : body) as {
        action: string;
        instances?: readonly string[];
        allFailure?: string;
        all_failure?: string;
      };
      return {
        action: request.action,
        instances: request.instances,
        allFailure: request.allFailure ?? request.all_failure,
        status,
      };
    });
}

/** The planned actions of the only changed lifecycle resource, or of the one at `address`. */
export function plannedActions(plan: PlanJson, address?: string): readonly PlannedAction[] {
  const change = (plan.resource_changes ?? []).find(
    (each) => each.change.after?.planned_actions !== undefined && (address === undefined || each.address === address),
  );
  return change?.change.after?.planned_actions ?? [];
}

/** Whether a plan changes nothing. */
export function isEmpty(plan: PlanJson): boolean {
  return (plan.resource_changes ?? []).every(({ change }) =>
    change.actions.every((action) => action === "no-op" || action === "read"),
  );
}

/** Saved state as JSON, with everything in it. */
export function rawState(folder: string): string {
  return readFileSync(join(folder, "terraform.tfstate"), "utf8");
}
