import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repository, runTool } from "./project";

// Programs of users, as they stand in projects of their own.

/** One fleet, and everything a program imports at least. */
export const oneFleet = `
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { DmsProvider, InstanceLifecycle, RestartTrigger } from "cdktf-dms-lifecycle";

const app = new App();
const stack = new TerraformStack(app, "fleet");
new DmsProvider(stack, "dms", { pollInterval: "100ms" });
const kafka = new InstanceLifecycle(stack, "kafka", {
  restartOnCreate: true,
  restartTriggers: { settings: RestartTrigger.fromFile("settings.properties") },
});
const orders = kafka.addInstance("orders", { instanceId: process.env.ORDERS_ID ?? "" });
new TerraformOutput(stack, "orders", { value: orders.result });
app.synth();
`;

/** Fleets in two regions, beside a resource of another provider that both of them follow. */
export const twoRegions = `
import { resource } from "@cdktf/provider-null";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { DmsProvider, InstanceLifecycle, NullProvider } from "cdktf-dms-lifecycle";

const env = process.env;
const app = new App();
const stack = new TerraformStack(app, "fleet");

new NullProvider(stack, "null");
const version = new resource.Resource(stack, "version", { triggers: { version: "1" } });

const pollInterval = "100ms";
new DmsProvider(stack, "de", { region: "eu-de", endpoint: env.DE_URL ?? "", pollInterval });
const nl = new DmsProvider(stack, "nl", { alias: "nl", region: "eu-nl", endpoint: env.NL_URL ?? "", pollInterval });
const restartTriggers = { version: version.id };
const restartOnCreate = true;
const instances = { orders: { instanceId: env.ORDERS_ID ?? "" } };
const first = new InstanceLifecycle(stack, "de-fleet", { restartOnCreate, restartTriggers, instances });
const second = new InstanceLifecycle(stack, "nl-fleet", {
  restartOnCreate,
  restartTriggers,
  instances,
  provider: nl,
  dependsOn: [first],
});
new TerraformOutput(stack, "german", { value: first.resultOf("orders").result });
new TerraformOutput(stack, "dutch", { value: second.resultOf("orders").result });
app.synth();
`;

/** The module type that package.json names. */
export type ModuleType = "commonjs" | "module";

/**
 * Makes `folder`, somewhere below an installed project, one with a program of its own: `main.ts`, and the `main.js` that cdktf
 * runs once it is compiled.
 */
export function writeProgram(folder: string, type: ModuleType, program: string): void {
  mkdirSync(folder, { recursive: true });
  const cdktf = {
    language: "typescript",
    app: "node main.js",
    sendCrashReports: "false",
    watchPattern: ["settings.properties"],
  };
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "program", private: true, type }));
  writeFileSync(join(folder, "cdktf.json"), JSON.stringify(cdktf));
  writeFileSync(join(folder, "main.ts"), program);
}

/**
 * Compiles the program in `folder` with the repository's compiler and the types of Node.js that lie beside it; everything else is the
 * project's. Returns the compiler's errors, empty when there are none.
 */
export function compileProgram(folder: string, options: readonly string[]): Promise<string> {
  const modules = join(repository, "node_modules");
  const args = [
    ...[join(modules, "typescript", "bin", "tsc"), "--strict", "--target", "es2022"],
    ...["--types", "node", "--typeRoots", join(modules, "@types")],
    ...options,
    "main.ts",
  ];
  return runTool("node", args, folder).catch((failure: unknown) => {
    const { stdout, message } = failure as { readonly stdout?: string; readonly message: string };
    return stdout === undefined || stdout === "" ? message : stdout;
  });
}

/** A fleet and a portable batch, each with its imports from this package, for either CDK. */
export const fleetAndBatch = `
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { DmsProvider, InstanceLifecycle, NullProvider, NullResource, PortableBatchAction } from "cdktf-dms-lifecycle";

const id = process.env.ORDERS_ID ?? "";
const app = new App();
const stack = new TerraformStack(app, "fleet");
new DmsProvider(stack, "dms", { pollInterval: "100ms" });
const kafka = new InstanceLifecycle(stack, "kafka", { restartOnCreate: true, instances: { orders: { instanceId: id } } });
new NullProvider(stack, "null");
const version = new NullResource(stack, "version", { triggers: { version: "1" } });
const batch = new PortableBatchAction(stack, "batch", {
  action: "restart",
  instances: { orders: id },
  triggers: { version: version.id },
  pollInterval: "100ms",
  dependsOn: [kafka],
});
new TerraformOutput(stack, "lifecycle", { value: kafka.resultOf("orders").result });
new TerraformOutput(stack, "portable", { value: batch.resultOf("orders").result });
app.synth();
`;

/** A program of cdktf as one of cdktn has it. */
export function asOfCdktn(program: string): string {
  return program.replace(/"cdktf(-dms-lifecycle[^"]*)?"/g, '"cdktn$1"');
}
