import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Cost } from "./compared";
import { providerAddress } from "../lib/constructs/provider-address";
import { currentPlatform, writeMirror } from "../lib/constructs/vendor/provider-mirror";
import { loadProviderPackage } from "../lib/constructs/vendor/provider-package";
import { quietEnvironment } from "../lib/testing/environment";
import { createTerraformFolder } from "../lib/testing/terraform/terraform-folder";

/** A folder with one configuration and the real terraform. */
export interface Workspace {
  /** Replaces the configuration. */
  configure(hcl: string): void;
  /** Runs a command; answers its cost. Rejects with its output if it fails. */
  terraform(...args: readonly string[]): Promise<Cost>;
  /** Removes the state. */
  dropState(): void;
}

/** Makes workspaces below one temporary folder, which `remove` deletes. */
export class Workspaces {
  private readonly terraform = createTerraformFolder({
    // It tells the processor time of terraform and of all the processes that terraform has waited for.
    program: "sh",
    prefix: "dms-bench-",
    environment: quietEnvironment(),
  });

  public get folder(): string {
    return this.terraform.folder;
  }

  public constructor() {
    // terraform itself searches this folder, below the home of its user.
    writeMirror(join(this.terraform.folder, "home", ".terraform.d", "plugins"), loadProviderPackage());
  }

  /** A workspace with this configuration, initialized. */
  public async create(name: string, hcl: string): Promise<Workspace> {
    const cwd = join(this.terraform.folder, name);
    mkdirSync(cwd);
    const workspace: Workspace = {
      configure: (text) => writeFileSync(join(cwd, "main.tf"), text),
      terraform: async (...args) => {
        const startedMs = performance.now();
        const { code, output } = await this.terraform.run(["-c", timed, "sh", "terraform", ...args], { cwd });
        if (code === 0) return { ms: performance.now() - startedMs, processorMs: processorMsIn(output) };
        throw new Error(`"terraform ${args.join(" ")}" ended with ${code ?? "a signal"}:\n${output.slice(-4_000)}`);
      },
      dropState: () => {
        for (const file of ["terraform.tfstate", "terraform.tfstate.backup"]) rmSync(join(cwd, file), { force: true });
      },
    };
    workspace.configure(hcl);
    await workspace.terraform("init", "-input=false");
    return workspace;
  }

  /** A workspace with one resource of the null provider whose program is `file`, initialized. */
  public createBesideNull(name: string, file: string): Promise<Workspace> {
    const address = ["registry.terraform.io", "hashicorp", "null", nullVersion, currentPlatform()];
    const folder = join(this.terraform.folder, "home", ".terraform.d", "plugins", ...address);
    mkdirSync(folder, { recursive: true });
    copyFileSync(file, join(folder, `terraform-provider-null_v${nullVersion}`));
    return this.create(name, nullConfiguration);
  }

  public async remove(): Promise<void> {
    await this.terraform.dispose();
  }
}

const timed = '"$@"; code=$?; times; exit $code';

/** Processor time of the children of a shell, from its output: the last line of `times`, `0m0.31s 0m0.07s`. Pure. */
export function processorMsIn(output: string): number | undefined {
  const [, ...figures] = [...output.matchAll(/^(\d+)m([\d.]+)s (\d+)m([\d.]+)s$/gm)].at(-1) ?? [];
  if (figures.length === 0) return undefined;
  const [userMinutes = 0, user = 0, systemMinutes = 0, system = 0] = figures.map(Number);
  return ((userMinutes + systemMinutes) * 60 + user + system) * 1_000;
}

/** The mirror tells it, for a program of any version. */
const nullVersion = "3.2.4";

const nullConfiguration = `terraform {
  required_providers {
    null = { source = "hashicorp/null" }
  }
}

resource "null_resource" "one" {
  triggers = { config = "1" }
}
`;

/** The block that names the provider and reaches the service at `url`. */
export function providerBlock(url: string, projectId: string): string {
  return `terraform {
  required_providers {
    dms = { source = "${providerAddress}" }
  }
}

provider "dms" {
  endpoint      = "${url}"
  project_id    = "${projectId}"
  poll_interval = "1s"
}
`;
}
