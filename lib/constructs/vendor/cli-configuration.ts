import { existsSync, readdirSync, readFileSync, statSync, type Stats } from "node:fs";
import { join, resolve } from "node:path";
import { type Environment, variableOf } from "../../domain/environment";
import { providerAddress } from "../provider-address";
import { asHcl } from "./cli-json";
import { currentPlatform } from "./provider-mirror";
import {
  type InstallationMethod,
  isAskedFor,
  namesHostOf,
  type ProviderInstallation,
  providerInstallationIn,
} from "./provider-installation";

/** A readable file of Terraform's CLI configuration. */
interface CliConfiguration {
  readonly file: string;
  /** In HCL, also if the file has JSON. */
  readonly text: string;
}

/**
 * The files of the CLI configuration for a Terraform that is started in `folder`: the one that `TF_CLI_CONFIG_FILE` names; else
 * `.terraformrc` of the home, or OpenTofu's for that program, and those in `.terraform.d`. Unreadable files are left out.
 */
export function cliConfigurations(folder: string, environment: Environment): readonly CliConfiguration[] {
  const named = variableOf(environment, "TF_CLI_CONFIG_FILE") ?? variableOf(environment, "TERRAFORM_CONFIG");
  if (named !== undefined) return readable([resolve(folder, named)]);
  const { files, folders } = usualPlaces(environment);
  const main = files.find((file) => existsSync(file));
  const others = folders.find((path) => existsSync(path));
  const further = others === undefined ? [] : readdirSync(others).filter((name) => /\.tfrc(\.json)?$/.test(name));
  return readable([...(main === undefined ? [] : [main]), ...further.map((name) => join(others ?? "", name))]);
}

/** The places of a user's CLI configuration: of each kind, the first that exists is read. */
function usualPlaces(environment: Environment): {
  readonly files: readonly string[];
  readonly folders: readonly string[];
} {
  const isTofu = /tofu(\.exe)?$/.test(variableOf(environment, "TERRAFORM_BINARY_NAME") ?? "");
  const programs = isTofu ? ["tofu", "terraform"] : ["terraform"];
  if (currentPlatform().startsWith("windows_")) {
    const home = variableOf(environment, "APPDATA");
    if (home === undefined) return { files: [], folders: [] };
    return { files: programs.map((program) => join(home, `${program}.rc`)), folders: [join(home, "terraform.d")] };
  }
  const home = variableOf(environment, "HOME");
  // OpenTofu looks there if nothing is in the home.
  const own = isTofu ? variableOf(environment, "XDG_CONFIG_HOME") : undefined;
  const below = (...names: readonly string[]): readonly string[] =>
    home === undefined ? [] : names.map((name) => join(home, name));
  return {
    files: [
      ...below(...programs.map((program) => `.${program}rc`)),
      ...(own === undefined ? [] : [join(own, "opentofu", "tofurc")]),
    ],
    folders: [...below(".terraform.d"), ...(own === undefined ? [] : [join(own, "opentofu")])],
  };
}

function readable(files: readonly string[]): readonly CliConfiguration[] {
  return files.flatMap((file) => {
    try {
      return [{ file, text: asHcl(readFileSync(file, "utf8")) }];
    } catch {
      return [];
    }
  });
}

/**
 * The file of the user's CLI configuration, Terraform's or OpenTofu's, that `open` is, with its installation block; `undefined` if it is
 * another file or has no such block.
 */
export function installationAt(
  open: Pick<Stats, "dev" | "ino">,
  folder: string,
  environment: Environment,
): { readonly file: string; readonly installation: ProviderInstallation } | undefined {
  const usual = { ...environment, TF_CLI_CONFIG_FILE: undefined, TERRAFORM_CONFIG: undefined };
  const places = [environment, usual, { ...usual, TERRAFORM_BINARY_NAME: "tofu" }];
  for (const { file, text } of places.flatMap((place) => cliConfigurations(folder, place))) {
    const { dev, ino } = statSync(file);
    if (dev !== open.dev || ino !== open.ino) continue;
    const installation = installationIn(text);
    return installation === undefined ? undefined : { file, installation };
  }
  return undefined;
}

