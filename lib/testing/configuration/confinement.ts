import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { providerAddress } from "../../constructs/provider-address";
import { blocksIn, blocksOf, textIn } from "./configuration-blocks";
import { isConfiguration } from "./configuration-folder";
import { overrideFileName } from "./emulator-override";
import type { ConfigurationBlock } from "./hcl-blocks";
import { movesTerraform } from "../environment";

/**
 * Checks of a configuration before it runs: a test must neither write another state nor act on another service than its emulator. The
 * provider's own endpoint is not checked here, because the environment sets it.
 */

/** Names of files that Terraform or OpenTofu merges over the others, in the order of names. */
const overrideFile = /^(override|.*_override)\.(tf|tofu)(\.json)?$/;

/** Throws if the folder has a file whose settings would override the kit's, because its name sorts later. */
export function refuseLaterOverrides(folder: string): void {
  const later = readdirSync(folder).filter((name) => overrideFile.test(name) && name > overrideFileName);
  if (later.length === 0) return;
  throw new Error(
    `${later.join(", ")} would override ${overrideFileName}, which keeps a test's state. Rename it, or leave it out.`,
  );
}

/** Throws if a test's environment would lead its commands away from the emulator. */
export function refuseMovingEnvironment(environment: Readonly<Record<string, string>>): void {
  const moving = Object.keys(environment).filter(movesTerraform);
  if (moving.length === 0) return;
  throw new Error(
    `environment has ${moving.join(", ")}, which would lead a test away from its own state and files. Leave it out.`,
  );
}

/**
 * Throws if the configuration in the folder, or one of its modules, has a data source that asks another service: the plan would do this
 * with the credentials in the configuration. `init` has recorded the modules, in any folder, in Terraform's data folder. The state of
 * another configuration may be read from a file.
 */
export function refuseOutsideReads(folder: string, dataFolder: string): void {
  for (const module of [folder, ...modulesOf(folder, dataFolder)]) {
    for (const name of readdirSync(module).filter(isConfiguration)) {
      const file = join(module, name);
      const found = dataSourcesOf(file).flatMap((block) => objectTo(block) ?? []);
      if (found[0] !== undefined) throw new Error(`${relative(folder, file)} ${found[0]}`);
    }
  }
}

function modulesOf(folder: string, dataFolder: string): readonly string[] {
  const file = join(dataFolder, "modules", "modules.json");
  if (!existsSync(file)) return [];
  const { Modules: modules = [] } = JSON.parse(readFileSync(file, "utf8")) as ModuleList;
  return [...new Set(modules.map(({ Dir: directory }) => resolve(folder, directory)))].filter(existsSync);
}

interface ModuleList {
  readonly Modules?: readonly { readonly Dir: string }[];
}

function dataSourcesOf(file: string): readonly ConfigurationBlock[] {
  try {
    const blocks = blocksIn(file, readFileSync(file, "utf8"));
    // A check has a data source of its own.
    return [...blocksOf(blocks, "data"), ...blocksOf(blocks, "check", "data")];
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new Error(`${file} cannot be searched for data sources that reach out of the test: ${reason}.`);
  }
}

/** The target outside the emulator that a data source reaches, as the end of a sentence; `undefined` without one. */
function objectTo({ labels: [type], attributes }: ConfigurationBlock): string | undefined {
  if (type === undefined) return "has a data source whose type cannot be read. Write its type out.";
  if (type === "terraform_remote_state" && textIn(attributes.get("backend")) !== "local") {
    return 'reads a remote state (terraform_remote_state), which would reach another service than the emulator. Allowed: backend = "local".';
  }
  if (type === "tls_certificate" && attributes.has("url")) {
    return "asks a server for its certificates (tls_certificate with url), and a test reaches its emulator only. Leave it out of the test.";
  }
  return undefined;
}

/** Throws if `init` has chosen another backend than the kit's state file. Terraform records its choice in its data folder. */
export function refuseOtherBackend(dataFolder: string, stateFile: string): void {
  const file = join(dataFolder, "terraform.tfstate");
  const chosen = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as BackendChoice).backend : undefined;
  if (chosen?.type === "local" && chosen.config?.path === stateFile) return;
  throw new Error(
    `The configuration keeps its state in a backend of its own (${chosen?.type ?? "none is noted"}), and a test must not write it.`,
  );
}

interface BackendChoice {
  readonly backend?: { readonly type?: string; readonly config?: { readonly path?: string } | null };
}

/** Providers that stay on this machine. */
const localProviders: readonly string[] = [
  providerAddress,
  "terraform.io/builtin/terraform",
  ...["archive", "local", "null", "random", "time", "tls"].flatMap((name) => [
    `registry.terraform.io/hashicorp/${name}`,
    `registry.opentofu.org/hashicorp/${name}`,
  ]),
];

/**
 * Throws if `terraform providers` has listed one that acts on its own service and is not among `allowed`, which has source addresses in the
 * form of configurations (`hashicorp/aws`).
 */
export function refuseOtherProviders(listing: string, allowed: readonly string[]): void {
  const listed = new Set([...listing.matchAll(/provider\[([^\]"]+)\]/g)].map(([, address = ""]) => address));
  const isAllowed = (address: string): boolean =>
    localProviders.includes(address) ||
    allowed.some((source) => address === source || (source.includes("/") && address.endsWith(`/${source}`)));
  const others = [...listed].filter((address) => !isAllowed(address));
  if (others.length === 0) return;
  throw new Error(
    `The configuration uses ${others.join(", ")}, which would act for real. Leave it out of the test, or allow it: startDms({ providers: [${others.map((address) => JSON.stringify(address)).join(", ")}] }).`,
  );
}
