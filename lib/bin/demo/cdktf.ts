import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readAnnouncement } from "./announcement";
import type { Announcement } from "./announcement";
import { runProgram } from "./program";
import { project } from "./workspace";
import type { Workspace } from "./workspace";

/** The name main.ts gives its stack. */
const stack = "kafka-fleet";

/** Oldest Terraform that knows everything the constructs write. */
const oldestTerraform = [1, 5] as const;

/** One record of the output `results`. */
interface InstanceResult {
  readonly instance_id: string;
  readonly action: string;
  readonly result: string;
  readonly status: string | null;
  readonly reason: string | null;
  readonly submitted_at: string | null;
  readonly finished_at: string | null;
}

/** The outputs of main.ts. */
export interface Outputs {
  readonly results: Readonly<Record<string, InstanceResult>>;
  readonly unfinished: readonly string[];
  readonly purged?: readonly { readonly instance_id: string; readonly name: string }[];
}

/** The real cdktf and terraform, at work in one workspace. */
export class Cdktf {
  readonly #terraform = process.env.TERRAFORM_BINARY_NAME ?? "terraform";

  public constructor(
    private readonly workspace: Workspace,
    private readonly environment: NodeJS.ProcessEnv,
    private readonly signal: AbortSignal,
  ) {}

  /** Throws a sentence for the user when terraform is missing or too old. */
  public async requireTerraform(): Promise<void> {
    const [major, minor] = oldestTerraform;
    const needed = `The demonstration needs Terraform ${major}.${minor} or later as "${this.#terraform}" on PATH`;
    const install = "https://developer.hashicorp.com/terraform/install";
    const version = await this.#run(this.#terraform, ["version", "-json"], {}, this.workspace.folder).catch(
      () => undefined,
    );
    if (this.signal.aborted) return;
    if (version === undefined) throw new Error(`${needed}, and there is none. See ${install}`);
    const found = (JSON.parse(version) as { terraform_version: string }).terraform_version;
    const [foundMajor = 0, foundMinor = 0] = found.split(".").map(Number);
    if (foundMajor > major || (foundMajor === major && foundMinor >= minor)) return;
    throw new Error(`${needed}; this one is ${found}. See ${install}`);
  }

  /** `cdktf diff`: what the plan announces. Changes nothing. */
  public async diff(stage: Readonly<Record<string, string>>): Promise<Announcement> {
    const printed = await this.#cdktf(["diff", stack], stage);
    const folder = join(this.workspace.folder, "cdktf.out", "stacks", stack);
    return readAnnouncement(stack, await this.#run(this.#terraform, ["show", "-json", "plan"], stage, folder), printed);
  }

  /** `cdktf deploy`: the outputs afterwards. */
  public async deploy(stage: Readonly<Record<string, string>>): Promise<Outputs> {
    const file = join(this.workspace.folder, "outputs.json");
    await this.#cdktf(["deploy", stack, "--auto-approve", "--outputs-file", file], stage);
    const outputs = JSON.parse(readFileSync(file, "utf8")) as Record<string, Outputs>;
    return outputs[stack] ?? { results: {}, unfinished: [] };
  }

  #cdktf(args: readonly string[], stage: Readonly<Record<string, string>>): Promise<string> {
    const cdktf = join(project, "node_modules", ".bin", "cdktf");
    return this.#run(cdktf, [...args, "--no-color"], stage, this.workspace.folder);
  }

  async #run(command: string, args: readonly string[], stage: Readonly<Record<string, string>>, cwd: string) {
    const env = { ...this.workspace.environment, ...this.environment, ...stage };
    const { code, output } = await runProgram(command, args, { cwd, env, signal: this.signal });
    if (code !== 0)
      throw new Error(`${output.trim()}\n\n"${command} ${args.join(" ")}" failed (exit code ${code ?? "none"}).`);
    return output;
  }
}
