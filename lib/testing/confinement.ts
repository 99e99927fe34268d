import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { providerAddress } from "../constructs/provider-address";
import { isConfiguration } from "./configuration-folder";
import { overrideFileName } from "./emulator-override";
import { movesTerraform } from "./environment";

/**
 * What a configuration is refused for before anything of it runs: a test must neither write another state nor act on another
 * service than its emulator. The provider's own endpoint is not looked for here, the environment pins it.
 */

/** A file that Terraform or OpenTofu merges over the others, in the order of names. */
const overrideFile = /^(override|.*_override)\.(tf|tofu)(\.json)?$/;

/** Throws when the folder has a file whose settings would outrank the kit's: its name sorts after. */
export function refuseLaterOverrides(folder: string): void {
  const later = readdirSync(folder).filter((name) => overrideFile.test(name) && name > overrideFileName);
  if (later.length === 0) return;
  throw new Error(
    `${later.join(", ")} would outrank ${overrideFileName}, which keeps a test's state. Rename it, or leave it out.`,
  );
}

/** Throws when the environment that a test gives its commands would lead them away. */
export function refuseMovingEnvironment(environment: Readonly<Record<string, string>>): void {
  const moving = Object.keys(environment).filter(movesTerraform);
  if (moving.length === 0) return;
  throw new Error(`environment has ${moving.join(", ")}, which would move a test's state or files. Leave it out.`);
}

/**
 * Throws when the configuration in the folder, or in a module below it, reads the state of another one from a service: that read
 * takes place in the plan, with the credentials that stand there. A local backend is allowed.
 */
export function refuseRemoteState(folder: string): void {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(isConfiguration);
  const remote = files.filter((name) => {
    const text = readFileSync(join(folder, name), "utf8");
    const reads = text.match(/terraform_remote_state"/g) ?? [];
    const local = text.match(/"?backend"?\s*[=:]\s*"local"/g) ?? [];
    return reads.length > local.length;
  });
  if (remote.length === 0) return;
  throw new Error(
    `${remote.join(", ")} reads a remote state (terraform_remote_state), which would reach another service than the emulator.`,
  );
}

/** Throws when `init` has chosen another backend than the kit's state file. Terraform notes its choice in its data folder. */
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

/** Providers that reach nothing outside of the machine. */
const localProviders: readonly string[] = [
  providerAddress,
  "terraform.io/builtin/terraform",
  ...["archive", "local", "null", "random", "time", "tls"].flatMap((name) => [
    `registry.terraform.io/hashicorp/${name}`,
    `registry.opentofu.org/hashicorp/${name}`,
  ]),
];

/**
 * Throws when `terraform providers` has listed one that acts on a service of its own and is not among `allowed`, which holds
 * source addresses as configurations have them (`hashicorp/aws`).
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
