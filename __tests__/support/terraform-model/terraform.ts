import { type Diagnostic, errorDiagnostic, hasErrors } from "../../../lib/framework/values/diagnostic";
import type { ProviderSchemas } from "../../../lib/framework/server";
import type { ObjectValue } from "../../../lib/framework/values/value";
import { applyWalk } from "./apply-walk";
import { Command, halted, type Launch, MachineDied } from "./command";
import { type ObjectForm, objectForm } from "./objects";
import { type Configuration, needsProvider, type Plan, type PlanOptions } from "./plan";
import { destroyWalk, type Planned, planWalk } from "./plan-walk";
import { ProviderCalls, stalePlan } from "./provider-calls";
import { type Address, isSameState, objectAt, type State, withObject } from "./state";
import { terraform111, type Ways } from "./ways";

interface TerraformOptions {
  readonly launch: Launch;
  readonly schemas: ProviderSchemas;
  /** @default nothing is configured */
  readonly providerConfig?: ObjectValue;
  /** @default those of Terraform 1.11 */
  readonly ways?: Ways;
}

/** Where a command runs, and how long its machine lives. */
export interface RunOptions {
  /** @default "a" */
  readonly machine?: string;
  /** The machine dies when so many calls to the provider have been answered: unsaved work is lost. */
  readonly killAfterCalls?: number;
}

/** How a command ended. `plan`: the one that was made or applied, also in part; absent when there was none. */
export interface Outcome {
  readonly kind: "done" | "failed" | "killed";
  readonly plan: Plan | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Terraform or OpenTofu, in process: one root module, one state, any number of machines that share it. It calls a provider in the order in
 * which the real one does (versions/call-order.test.ts compares the two), and throws where the real one reports
 * a bug of the provider.
 */
export class Terraform {
  private saved: State = new Map();
  private serial = 0;
  private commands = 0;
  private readonly forms: ReadonlyMap<string, ObjectForm>;
  private ways: Ways;

  constructor(private readonly options: TerraformOptions) {
    this.ways = options.ways ?? terraform111;
    const { resources } = options.schemas;
    this.forms = new Map(Object.entries(resources).map(([type, schema]) => [type, objectForm(schema)]));
  }

  /** The saved state. */
  get state(): State {
    return this.saved;
  }

  /** Its commands are those of another program from now on. */
  behave(ways: Ways): void {
    this.ways = ways;
  }

  /** `terraform plan`, whose answer is the plan's file. */
  plan(configuration: Configuration, options: PlanOptions & RunOptions = {}): Promise<Outcome> {
    return this.run(options, (command) => this.makePlan(command, configuration, options));
  }

  /** `terraform apply -auto-approve`: plans, and applies that in further processes. */
  apply(configuration: Configuration, options: PlanOptions & RunOptions = {}): Promise<Outcome> {
    return this.run(options, async (command) => {
      const made = await this.makePlan(command, configuration, options);
      return made.kind === "done" && made.plan !== undefined ? this.carryOut(command, made.plan) : made;
    });
  }

  /** `terraform destroy -auto-approve`. */
  destroy(configuration: Configuration, options: Omit<PlanOptions, "mode"> & RunOptions = {}): Promise<Outcome> {
    return this.apply(configuration, { ...options, mode: "destroy" });
  }

  /** `terraform apply FILE`. */
  applyPlan(plan: Plan, options: RunOptions = {}): Promise<Outcome> {
    return this.run(options, async (command) => {
      if (plan.serial !== this.serial) return { kind: "failed", plan, diagnostics: [stalePlan] };
      command.plan = plan;
      return this.carryOut(command, plan);
    });
  }

  /** `terraform import ADDRESS ID`. */
  import(address: Address, id: string, options: RunOptions = {}): Promise<Outcome> {
    return this.run(options, (command) =>
      command.withConfigured(async (call) => {
        if (objectAt(this.saved, { address }) !== undefined) return failed([alreadyManaged]);
        const calls = new ProviderCalls(command, call, this.forms);
        const imported = await calls.import(address, id);
        const found = imported.kind === "failed" ? imported : await calls.read(address, imported.object);
        if (found.kind === "failed") return failed(found.diagnostics);
        this.save(withObject(this.saved, { address }, found.object));
        return done(undefined, []);
      }, failed),
    );
  }

