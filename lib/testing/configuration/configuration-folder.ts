import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { loadProviderPackage } from "../../constructs/vendor/provider-package";
import { vendorProvider } from "../../constructs/vendor/vendor-provider";
import { overrideFileName, sourceOverride, testOverride } from "./emulator-override";
import { ownSources, type Requirements, requirementsIn } from "./own-source";
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
  if (relative(root, from).startsWith("..")) throw new Error(`${from} is not in ${root}.`);
  requireConfiguration(from);
  const place = join(folder, createHash("sha256").update(from).digest("hex").slice(0, 12));
  const copy = join(place, basename(root));
  rmSync(copy, { recursive: true, force: true });
  copyFolder(root, copy, (path) => !leftovers.test(basename(path)));
  const target = join(copy, relative(root, from));
  const stateFile = join(place, "terraform.tfstate");
  const sources = foreignSourcesBelow(copy);
  for (const [module, own] of sources) writeOverride(module, sourceOverride(own));
  writeOverride(target, testOverride({}, stateFile, sources.get(target) ?? {}));
  vendorProvider(target, loadProviderPackage(), []);
  return { folder: target, dataFolder: join(place, "terraform-data"), stateFile };
}

/** The answer of `ownSources` for each module below a folder that has the provider from another source than the package. */
function foreignSourcesBelow(folder: string): ReadonlyMap<string, Requirements> {
  const sources = new Map<string, Requirements>();
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const file = join(folder, name);
    if (!isConfiguration(name) || !statSync(file).isFile()) continue;
    const own = ownSources(requirementsIn(name, readFileSync(file, "utf8")));
    const module = dirname(file);
    if (Object.keys(own).length > 0) sources.set(module, { ...sources.get(module), ...own });
  }
  return sources;
}

function writeOverride(module: string, override: object): void {
  writeFileSync(join(module, overrideFileName), JSON.stringify(override, undefined, 2));
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

/**
 * Copies a folder with the targets of its symbolic links. The copy has no links, so writes there do not reach the source. Broken and
 * circular links are left out. `isWanted` selects the copied paths.
 */
function copyFolder(from: string, to: string, isWanted: (path: string) => boolean): void {
  const source = realpathSync(from);
  const filter = (path: string): boolean => path === source || (isWanted(path) && !leadsAstray(source, path));
  cpSync(source, to, { recursive: true, dereference: true, filter });
}

/** Whether a path is a broken link, or one to a folder on its own path. */
function leadsAstray(source: string, path: string): boolean {
  if (!lstatSync(path).isSymbolicLink()) return false;
  if (!existsSync(path)) return true;
  const target = realpathSync(path);
  const way = foldersAround(source, path).map((folder) => realpathSync(folder));
  return way.some((folder) => folder === target || folder.startsWith(target.endsWith(sep) ? target : target + sep));
}

/** The folders around a path, up to `source`. */
function foldersAround(source: string, path: string): readonly string[] {
  const folder = dirname(path);
  return folder === source ? [source] : [...foldersAround(source, folder), folder];
}
