import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Announcement, readAnnouncement } from "./announcement";
import { runProgram } from "./program";
import type { TerraformFolder } from "../../testing/terraform/terraform-folder";
import { project } from "./workspace";

/** The name of the stack in main.ts. */
const stack = "kafka-fleet";

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

/** The real cdktf and terraform in one workspace. */
export class Cdktf {
  public constructor(
    private readonly terraform: string,
    private readonly workspace: TerraformFolder,
    private readonly environment: NodeJS.ProcessEnv,
    private readonly signal: AbortSignal,
  ) {}

  /** `cdktf diff`: the announcement of the plan. Makes no changes. */
  public async diff(stage: Readonly<Record<string, string>>): Promise<Announcement> {
    const printed = await this.cdktf(["diff", stack], stage);
    const folder = join(this.workspace.folder, "cdktf.out", "stacks", stack);
    return readAnnouncement(stack, await this.run(this.terraform, ["show", "-json", "plan"], stage, folder), printed);
  }

  /** `cdktf deploy`: the outputs afterwards. */
  public async deploy(stage: Readonly<Record<string, string>>): Promise<Outputs> {
    const file = join(this.workspace.folder, "outputs.json");
    await this.cdktf(["deploy", stack, "--auto-approve", "--outputs-file", file], stage);
    const outputs = JSON.parse(readFileSync(file, "utf8")) as Record<string, Outputs>;
    return outputs[stack] ?? { results: {}, unfinished: [] };
  }

  private cdktf(args: readonly string[], stage: Readonly<Record<string, string>>): Promise<string> {
    const cdktf = join(project, "node_modules", ".bin", "cdktf");
    return this.run(cdktf, [...args, "--no-color"], stage, this.workspace.folder);
  }

  private async run(command: string, args: readonly string[], stage: Readonly<Record<string, string>>, cwd: string) {
    const env = { ...this.workspace.environment, ...this.environment, ...stage };
    const { code, output } = await runProgram(command, args, { cwd, env, signal: this.signal });
    if (code !== 0)
      throw new Error(`${output.trim()}\n\n"${command} ${args.join(" ")}" failed (exit code ${code ?? "none"}).`);
    return output;
  }
}
