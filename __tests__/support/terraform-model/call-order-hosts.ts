import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TerraformFolder } from "../../../lib/testing/terraform/terraform-folder";
import { createTfplugin6Services } from "../../../lib/tfplugin6/services";
import { terraformPlugin } from "../../../lib/tfplugin6/terraform-plugin";
import { createFolder } from "../acceptance/terraform";
import { type Reattachable, serveReattach } from "../provider/serve-reattach";
import type { Surroundings } from "./command";
import type { Configuration, Plan, PlanOptions } from "./plan";
import { createScribe, type Scribe, scribeType } from "./scribe";
import { objectAt, type StoredObject } from "./state";
import { type Outcome, type RunOptions, Terraform } from "./terraform";
import type { Ways } from "./ways";

/** The one resource of these stories, as it is declared; `undefined`: it is not. */
export interface Thing {
  readonly text: string;
  readonly kind?: string;
  readonly createBeforeDestroy?: boolean;
  readonly importId?: string;
}

/** A command of a story. */
export interface Step extends Omit<PlanOptions, "replace"> {
  readonly command: "plan" | "apply" | "destroy" | "save" | "apply saved" | "taint" | "untaint" | "import";
  readonly replace?: boolean;
  /** The declaration from this step on; absent: the one before. `"nothing"`, or forgotten by a `removed` block. */
  readonly declare?: Thing | "nothing" | "forgotten";
  /** The event while an apply waits (a word of the scribe). */
  readonly whileWaiting?: "interrupt" | "kill";
  readonly importId?: string;
}

/** The effects of a step. */
export interface Trace {
  readonly step: string;
  readonly calls: readonly string[];
  readonly succeeded: boolean;
  /** The objects of the state after it: the current one, then those put aside. */
  readonly state: readonly string[];
}

/** Something that carries out the steps of a story and says how it called the provider. */
export interface Host {
  run(step: Step): Promise<Trace>;
  close(): Promise<void>;
}

const address = `${scribeType}.it`;
const source = "scribe.invalid/scribe/scribe";

function trace(step: Step, scribe: Scribe, succeeded: boolean, state: readonly string[]): Trace {
  return { step: JSON.stringify(step), calls: scribe.take(), succeeded, state };
}

function show(id: unknown, text: unknown, priv: string, marks: readonly string[]): string {
  return [`${String(id)}(${String(text)})`, priv === "" ? "without private data" : `<${priv}>`, ...marks].join(" ");
}

/** A real program, which calls a scribe in this process. */
export function createRealHost(program: string): Host {
  const scribe = createScribe();
  const log = (): void => undefined;
  const served = serveReattach({
    services: ({ cut }) => createTfplugin6Services(scribe.startProcess(cut)),
    protocolVersion: terraformPlugin.protocolVersion,
    name: source,
    log,
  });
  const folder = createFolder("dms-order-", {}, undefined, program);
  return {
    run: async (step) => {
      if (step.declare !== undefined) writeFileSync(join(folder.folder, "main.tf"), hclOf(step.declare));
      const succeeded = await runReal(folder, served, scribe, step);
      return trace(step, scribe, succeeded, savedIn(folder));
    },
    close: async () => {
      await folder.dispose();
      await served.close();
    },
  };
}

async function runReal(folder: TerraformFolder, served: Reattachable, scribe: Scribe, step: Step): Promise<boolean> {
  const waiting = scribe.waiting();
  const running = folder.start(argumentsOf(step), { env: { TF_REATTACH_PROVIDERS: served.json } });
  if (step.whileWaiting !== undefined) {
    await waiting;
    running.process.kill(step.whileWaiting === "kill" ? "SIGKILL" : "SIGINT");
  }
  return (await running.finished).code === 0;
}

function argumentsOf({ command, mode, refresh, replace, importId = "" }: Step): readonly string[] {
  if (command === "taint" || command === "untaint") return [command, address];
  if (command === "import") return ["import", address, importId];
  // A command that was killed has left its lock.
  if (command === "apply saved") return ["apply", "-lock=false", "plan"];
  const options = [
    "-lock=false",
    ...(mode === "destroy" ? ["-destroy"] : mode === "refresh-only" ? ["-refresh-only"] : []),
    ...(refresh === false ? ["-refresh=false"] : []),
    ...(replace === true ? [`-replace=${address}`] : []),
  ];
  if (command === "save") return ["plan", "-out=plan", ...options];
  return command === "plan" ? ["plan", ...options] : [command, "-auto-approve", ...options];
}

