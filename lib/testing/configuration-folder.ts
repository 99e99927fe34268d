import { createHash } from "node:crypto";
import { readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, join, relative, resolve } from "node:path";
import { loadProviderPackage } from "../constructs/vendor/provider-package";
import { vendorProvider } from "../constructs/vendor/vendor-provider";
import { copyFolder } from "./copy-folder";
import { overrideFileName, testOverride } from "./emulator-override";
import type { PreparedFolder } from "./stack-folder";

/** A folder with plain Terraform configuration. Paths are relative to the current directory. */
export interface ConfigurationFolder {
  readonly folder: string;
  /**
   * The folder that is copied as a whole; set it if `folder` uses modules beside or above itself.
   * @default folder
   */
  readonly root?: string;
}

/** Files of Terraform, npm and version control, which are never copied. */
const leftovers = /^(\.terraform|\.git|node_modules|.*\.tfstate(\..*)?)$/;

/**
 * Copies a configuration and puts the provider beside it. The same source is copied to the same
 * place each time. Its state and terraform's data are outside of the copy, so a later command finds them again. The source is only read.
 * Throws without a configuration.
 */
export function prepareConfiguration(source: ConfigurationFolder, folder: string): PreparedFolder {
  const from = resolve(source.folder);
  const root = resolve(source.root ?? from);
  if (relative(root, from).startsWith("..")) throw new Error(`${from} does not lie in ${root}.`);
  requireConfiguration(from);
  const place = join(folder, createHash("sha256").update(from).digest("hex").slice(0, 12));
  const copy = join(place, basename(root));
  rmSync(copy, { recursive: true, force: true });
  copyFolder(root, copy, (path) => !leftovers.test(basename(path)));
  const target = join(copy, relative(root, from));
  const stateFile = join(place, "terraform.tfstate");
  writeFileSync(join(target, overrideFileName), JSON.stringify(testOverride({}, stateFile), undefined, 2));
  vendorProvider(target, loadProviderPackage(), []);
  return { folder: target, dataFolder: join(place, "terraform-data"), stateFile };
}

/** Whether Terraform or OpenTofu reads a file of this name. */
export function isConfiguration(name: string): boolean {
  return /\.(tf|tofu)(\.json)?$/.test(name);
}

function requireConfiguration(folder: string): void {
  const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
  if (isFolder && readdirSync(folder).some(isConfiguration)) return;
  throw new Error(`There is no Terraform configuration (*.tf) in ${folder}.`);
}
