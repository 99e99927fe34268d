import type { BatchAnswer, InstanceId } from "../../../../lib/domain/instance";
import { createProviderServer } from "../../../../lib/framework/provider-server";
import type { Provider } from "../../../../lib/framework/resource";
import type { Schema } from "../../../../lib/framework/values/schema";
import type { LifecycleConfig } from "../../../../lib/provider/lifecycle/model";
import { instanceLifecycle } from "../../../../lib/provider/lifecycle/resource";
import type { Connections, ProviderData } from "../../../../lib/provider/connection/service";
import type { InstanceApi } from "../../../../lib/rollout/ports";
import { type DeclaredInstance, fleetConfig } from "../../lifecycle/fleet-config";
import { createMachine, type Machine } from "../../lifecycle/local-memory";
import { lifecycleType, readyDataFor } from "../../lifecycle/provider-process";
import { VirtualClock } from "../../rollout/clock";
import { type CallFault, type SimulatedCall, Simulation } from "../../rollout/simulation";
import type { Surroundings } from "../command";
import type { Configuration } from "../plan";
import { type Outcome, Terraform } from "../terraform";
import { events, manners, troubles } from "./behaviour";
import type { Event, Manner, Run, Settings } from "./steps";

export const fleetAddress = `${lifecycleType}.fleet`;
/** Every instance that there is; a history begins with the first two declared. */
export const names = ["ant", "bee", "cat"] as const;

interface Declared {
  readonly state: "running" | "deleted";
  readonly trigger: string;
}

/** The user's declaration. */
export interface Wanted {
  readonly instances: ReadonlyMap<InstanceId, Declared>;
  readonly settings: Settings;
  readonly createBeforeDestroy: boolean;
  /** Waves of one instance. */
  readonly oneByOne: boolean;
}

/** A user, two machines, Terraform, the provider and a service. Every instance's name is its id. */
export class World {
  readonly clock = new VirtualClock();
  readonly simulation: Simulation;
  readonly terraform: Terraform;
  readonly machines: ReadonlyMap<string, Machine> = new Map(["a", "b"].map((name) => [name, createMachine()]));
  wanted: Wanted = {
    instances: new Map(names.slice(0, 2).map((name) => [name, { state: "running", trigger: "1" }])),
    settings: { allow_deletion: true },
    createBeforeDestroy: false,
    oneByOne: false,
  };
  /** The batch calls that left a machine, as its processes could know of them: one in which it died has an open end. */
  readonly calls: SimulatedCall[] = [];
  private run: Run = {};
  private serviceCalls = 0;
  private objects = 0;

  constructor() {
    const instances = names.map((id) => ({ id, ...manners.works }));
    const callFault = (): CallFault | undefined =>
      this.run.calls === undefined ? undefined : troubles[this.run.calls];
    this.simulation = new Simulation(this.clock, { instances, latencyMs: 0, callFault });
    this.terraform = new Terraform({ launch: (surroundings) => this.launch(surroundings), schemas });
  }

  /** The user's declaration, as Terraform reads it. */
  configuration(): Configuration {
    const { instances, settings, createBeforeDestroy, oneByOne } = this.wanted;
    const declared = [...instances].map(([name, { state, trigger }]): [string, DeclaredInstance] => [
      name,
      { state, triggers: { c: trigger } },
    ]);
    const config = fleetConfig(Object.fromEntries(declared), {
      ...settings,
      rollout: oneByOne ? rolloutOf("1") : null,
      ready_timeout: "5s",
    });
    return { resources: { [fleetAddress]: { config, createBeforeDestroy } } };
  }

  declare(name: string, change: Partial<Declared> | undefined): void {
    const instances = new Map(this.wanted.instances);
    const before = instances.get(name);
    if (change === undefined) instances.delete(name);
    else instances.set(name, { state: "running", trigger: "1", ...before, ...change });
    if (instances.size > 0) this.want({ instances });
  }

  want(change: Partial<Wanted>): void {
    this.wanted = { ...this.wanted, ...change };
  }

  behave(name: string, manner: Manner): void {
    this.simulation.rewrite(name, manners[manner]);
  }

  befall(name: string, event: Event): void {
    this.simulation.befall(name, events[event]);
  }

  /** Carries out a command as `run` has it. */
  async command(run: Run, start: (terraform: Terraform) => Promise<Outcome>): Promise<Outcome> {
    this.run = run;
    this.serviceCalls = 0;
    const outcome = await this.clock.run(start(this.terraform));
    // A machine that has died does not go on.
    this.clock.kill();
    this.run = {};
    return outcome;
  }

  private launch(surroundings: Surroundings): ReturnType<typeof createProviderServer> {
    const memory = this.machine(surroundings.machine);
    const ready = readyDataFor({ api: this.front(surroundings), clock: this.clock, memory });
    const data: ProviderData = { ...ready, newId: () => `object-${++this.objects}` };
    const provider: Provider<Schema, Connections> = {
      schema: { version: 0, description: "The provider of a history.", attributes: {} },
      configure: () => Promise.resolve({ data: { at: () => Promise.resolve({ data, diagnostics: [] }) } }),
      resources: { [lifecycleType]: instanceLifecycle },
      dataSources: {},
    };
    return createProviderServer(provider, { log: () => undefined });
  }

  private machine(name: string): Machine {
    const machine = this.machines.get(name);
    if (machine === undefined) throw new Error(`there is no machine ${name}`);
    return machine;
  }

  /** The service as one process reaches it: a call may be the one at which the command is broken off. */
  private front({ kill, interrupt }: Surroundings): InstanceApi {
    const { simulation } = this;
    /** `false`: the machine died in it. */
    const passes = (call: () => Promise<unknown>): boolean => {
      const number = ++this.serviceCalls;
      if (this.run.interruptAt === number) interrupt();
      const end = this.run.kill;
      if (end === undefined || !("atServiceCall" in end) || end.atServiceCall !== number) return true;
      if (end.carriedOut) call().catch(() => undefined);
      kill();
      return false;
    };
    const never = new Promise<never>(() => undefined);
    const through = <T>(call: () => Promise<T>): Promise<T> => (passes(call) ? call() : never);
    return {
      list: (signal) => through(() => simulation.list(signal)),
      get: (id, signal) => through(() => simulation.get(id, signal)),
      tasks: (id, sinceMs, signal) => through(() => simulation.tasks(id, sinceMs, signal)),
      serviceNow: () => simulation.serviceNow(),
      act: (action, ids, options, signal) => {
        const call = (): Promise<BatchAnswer> => simulation.act(action, ids, options, signal);
        const atMs = this.clock.now();
        if (!passes(call)) {
          this.calls.push({ atMs, action, ids, effective: [], outcome: "open" });
          return never;
        }
        const earlier = simulation.calls.length;
        const answer = call();
        // A call that may no longer leave is not one of the service's.
        this.calls.push(...simulation.calls.slice(earlier));
        // An answer never comes at the time of its call, because knowledge of a call is ordered by time.
        return answer.finally(() => this.clock.sleep(1, signal));
      },
    };
  }
}

function rolloutOf(maxUnavailable: string): NonNullable<Exclude<LifecycleConfig["rollout"], symbol>> {
  return {
    max_unavailable: maxUnavailable,
    canary: null,
    max_failures: null,
    pause_between: null,
    min_ready_time: null,
  };
}

const schemas = {
  provider: { version: 0, description: "The provider of a history.", attributes: {} },
  resources: { [lifecycleType]: instanceLifecycle.schema },
  dataSources: {},
  actions: {},
};
