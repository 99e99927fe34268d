import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import { inOwnLibrary } from "../constructs/own-library";
import { providerAddress } from "../constructs/provider-address";
import { loadProviderPackage } from "../constructs/vendor/provider-package";
import { vendorProvider } from "../constructs/vendor/vendor-provider";
import { overrideFileName, rolloutsOf, testOverride } from "./emulator-override";
import { ownSources, requirementsIn } from "./own-source";

/** A stack that needs no more than its scope and id. */
export type StackClass = new (app: App, id: string) => TerraformStack;

/** Declares one stack in an app. Called anew for every plan and deploy. */
export type StackFactory = (app: App) => unknown;

/** A configuration that is ready for `terraform init`. */
export interface PreparedFolder {
  readonly folder: string;
  /** For TF_DATA_DIR: what terraform keeps from one command to the next. */
  readonly dataFolder: string;
  /** Where its state goes, whatever backend it names. */
  readonly stateFile: string;
}

/**
 * Synthesizes a stack with all its validations, into the same place each time. Its state lies
 * outside of cdktf's output, one file per stack.
 * Throws what synthesis throws, and when there is not exactly one stack.
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

/* Not instanceof: the user's stack may come from another copy of cdktf than the one that is loaded here. */
function isClass(what: StackClass | StackFactory): what is StackClass {
  return typeof what === "function" && Object.getPrototypeOf(what) !== Function.prototype;
}
