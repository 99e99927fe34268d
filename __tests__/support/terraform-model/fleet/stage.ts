import type { CallFailure } from "../../../../lib/domain/call-failure";
import type { InstanceId } from "../../../../lib/domain/instance";
import { createProviderServer } from "../../../../lib/framework/provider-server";
import type { Provider } from "../../../../lib/framework/resource";
import type { ProviderServer } from "../../../../lib/framework/server";
import type { Diagnostic } from "../../../../lib/framework/values/diagnostic";
import type { Schema } from "../../../../lib/framework/values/schema";
import { type ObjectValue, unknown } from "../../../../lib/framework/values/value";
import type { Connections } from "../../../../lib/provider/connection/service";
import type { LifecycleConfig } from "../../../../lib/provider/lifecycle/model";
import { instanceLifecycle } from "../../../../lib/provider/lifecycle/resource";
import type { InstanceApi } from "../../../../lib/rollout/ports";
import { type DeclaredInstance, fleetConfig } from "../../lifecycle/fleet-config";
import { createMachine, type Machine } from "../../lifecycle/local-memory";
import { lifecycleType, readyDataFor } from "../../lifecycle/provider-process";
import { VirtualClock } from "../../rollout/clock";
import { Simulation } from "../../rollout/simulation";
import type { Surroundings } from "../command";
import type { Configuration, Plan, PlanOptions } from "../plan";
import { objectAt } from "../state";
import { type Outcome, type RunOptions, Terraform } from "../terraform";
import { manners, troubles } from "./behaviour";
import { openTofu } from "../ways";
import { isNothing } from "./reading";
import type { CallTrouble, Manner } from "./steps";

/** A `dms_instance_lifecycle`. */
export interface DeclaredFleet extends Partial<LifecycleConfig> {
  readonly of: Readonly<Record<string, DeclaredInstance>>;
  readonly createBeforeDestroy?: boolean;
}

/** A command of Terraform, as its user sees it. */
export interface Told {
  readonly kind: Outcome["kind"];
  /** Each diagnostic once, as `Warning: …` or `Error: …` and its detail, on one line. */
  readonly said: string;
  /** `[name, action]` of everything due, in the plan's order. */
  readonly due: readonly (readonly [string, string])[];
  readonly isEmpty: boolean;
  readonly plan: Plan | undefined;
}

/**
 * A user, Terraform, the real provider and a service, for stories written step by step: what is declared is of any number of resources, and
 * reads can be refused. Every instance's id is its name, and all run unless told otherwise.
 */
export class Stage {
  /** Ids that lists leave out. */
  readonly unlisted = new Set<InstanceId>();
  /** How a read of one instance is refused. */
  readonly unreadable = new Map<InstanceId, () => Error & CallFailure>();
  /** The fate of every batch call. */
  trouble: CallTrouble | undefined;
  /** The machine dies in the next batch call, which the service carries out. */
  diesInCall = false;
  private readonly clock = new VirtualClock();
  private readonly simulation: Simulation;
  private readonly terraform: Terraform;
  private readonly machines = new Map<string, Machine>();
  /** The diagnostics of the provider in this command: the model drops the warnings of reads, and an apply those of its plan. */
  private readonly heard: Diagnostic[] = [];
  private configuration: Configuration = { resources: {} };

  constructor(names: readonly InstanceId[]) {
    this.simulation = new Simulation(this.clock, {
      instances: names.map((id) => ({ id, ...manners.works })),
      latencyMs: 0,
      callFault: () => (this.trouble === undefined ? undefined : troubles[this.trouble]),
      getFault: (id) => this.unreadable.get(id)?.(),
    });
    this.terraform = new Terraform({ launch: (surroundings) => this.launch(surroundings), schemas });
  }

  /** Declares these resources, by name, and no other. */
  declare(fleets: Readonly<Record<string, DeclaredFleet>>): void {
    const resources = Object.entries(fleets).map(([name, { of, createBeforeDestroy = false, ...settings }]) => {
      const config = fleetConfig(of, { allow_deletion: true, ready_timeout: "5s", ...settings });
      return [addressOf(name), { config, createBeforeDestroy }] as const;
    });
    this.configuration = { resources: Object.fromEntries(resources) };
  }

  /** From now on commands are those of OpenTofu. */
  useOpenTofu(): void {
    this.terraform.behave(openTofu);
  }

  behave(name: InstanceId, manner: Manner): void {
    this.simulation.rewrite(name, manners[manner]);
  }

  /** From now on it has this status; without one, it does not exist. */
  befall(name: InstanceId, status: string | undefined): void {
    this.simulation.befall(name, [{ afterMs: 0, status }]);
  }

  plan(options: PlanOptions & RunOptions = {}): Promise<Told> {
    return this.run((terraform) => terraform.plan(this.configuration, options));
  }

  apply(options: PlanOptions & RunOptions = {}): Promise<Told> {
    return this.run((terraform) => terraform.apply(this.configuration, options));
  }