function hclOf(declared: Thing | "nothing" | "forgotten"): string {
  const head = `terraform {\n  required_providers {\n    scribe = { source = "${source}" }\n  }\n}\n`;
  if (declared === "nothing") return head;
  if (declared === "forgotten") {
    return `${head}removed {\n  from = ${address}\n  lifecycle {\n    destroy = false\n  }\n}\n`;
  }
  const { text, kind = "x", createBeforeDestroy = false, importId } = declared;
  const block = `resource "${scribeType}" "it" {\n  text  = "${text}"\n  kind = "${kind}"\n  lifecycle {\n    create_before_destroy = ${createBeforeDestroy}\n  }\n}\n`;
  return `${head}${block}${importId === undefined ? "" : `import {\n  to = ${address}\n  id = "${importId}"\n}\n`}`;
}

interface StateFile {
  readonly resources: readonly {
    readonly instances: readonly {
      readonly attributes: Readonly<Record<string, unknown>>;
      readonly status?: string;
      readonly deposed?: string;
      readonly private?: string;
      readonly create_before_destroy?: boolean;
    }[];
  }[];
}

function savedIn(folder: TerraformFolder): readonly string[] {
  let text: string;
  try {
    text = readFileSync(join(folder.folder, "terraform.tfstate"), "utf8");
  } catch {
    return [];
  }
  const { resources } = JSON.parse(text) as StateFile;
  const instances = resources.flatMap((resource) => resource.instances);
  const shown = ({ attributes: { id, text: word }, status, private: priv = "", ...more }: (typeof instances)[number]) =>
    show(id, word, Buffer.from(priv, "base64").toString(), [
      ...(status === "tainted" ? ["tainted"] : []),
      ...(more.create_before_destroy === true ? ["created before destroy"] : []),
      ...(more.deposed === undefined ? [] : ["deposed"]),
    ]);
  const isDeposed = ({ deposed }: (typeof instances)[number]): boolean => deposed !== undefined;
  return [
    ...instances.filter((instance) => !isDeposed(instance)).map(shown),
    ...instances.filter(isDeposed).map(shown).sort(),
  ];
}

/** The model of Terraform, which calls a scribe. */
export function createModelHost(ways: Ways): Host {
  const scribe = createScribe();
  let befall: (surroundings: Surroundings) => void = () => undefined;
  const schemas = scribe.startProcess(() => undefined).schemas();
  const terraform = new Terraform({
    schemas,
    ways,
    launch: (surroundings) => {
      befall(surroundings);
      return scribe.startProcess(surroundings.crash);
    },
  });
  let configuration: Configuration = { resources: {} };
  let saved: Plan | undefined;
  return {
    run: async (step) => {
      if (step.declare !== undefined) configuration = configurationOf(step.declare);
      let current: Surroundings | undefined;
      befall = (surroundings) => void (current = surroundings);
      if (step.whileWaiting !== undefined) {
        void scribe.waiting().then(() => (step.whileWaiting === "kill" ? current?.kill() : current?.interrupt()));
      }
      const outcome = await runModel(terraform, configuration, saved, step);
      if (step.command === "save") saved = outcome.plan;
      return trace(step, scribe, outcome.kind === "done", savedBy(terraform));
    },
    close: () => Promise.resolve(),
  };
}

async function runModel(
  terraform: Terraform,
  configuration: Configuration,
  saved: Plan | undefined,
  { command, mode = "normal", refresh = true, replace = false, importId = "" }: Step,
): Promise<Outcome> {
  const options: PlanOptions & RunOptions = { mode, refresh, replace: replace ? [address] : [] };
  switch (command) {
    case "plan":
    case "save":
      return terraform.plan(configuration, options);
    case "apply":
      return terraform.apply(configuration, options);
    case "destroy":
      return terraform.destroy(configuration, options);
    case "apply saved":
      if (saved === undefined) throw new Error("no plan was saved");
      return terraform.applyPlan(saved);
    case "taint":
    case "untaint":
      terraform.taint(address, command === "taint");
      return { kind: "done", plan: undefined, diagnostics: [] };
    case "import":
      return terraform.import(address, importId);
  }
}

function configurationOf(declared: Thing | "nothing" | "forgotten"): Configuration {
  if (declared === "nothing") return { resources: {} };
  if (declared === "forgotten") return { resources: {}, forgotten: [address] };
  const { text, kind = "x", createBeforeDestroy = false, importId } = declared;
  const resources = { [address]: { config: { text, kind, id: null }, createBeforeDestroy } };
  return importId === undefined ? { resources } : { resources, imports: { [address]: importId } };
}

function savedBy({ state }: Terraform): readonly string[] {
  const shown = ({ value, tainted, createBeforeDestroy, private: priv }: StoredObject, deposed: boolean): string =>
    show(value["id"], value["text"], new TextDecoder().decode(priv), [
      ...(tainted ? ["tainted"] : []),
      ...(createBeforeDestroy ? ["created before destroy"] : []),
      ...(deposed ? ["deposed"] : []),
    ]);
  const current = objectAt(state, { address });
  const deposed = [...(state.get(address)?.deposed.values() ?? [])].map((object) => shown(object, true));
  return [...(current === undefined ? [] : [shown(current, false)]), ...deposed.sort()];
}