  /** `terraform taint`, or `untaint`. Calls no provider. */
  taint(address: Address, tainted = true): void {
    const object = objectAt(this.saved, { address });
    if (object !== undefined) this.save(withObject(this.saved, { address }, { ...object, tainted }));
  }

  /** `terraform state rm`. Calls no provider. */
  forget(address: Address): void {
    const next = new Map(this.saved);
    next.delete(address);
    this.save(next);
  }

  private async run(options: RunOptions, work: (command: Command) => Promise<Outcome>): Promise<Outcome> {
    const { launch, providerConfig = {} } = this.options;
    const { machine = "a", killAfterCalls } = options;
    const { stopsEndedProcesses } = this.ways;
    const name = String(++this.commands);
    const command = new Command({ launch, name, machine, providerConfig, stopsEndedProcesses, killAfterCalls });
    try {
      return await work(command);
    } catch (thrown) {
      if (!(thrown instanceof MachineDied)) throw thrown;
      return { kind: "killed", plan: command.plan, diagnostics: [] };
    }
  }

  private async makePlan(command: Command, configuration: Configuration, options: PlanOptions): Promise<Outcome> {
    const invalid = await this.validate(command, configuration);
    if (hasErrors(invalid)) return failed(invalid);
    const { state, changes, diagnostics } = await this.walkPlan(command, configuration, options);
    if (hasErrors(diagnostics)) return failed(diagnostics);
    if (command.isHalted) return failed([...diagnostics, halted]);
    const { mode = "normal" } = options;
    command.plan = { configuration, mode, serial: this.serial, prior: state, changes };
    return done(command.plan, diagnostics);
  }

  private async validate(command: Command, { resources }: Configuration): Promise<readonly Diagnostic[]> {
    const declared = Object.entries(resources);
    if (declared.length === 0) return [];
    return command.withProcess(async (call) => {
      const calls = new ProviderCalls(command, call, this.forms);
      const diagnostics: Diagnostic[] = [];
      for (const [address, { config }] of declared) diagnostics.push(...(await calls.validate(address, config)));
      return diagnostics;
    });
  }

  /** A plan to destroy is made in two walks: a normal one for its refresh, and one that plans the destruction. */
  private async walkPlan(command: Command, configuration: Configuration, options: PlanOptions): Promise<Planned> {
    const walk = (plan: (calls: ProviderCalls) => Promise<Planned>): Promise<Planned> =>
      command.withConfigured(
        (call) => plan(new ProviderCalls(command, call, this.forms)),
        (diagnostics) => ({ state: this.saved, changes: [], diagnostics }),
      );
    if (options.mode !== "destroy")
      return walk((calls) => planWalk(calls, this.saved, configuration, options, this.ways));
    const refreshed =
      options.refresh === false
        ? { state: this.saved, changes: [], diagnostics: [] }
        : await walk((calls) => planWalk(calls, this.saved, configuration, { refresh: true }, this.ways));
    if (hasErrors(refreshed.diagnostics) || refreshed.state.size === 0) return { ...refreshed, changes: [] };
    return walk((calls) => destroyWalk(calls, refreshed.state));
  }

  private async carryOut(command: Command, plan: Plan): Promise<Outcome> {
    if (!needsProvider(plan, this.ways)) {
      this.save(plan.prior);
      return done(plan, []);
    }
    const diagnostics = await command.withConfigured(
      async (call) => {
        const calls = new ProviderCalls(command, call, this.forms);
        let last: State = plan.prior;
        const problems = await applyWalk(calls, plan, (state) => {
          last = state;
          if (this.ways.saves === "each object") this.save(state);
        });
        this.save(last);
        return command.isHalted ? [...problems, halted] : problems;
      },
      (refused) => refused,
    );
    return { kind: hasErrors(diagnostics) ? "failed" : "done", plan, diagnostics };
  }

  private save(state: State): void {
    if (isSameState(state, this.saved)) return;
    this.saved = state;
    this.serial += 1;
  }
}

function done(plan: Plan | undefined, diagnostics: readonly Diagnostic[]): Outcome {
  return { kind: "done", plan, diagnostics };
}

function failed(diagnostics: readonly Diagnostic[]): Outcome {
  return { kind: "failed", plan: undefined, diagnostics };
}

const alreadyManaged = errorDiagnostic("Resource Already Managed By Terraform", "It is in the state.");
