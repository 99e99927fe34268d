import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { providerAddress } from "../lib/constructs/provider-address";
import { writeMirror } from "../lib/constructs/vendor/provider-mirror";
import { loadProviderPackage } from "../lib/constructs/vendor/provider-package";
import { cleanEnvironment } from "./clean-environment";
import { timeCommand } from "./timed-command";

/** A folder with one configuration and the real terraform. */
export interface Workspace {
  /** Replaces the configuration. */
  configure(hcl: string): void;
  /** Milliseconds. */
  terraform(...args: readonly string[]): Promise<number>;
  /** Forgets everything that was applied. */
  dropState(): void;
}

/** Makes workspaces below one temporary folder, which `remove` takes away. */
export class Workspaces {
  public readonly folder = mkdtempSync(join(tmpdir(), "dms-bench-"));
  readonly #environment: NodeJS.ProcessEnv;

  public constructor() {
    const mirror = join(this.folder, "mirror");
    const cliConfig = join(this.folder, "cli.tfrc");
    writeMirror(mirror, loadProviderPackage());
    writeFileSync(
      cliConfig,
      `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`,
    );
    this.#environment = cleanEnvironment({ TF_CLI_CONFIG_FILE: cliConfig, HOME: this.folder });
  }

  /** A workspace with this configuration, initialized. */
  public async create(name: string, hcl: string): Promise<Workspace> {
    const cwd = join(this.folder, name);
    mkdirSync(cwd);
    const options = { cwd, env: this.#environment };
    const workspace: Workspace = {
      configure: (text) => writeFileSync(join(cwd, "main.tf"), text),
      terraform: (...args) => timeCommand("terraform", args, options),
      dropState: () => {
        for (const file of ["terraform.tfstate", "terraform.tfstate.backup"]) rmSync(join(cwd, file), { force: true });
      },
    };
    workspace.configure(hcl);
    await workspace.terraform("init", "-input=false");
    return workspace;
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

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
