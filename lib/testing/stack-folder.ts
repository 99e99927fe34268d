import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import { inOwnLibrary } from "../constructs/own-library";
import { overrideFileName, rolloutsOf, testOverride } from "./emulator-override";

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
  const rollouts = rolloutsOf(readFileSync(join(app.outdir, stack.synthesizedStackPath), "utf8"));
  writeFileSync(join(stackFolder, overrideFileName), JSON.stringify(testOverride(rollouts, stateFile), undefined, 2));
  return { folder: stackFolder, dataFolder: join(folder, `${stack.name}.terraform-data`), stateFile };
}

/* Whether this is a class. instanceof is not used, because the user's stack may come from another copy of cdktf. */
function isClass(what: StackClass | StackFactory): what is StackClass {
  return typeof what === "function" && Object.getPrototypeOf(what) !== Function.prototype;
}
