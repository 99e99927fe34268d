import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import { inOwnLibrary } from "../../constructs/own-library";
import { providerAddress } from "../../constructs/provider-address";
import { loadProviderPackage } from "../../constructs/vendor/provider-package";
import { vendorProvider } from "../../constructs/vendor/vendor-provider";
import { overrideFileName, rolloutsOf, testOverride } from "./emulator-override";
import { ownSources, requirementsIn } from "./own-source";

/** A stack class that needs only its scope and id. */
export type StackClass = new (app: App, id: string) => TerraformStack;

/** Declares one stack in an app. Called for every plan and deploy. */
export type StackFactory = (app: App) => unknown;

/** A configuration that is ready for `terraform init`. */
export interface PreparedFolder {
  readonly folder: string;
  /** The value of TF_DATA_DIR: terraform's data between commands. */
  readonly dataFolder: string;
  /** The state file, which replaces the configuration's own backend. */
  readonly stateFile: string;
}

/**
 * Synthesizes a stack with all its validations, into the same place each time. Its state is outside of cdktf's output, one file per stack.
 * Throws an error of synthesis, and unless there is exactly one stack.
 */
export function prepareStack(what: StackClass | StackFactory, folder: string): PreparedFolder {
  const app = new App({ outdir: join(folder, "cdktf.out"), hclOutput: false });
  if (isClass(what)) new what(app, "stack");
  else what(app);
  app.node
    .findAll()
    .filter((node) => TerraformStack.isStack(node))
    .forEach(inOwnLibrary);
  app.synth();
  const stacks = Object.values(app.manifest.stacks);
  const [stack] = stacks;
  if (stack === undefined || stacks.length > 1) {
    const names = stacks.map(({ name }) => name).join(", ");
    throw new Error(`One stack can be deployed at a time, and this app has ${stacks.length}${names && `: ${names}`}.`);
  }
  const stackFolder = join(app.outdir, stack.workingDirectory);
  const stateFile = join(folder, `${stack.name}.tfstate`);
  const text = readFileSync(join(app.outdir, stack.synthesizedStackPath), "utf8");
  const override = testOverride(rolloutsOf(text), stateFile, ownSources(requirementsIn("cdk.tf.json", text)));
  writeFileSync(join(stackFolder, overrideFileName), JSON.stringify(override, undefined, 2));
  if (!hasProvider(stackFolder)) vendorProvider(stackFolder, loadProviderPackage(), []);
  return { folder: stackFolder, dataFolder: join(folder, `${stack.name}.terraform-data`), stateFile };
}

/** A stack whose provider comes from elsewhere has none. */
function hasProvider(stackFolder: string): boolean {
  return existsSync(join(stackFolder, "terraform.d", "plugins", ...providerAddress.split("/")));
}

// Not instanceof: the user's stack may come from another copy of cdktf than the one that is loaded here.
function isClass(what: StackClass | StackFactory): what is StackClass {
  return typeof what === "function" && Object.getPrototypeOf(what) !== Function.prototype;
}