/** A setting that prevents Terraform from finding this provider. */
export interface LeftOut {
  /** The file, or the variable with its argument. */
  readonly where: string;
  readonly kind: "provider_installation" | "-plugin-dir" | "no mirror";
}

/**
 * The user's setting that prevents a Terraform that is started in `stackDirectory` from finding this provider in `version`; `undefined`
 * without one. The content of a network mirror is not known here: one that names `npm.invalid` counts as having the provider.
 * `isVendored`: the stack's folder has the provider.
 */
export function findLeftOut(
  stackDirectory: string,
  version: string,
  environment: Environment,
  isVendored = true,
): LeftOut | undefined {
  const holds = (path: string): boolean => holdsProvider(resolve(stackDirectory, path), version);
  const argument = pluginFolders(environment);
  if (argument !== undefined) {
    return argument.folders.some(holds) ? undefined : { where: argument.where, kind: "-plugin-dir" };
  }
  for (const { file, text } of cliConfigurations(stackDirectory, environment)) {
    const installation = installationIn(text);
    if (installation === undefined) continue;
    return leadsToProvider(installation, holds) ? undefined : { where: file, kind: "provider_installation" };
  }
  const isFound = isVendored || usualMirrors(environment).some(holds);
  return isFound ? undefined : { where: "vendor: false", kind: "no mirror" };
}

/** The folders in which Terraform looks for providers without a `provider_installation`. */
function usualMirrors(environment: Environment): readonly string[] {
  const home = variableOf(environment, "HOME");
  const data =
    variableOf(environment, "XDG_DATA_HOME") ?? (home === undefined ? undefined : join(home, ".local", "share"));
  const shared = (variableOf(environment, "XDG_DATA_DIRS") ?? "/usr/local/share:/usr/share").split(":");
  const support = join("Library", "Application Support", "io.terraform", "plugins");
  return [
    join("terraform.d", "plugins"),
    ...(home === undefined ? [] : [join(home, ".terraform.d", "plugins"), join(home, support)]),
    join("/", support),
    ...[...(data === undefined ? [] : [data]), ...shared].flatMap((each) =>
      ["terraform", "opentofu"].map((program) => join(each, program, "plugins")),
    ),
  ];
}

/** The installation block of a file. Terraform itself reports a file that breaks off. */
function installationIn(text: string): ProviderInstallation | undefined {
  try {
    return providerInstallationIn(text);
  } catch {
    return undefined;
  }
}

function leadsToProvider({ methods }: ProviderInstallation, holds: (path: string) => boolean): boolean {
  const leads = (method: InstallationMethod): boolean => {
    if (method.kind === "direct" || !isAskedFor(method, providerAddress)) return false;
    if (method.kind === "filesystem_mirror") return method.path !== undefined && holds(method.path);
    return method.include.some((pattern) => namesHostOf(pattern, providerAddress));
  };
  return methods.some(leads);
}

/** Whether a filesystem mirror has the version, packed or unpacked. */
function holdsProvider(mirror: string, version: string): boolean {
  const folder = join(mirror, ...providerAddress.split("/"));
  if (!existsSync(folder)) return false;
  return readdirSync(folder).some((name) => name === version || name.startsWith(`terraform-provider-dms_${version}_`));
}

/** The folders of `-plugin-dir`: with that option `terraform init` looks only there. */
function pluginFolders(
  environment: Environment,
): { readonly where: string; readonly folders: readonly string[] } | undefined {
  for (const name of ["TF_CLI_ARGS_init", "TF_CLI_ARGS"]) {
    const found = [
      ...(variableOf(environment, name) ?? "").matchAll(/(?<=^|\s)["']?--?plugin-dir[=\s]["']?([^\s"']+)/g),
    ];
    if (found.length === 0) continue;
    return {
      where: `${name} (${found.map(([argument]) => argument).join(" ")})`,
      folders: found.map(([, path = ""]) => path),
    };
  }
  return undefined;
}
