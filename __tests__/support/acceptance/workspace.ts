import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { realClock } from "../../../lib/bin/real-clock";
import { providerAddress } from "../../../lib/constructs/provider-address";
import { type Emulator, createEmulator, type EmulatorOptions } from "../../../lib/emulator/emulator";
import { type BatchCall, batchCalls } from "../../../lib/testing/calls";
import type { PlannedAction } from "../../../lib/testing/terraform/planned-actions";
import type { AttachProvider, TerraformFolder } from "../../../lib/testing/terraform/terraform-folder";
import { writeProviderMirror } from "../provider/provider-mirror";
import { createFolder, type Run, type RunningTerraform } from "./terraform";
import { attachWith } from "../provider/attach-provider";
import { unhurriedClock } from "../time/unhurried-clock";

export type { BatchCall as ActionCall } from "../../../lib/testing/calls";
export type { PlannedAction } from "../../../lib/testing/terraform/planned-actions";

export const projectId = "0123456789abcdef0123456789abcdef";

/** A folder with a configuration, an emulator of its own, and the real terraform. Disposed of by `dispose`. */
export interface Workspace {
  readonly folder: string;
  readonly url: string;
  readonly emulator: Emulator;
  /** Replaces main.tf; the provider block and requirements are in a file of their own. */
  configure(hcl: string): void;
  /** Replaces the lines inside the provider block; `undefined` leaves the block out. */
  configureProvider(lines: string | undefined): void;
  terraform(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Run>;
  start(args: readonly string[], env?: Readonly<Record<string, string>>): RunningTerraform;
  /** Starts a command whose provider is a process that terraform starts, for tests that kill both. */
  startProcess(args: readonly string[]): RunningTerraform;
  /** `terraform plan -out`, then the plan as JSON. Fails the test when the plan fails. */
  plan(args?: readonly string[]): Promise<PlanJson>;
  /** `terraform plan` that is expected to fail. Returns its output. */
  planFails(args?: readonly string[]): Promise<string>;
  /** Whether `terraform plan` finds nothing to do, outputs included. Fails the test when the plan fails. */
  isSettled(args?: readonly string[]): Promise<boolean>;
  /** Applies the last saved plan. */
  applyPlan(): Promise<Run>;
  apply(args?: readonly string[]): Promise<Run>;
  /** Attributes in the state file of a resource or data source, by address; without one, of the first resource. */
  state(address?: string): Promise<ResourceState>;
  /** Outputs in the state file, by name. */
  output(): Promise<Readonly<Record<string, unknown>>>;
  /** Write calls the emulator received since the last reset of the journal. */
  calls(): readonly BatchCall[];
  dispose(): Promise<void>;
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
  /**
   * Where the provider runs.
   * - `attached`: in this process
   * - `process`: terraform starts the built one, as users' terraform does
   * - `both`: attached, but for `startProcess`
   *
   * @default "attached"
   */
  readonly runs?: "attached" | "process" | "both";
  /** The terraform that runs. @default the one of every lane */
  readonly program?: string;
  /** Attaches the provider. @default one whose log is dropped, with the emulator's clock */
  readonly attach?: AttachProvider;
}

/** Lines of a provider block that reaches a service at `endpoint` and asks it often. */
export function providerLines(endpoint: string, more = ""): string {
  return `project_id = "${projectId}"\n  endpoint = "${endpoint}"\n  poll_interval = "100ms"\n  max_retries = 2\n  ${more}`;
}

export async function createWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  // Processes have the machine's clock, and records of all of them are compared.
  const clock = options.runs === undefined || options.runs === "attached" ? unhurriedClock : realClock;
  const { runs = "attached", attach = attachWith({ clock }), program } = options;
  const now = (): number => clock.now();
  const emulator = createEmulator({ speed: 2_000, restartingShownMs: 150, now, ...options.emulator });
  const { url } = await emulator.listen();
  const terraformFolder = createFolder("dms-acceptance-", {}, runs === "process" ? undefined : attach, program);
  const { folder } = terraformFolder;
  const workspace = {
    folder,
    url,
    emulator,
    configure: (hcl: string): void => writeFileSync(join(folder, "main.tf"), hcl),
    configureProvider: (lines: string | undefined): void => writeProvider(folder, lines),
    state: (address?: string) => Promise.resolve(stateOf(folder, address)),
    output: () => Promise.resolve(savedOutputs(join(folder, "terraform.tfstate"))),
    calls: () => batchCalls(emulator.journal()),
    dispose: async () => {
      await terraformFolder.dispose();
      await emulator.close();
    },
    ...commandsOf(terraformFolder),
  };
  workspace.configure(options.hcl);
  workspace.configureProvider(options.provider ?? providerLines(url));
  await initialize(workspace, runs, options.hcl);
  return workspace;
}

