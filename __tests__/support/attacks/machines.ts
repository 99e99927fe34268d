import { copyFileSync, cpSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dueActions, type PlannedAction } from "../../../lib/testing/terraform/planned-actions";
import { batchCalls } from "../../../lib/testing/calls";
import { endedActions } from "../acceptance/proof";
import { createFolder, type Run, type RunningTerraform } from "../acceptance/terraform";
import { type PlanJson, type ResourceState, savedObjects, type Workspace } from "../acceptance/workspace";
import { filesBelow } from "../client/canaries";
import { attachWith } from "../provider/attach-provider";
import type { Blow, Step, Story } from "./story";
import { providersOf, until } from "./provider-processes";

const quiet = ["-no-color", "-input=false"] as const;

/** The end of an apply. */
export interface Applied {
  readonly run: Run;
  readonly tookMs: number;
  readonly planned: readonly PlannedAction[] | undefined;
  /** Whether the blow met it. */
  readonly isStruck: boolean;
}

/** Two machines that share a state. Neither sees the notes of the other. */
export class Machines {
  /** Everything that commands have printed and logged, by its place. */
  public readonly places = new Map<string, string>();
  private readonly other;
  private latest: 0 | 1 = 0;
  private commands = 0;

  public constructor(
    private readonly workspace: Workspace,
    { program, provider }: Pick<Story, "program" | "provider">,
    private readonly env: Readonly<Record<string, string>>,
    log: unknown[],
  ) {
    const attach = attachWith({ log: (...line) => log.push(line) });
    this.other = createFolder("dms-other-", {}, provider === "process" ? undefined : attach, program);
    for (const made of [".terraform", ".terraform.lock.hcl", "terraform.d"]) {
      const from = join(workspace.folder, made);
      if (existsSync(from)) cpSync(from, join(this.other.folder, made), { recursive: true, verbatimSymlinks: true });
    }
  }

  /** Applies on a machine; an apply that takes longer than `limitMs` is killed. */
  public async apply(
    step: Pick<Step, "machine" | "blow" | "isPlanned">,
    hcl: string,
    limitMs: number,
  ): Promise<Applied> {
    const folder = this.moveTo(step.machine);
    writeFileSync(join(folder, "main.tf"), hcl);
    copyFileSync(join(this.workspace.folder, "provider.tf"), join(this.other.folder, "provider.tf"));
    const before = savedObjects(folder);
    const plan = step.isPlanned ? await this.plan(step.machine) : undefined;
    if (plan?.run.code !== 0 && plan !== undefined)
      return { run: plan.run, tookMs: 0, planned: undefined, isStruck: false };
    const startedAt = Date.now();
    const running = this.start(
      step.machine,
      step.isPlanned ? ["apply", ...quiet, "tfplan"] : ["apply", ...quiet, "-auto-approve"],
    );
    const isStruck = step.blow !== undefined && (await this.strike(running, step.blow, folder));
    const deadline = setTimeout(() => signal(running, "SIGKILL"), limitMs + 1_000 - (Date.now() - startedAt));
    const run = await this.ended(running, "apply");
    clearTimeout(deadline);
    const isWhole = !isStruck && run.code === 0;
    const ended = isWhole ? endedActions(before, savedObjects(folder)).flat() : undefined;
    return { run, tookMs: Date.now() - startedAt, planned: plan?.planned ?? ended, isStruck };
  }

  /** Applies once more. */
  public repeat(machine: 0 | 1): Promise<Run> {
    return this.ended(this.start(machine, ["apply", ...quiet, "-auto-approve"]), "apply");
  }

  public state(): ResourceState | undefined {
    return savedObjects(this.folder(this.latest)).get("dms_instance_lifecycle.fleet");
  }

  /** Every file of both machines but programs, and everything that was printed. */
  public everything(): ReadonlyMap<string, string> {
    const all = new Map(this.places);
    for (const machine of [0, 1] as const) {
      const without = ["terraform.d", ".terraform/providers", "home/.cache"];
      for (const [file, text] of filesBelow(this.folder(machine), without)) all.set(`${machine}/${file}`, text);
    }
    return all;
  }

  public async dispose(): Promise<void> {
    const isOver = (): boolean => [0, 1].every((machine) => providersOf(this.folder(machine as 0 | 1)).length === 0);
    await until(isOver, 10_000);
    await this.other.dispose();
  }

  private async plan(machine: 0 | 1): Promise<{ readonly run: Run; readonly planned: readonly PlannedAction[] }> {
    const run = await this.ended(this.start(machine, ["plan", ...quiet, "-out=tfplan"]), "plan");
    if (run.code !== 0) return { run, planned: [] };
    // Its print is Terraform's own, with the values of variables; it is not kept.
    const shown = await this.start(machine, ["show", "-json", "tfplan"]).finished;
    return { run, planned: [...dueActions(JSON.parse(shown.stdout) as PlanJson).values()].flat() };
  }

  private start(machine: 0 | 1, args: readonly string[]): RunningTerraform {
    const env = { ...this.env, TF_LOG_PROVIDER: "DEBUG", TF_LOG_PATH: join(this.folder(machine), "terraform.log") };
    return machine === 0 ? this.workspace.start(args, env) : this.other.start(args, { env });
  }

  private async ended(running: RunningTerraform, command: string): Promise<Run> {
    const run = await running.finished;
    this.places.set(`${command} ${(this.commands += 1)}`, run.output);
    return run;
  }

  /** Waits for the moment of the blow. Whether it meets the command before its end. */
  private async strike(running: RunningTerraform, { victim, at }: Blow, folder: string): Promise<boolean> {
    const sent = this.workspace.emulator.journal().length;
    const isDue = (): boolean => {
      const calls = this.workspace.emulator.journal().slice(sent);
      return at.kind === "call" ? calls.length >= at.count : batchCalls(calls).length > 0;
    };
    const stepMs = at.kind === "call" ? 1 : 10;
    while (isRunning(running) && !isDue()) await new Promise((resolve) => setTimeout(resolve, stepMs));
    if (at.kind === "sent") await new Promise((resolve) => setTimeout(resolve, at.afterMs));
    if (!isRunning(running)) return false;
    const providers = victim === "provider" ? providersOf(folder) : [];
    if (victim === "interrupt") signal(running, "SIGINT");
    else if (providers.length === 0) running.process.kill("SIGKILL");
    else for (const pid of providers) process.kill(pid, "SIGKILL");
    return true;
  }

  private folder(machine: 0 | 1): string {
    return machine === 0 ? this.workspace.folder : this.other.folder;
  }

  private moveTo(machine: 0 | 1): string {
    const state = join(this.folder(this.latest), "terraform.tfstate");
    if (machine !== this.latest && existsSync(state)) {
      copyFileSync(state, join(this.folder(machine), "terraform.tfstate"));
    }
    this.latest = machine;
    return this.folder(machine);
  }
}

function isRunning({ process: child }: RunningTerraform): boolean {
  return child.exitCode === null && child.signalCode === null;
}

/** To terraform and the processes that it started. */
function signal(running: RunningTerraform, name: "SIGINT" | "SIGKILL"): void {
  if (isRunning(running) && running.process.pid !== undefined) process.kill(-running.process.pid, name);
}