  applyPlan({ plan }: Told, options: RunOptions = {}): Promise<Told> {
    if (plan === undefined) throw new Error("there is no plan");
    return this.run((terraform) => terraform.applyPlan(plan, options));
  }

  destroy(options: PlanOptions & RunOptions = {}): Promise<Told> {
    return this.run((terraform) => terraform.destroy(this.configuration, options));
  }

  taint(name = "fleet", tainted = true): void {
    this.terraform.taint(addressOf(name), tainted);
  }

  /** `terraform state rm`. */
  forget(name: string): void {
    this.terraform.forget(addressOf(name));
  }

  /** `[action, ids]` of each batch call so far. */
  calls(): readonly (readonly [string, readonly InstanceId[]])[] {
    return this.simulation.calls.map(({ action, ids }) => [action, ids] as const);
  }

  /** The saved attributes of a resource. */
  saved(name = "fleet"): ObjectValue | undefined {
    return objectAt(this.terraform.state, { address: addressOf(name) })?.value;
  }

  /** The saved result of an instance's last action. */
  resultOf(instance: string, name = "fleet"): unknown {
    return (this.saved(name)?.["results"] as ReadonlyMap<string, unknown> | undefined)?.get(instance);
  }

  /** The saved look at an instance. */
  observedOf(instance: string, name = "fleet"): unknown {
    return (this.saved(name)?.["observed"] as ReadonlyMap<string, unknown> | undefined)?.get(instance);
  }

  private async run(start: (terraform: Terraform) => Promise<Outcome>): Promise<Told> {
    // No two commands call at the same time: a call is known by its time.
    await this.clock.pass(1_000);
    this.heard.length = 0;
    const { kind, plan, diagnostics } = await this.clock.run(start(this.terraform));
    // Nothing of a dead machine goes on.
    this.clock.kill();
    const said = [...this.heard, ...diagnostics].map(
      ({ severity, summary, detail }) => `${severity === "error" ? "Error" : "Warning"}: ${summary} ${detail}`,
    );
    return {
      kind,
      said: [...new Set(said)].join(" ").replace(/\s+/g, " "),
      due: plan === undefined ? [] : plan.changes.flatMap(({ planned }) => dueIn(planned)),
      isEmpty: plan !== undefined && isNothing(plan),
      plan,
    };
  }

  private launch({ machine, kill }: Surroundings): ProviderServer {
    const memory = this.machines.get(machine) ?? createMachine();
    this.machines.set(machine, memory);
    const data = readyDataFor({ api: this.service(kill), clock: this.clock, memory });
    const provider: Provider<Schema, Connections> = {
      schema: schemas.provider,
      configure: () => Promise.resolve({ data: { at: () => Promise.resolve({ data, diagnostics: [] }) } }),
      resources: { [lifecycleType]: instanceLifecycle },
      dataSources: {},
    };
    return this.overheard(createProviderServer(provider, { log: () => undefined }));
  }

  private overheard(server: ProviderServer): ProviderServer {
    const hear = async <T extends { readonly diagnostics: readonly Diagnostic[] }>(answer: Promise<T>): Promise<T> => {
      this.heard.push(...(await answer).diagnostics);
      return answer;
    };
    const read = server.readResource.bind(server);
    const plan = server.planResourceChange.bind(server);
    const apply = server.applyResourceChange.bind(server);
    return Object.assign(server, {
      readResource: (...request: Parameters<typeof read>) => hear(read(...request)),
      planResourceChange: (...request: Parameters<typeof plan>) => hear(plan(...request)),
      applyResourceChange: (...request: Parameters<typeof apply>) => hear(apply(...request)),
    });
  }

  private service(kill: () => void): InstanceApi {
    const { simulation, unlisted } = this;
    return {
      list: async (signal) => (await simulation.list(signal)).filter(({ id }) => !unlisted.has(id)),
      get: (id, signal) => simulation.get(id, signal),
      tasks: (id, sinceMs, signal) => simulation.tasks(id, sinceMs, signal),
      serviceNow: () => simulation.serviceNow(),
      act: (action, ids, options, signal) => {
        const answer = simulation.act(action, ids, options, signal);
        if (!this.diesInCall) return answer;
        this.diesInCall = false;
        answer.catch(() => undefined);
        kill();
        return new Promise<never>(() => undefined);
      },
    };
  }
}

function addressOf(name: string): string {
  return `${lifecycleType}.${name}`;
}

/** A plan that finds nothing due keeps an old list, which does not count. */
function dueIn(planned: ObjectValue | undefined): Told["due"] {
  const rows = planned?.["planned_actions"];
  if (planned?.["unfinished"] !== unknown || !Array.isArray(rows)) return [];
  return (rows as readonly { readonly name: string; readonly action: string }[]).map(({ name, action }) => [
    name,
    action,
  ]);
}

const schemas = {
  provider: { version: 0, description: "The provider of a story.", attributes: {} },
  resources: { [lifecycleType]: instanceLifecycle.schema },
  dataSources: {},
  actions: {},
};