/** An attached provider needs no init; a module and a provider of its own process do. */
async function initialize(
  workspace: Workspace,
  runs: NonNullable<WorkspaceOptions["runs"]>,
  hcl: string,
): Promise<void> {
  if (runs !== "attached") writeProviderMirror(join(workspace.folder, "terraform.d", "plugins"));
  else if (!/^module /m.test(hcl)) return;
  const initialized = await workspace.startProcess(["init", "-no-color"]).finished;
  if (initialized.code === 0) return;
  await workspace.dispose();
  throw new Error(`terraform init failed:\n${initialized.output}`);
}

type Commands = Pick<
  Workspace,
  "terraform" | "start" | "startProcess" | "plan" | "planFails" | "isSettled" | "applyPlan" | "apply"
>;

const quiet = ["-no-color", "-input=false"] as const;

function commandsOf({ start, run }: TerraformFolder): Commands {
  const mustRun = async (args: readonly string[], codes: readonly number[] = [0]): Promise<Run> => {
    const ended = await run(args);
    if (ended.code !== null && codes.includes(ended.code)) return ended;
    throw new Error(`terraform ${args.join(" ")} failed:\n${ended.output}`);
  };
  return {
    terraform: (args, env) => run(args, { ...(env !== undefined && { env }) }),
    start: (args, env) => start(args, { ...(env !== undefined && { env }) }),
    startProcess: (args) => start(args, { detached: true }),
    plan: async (args = []) => {
      await mustRun(["plan", ...quiet, "-out=tfplan", ...args]);
      return JSON.parse((await mustRun(["show", "-json", "tfplan"])).stdout) as PlanJson;
    },
    planFails: async (args = []) => {
      const ended = await run(["plan", ...quiet, ...args]);
      if (ended.code === 0) throw new Error(`the plan was expected to fail:\n${ended.output}`);
      return ended.output;
    },
    isSettled: async (args = []) => {
      const { code } = await mustRun(["plan", ...quiet, "-detailed-exitcode", ...args], [0, 2]);
      return code === 0;
    },
    applyPlan: () => run(["apply", ...quiet, "tfplan"]),
    apply: (args = []) => run(["apply", ...quiet, "-auto-approve", ...args]),
  };
}

function writeProvider(folder: string, lines: string | undefined): void {
  const required = `terraform {\n  required_providers {\n    dms = { source = "${providerAddress}" }\n  }\n}\n`;
  const block = lines === undefined ? "" : `\nprovider "dms" {\n  ${lines}\n}\n`;
  writeFileSync(join(folder, "provider.tf"), required + block);
}

interface StateFile {
  readonly outputs: Readonly<Record<string, { readonly value: unknown }>>;
  readonly resources: readonly {
    readonly module?: string;
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly instances: readonly { readonly index_key?: string | number; readonly attributes: ResourceState }[];
  }[];
}

/** Every object of a state file by its address, in the file's order. Empty when there is no file, or nothing in it. */
export function savedObjects(folder: string, file = "terraform.tfstate"): ReadonlyMap<string, ResourceState> {
  const text = existsSync(join(folder, file)) ? readFileSync(join(folder, file), "utf8") : "";
  if (text === "") return new Map();
  const saved = JSON.parse(text) as StateFile;
  return new Map(
    saved.resources.flatMap(({ module, mode, type, name, instances }) =>
      instances.map(({ index_key: key, attributes }) => {
        const index = key === undefined ? "" : `[${JSON.stringify(key)}]`;
        const prefix = `${module === undefined ? "" : `${module}.`}${mode === "data" ? "data." : ""}`;
        return [`${prefix}${type}.${name}${index}`, attributes] as const;
      }),
    ),
  );
}

/** The answer of `terraform output -json`, from the state `file`. Empty when there is no file. */
export function savedOutputs(file: string): Readonly<Record<string, unknown>> {
  if (!existsSync(file)) return {};
  const { outputs } = JSON.parse(readFileSync(file, "utf8")) as StateFile;
  return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
}

function stateOf(folder: string, address: string | undefined): ResourceState {
  const objects = savedObjects(folder);
  const first = [...objects.keys()].find((each) => each.startsWith("dms_"));
  const found = objects.get(address ?? first ?? "");
  if (found === undefined) throw new Error(`no resource ${address ?? ""} in state`);
  return found;
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
