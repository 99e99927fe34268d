import { rmSync } from "node:fs";
import { join } from "node:path";
import { NullProvider } from "@cdktf/provider-null/lib/provider";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { createEmulator, type Emulator, type EmulatorOptions } from "../../../lib/emulator/emulator";
import { createProviderServer } from "../../../lib/framework/provider-server";
import type { AttachProvider } from "../../../lib/testing/terraform/terraform-folder";
import { createTfplugin6Services } from "../../../lib/tfplugin6/services";
import { terraformPlugin } from "../../../lib/tfplugin6/terraform-plugin";
import { createFolder, type Run, type RunningTerraform } from "../acceptance/terraform";
import { projectId, savedOutputs } from "../acceptance/workspace";
import { serveReattach } from "../provider/serve-reattach";
import { nullProviderAddresses } from "./addresses";
import { nullProvider } from "./provider";

const stateFile = "terraform.tfstate";

/** A synthesized stack with the null provider and no other, an emulator, and the real terraform in the stack's folder. */
export interface PortableWorkspace {
  readonly emulator: Emulator;
  readonly url: string;
  /** The folder that a pipeline would be given: where terraform runs. */
  readonly stackFolder: string;
  /** Synthesizes the stack again, into the same folder. */
  declare(declare: (stack: TerraformStack) => void): void;
  /** Removes the files of earlier runs from the stack's folder, as a fresh checkout does. State stays. */
  forgetRuns(): void;
  terraform(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Run>;
  start(args: readonly string[], env?: Readonly<Record<string, string>>): RunningTerraform;
  apply(env?: Readonly<Record<string, string>>, options?: readonly string[]): Promise<Run>;
  /** Exit code of `plan -detailed-exitcode`: 0 nothing to do, 2 changes, 1 refused. */
  planCode(): Promise<number | null>;
  /** Outputs in the state file, by name. */
  output(): Readonly<Record<string, unknown>>;
  /** Bodies of the write calls that the emulator received, in order. */
  calls(): readonly unknown[];
  dispose(): Promise<void>;
}

export async function createPortableWorkspace(
  declare: (stack: TerraformStack) => void,
  options: EmulatorOptions,
): Promise<PortableWorkspace> {
  const emulator = createEmulator({ speed: 2_000, restartingShownMs: 150, ...options });
  const { url } = await emulator.listen();
  const service = { DMS_ENDPOINT: url, OS_PROJECT_ID: projectId };
  const terraformFolder = createFolder("dms-portable-", service, attachNullProvider);
  const { folder } = terraformFolder;
  const outdir = join(folder, "cdktf.out");
  const stackFolder = join(outdir, "stacks", "portable");
  const start: PortableWorkspace["start"] = (args, env = {}) => terraformFolder.start(args, { cwd: stackFolder, env });
  const terraform: PortableWorkspace["terraform"] = (args, env) => start(args, env).finished;
  let declared = declare;
  const redeclare = (next: (stack: TerraformStack) => void): void => {
    declared = next;
    synthesize(outdir, folder, next);
  };
  redeclare(declare);
  const initialised = await terraform(["init", "-no-color"]);
  if (initialised.code !== 0) throw new Error(`terraform init failed:\n${initialised.output}`);
  return {
    emulator,
    url,
    stackFolder,
    declare: redeclare,
    forgetRuns: () => {
      rmSync(join(stackFolder, "dms-lifecycle"), { recursive: true });
      redeclare(declared);
    },
    terraform,
    start,
    apply: (extra, options = []) =>
      terraform(["apply", "-no-color", "-input=false", "-auto-approve", ...options], extra),
    planCode: async () => (await terraform(["plan", "-no-color", "-input=false", "-detailed-exitcode"])).code,
    output: () => savedOutputs(join(folder, stateFile)),
    calls: () =>
      emulator
        .journal()
        .filter(({ method, path }) => method === "POST" && path.endsWith("/instances/action"))
        .map(({ body }) => body),
    dispose: async () => {
      await terraformFolder.dispose();
      await emulator.close();
    },
  };
}

function synthesize(outdir: string, folder: string, declare: (stack: TerraformStack) => void): void {
  const app = new App({ outdir, stackTraces: false });
  const stack = new TerraformStack(app, "portable");
  new LocalBackend(stack, { path: join(folder, stateFile) });
  new NullProvider(stack, "null");
  declare(stack);
  app.synth();
}

/** The stand-in of hashicorp/null in the process of the tests. */
const attachNullProvider: AttachProvider = () => {
  const log = (): void => undefined;
  const [address, ...others] = nullProviderAddresses;
  const { json, close } = serveReattach({
    services: () => createTfplugin6Services(createProviderServer(nullProvider, { log })),
    protocolVersion: terraformPlugin.protocolVersion,
    name: address,
    log,
  });
  const { [address]: attached } = JSON.parse(json) as Readonly<Record<string, unknown>>;
  const everywhere = [address, ...others].map((each) => [each, attached] as const);
  return { reattach: JSON.stringify(Object.fromEntries(everywhere)), close };
};
