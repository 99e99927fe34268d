import { type Diagnostic, errorDiagnostic, hasErrors } from "../../../lib/framework/values/diagnostic";
import type { Plan } from "./plan";
import type { ObjectValue } from "../../../lib/framework/values/value";
import type { ProviderServer } from "../../../lib/framework/server";

/** The means of a provider's process to act on the command that has started it, and its knowledge of that command. */
export interface Surroundings {
  /** The same for every process of one command. */
  readonly command: string;
  /** The name of the machine that runs the command. */
  readonly machine: string;
  /** The process dies. Terraform lives on. */
  readonly crash: () => void;
  /** The machine dies: the process, Terraform, and all that has not been saved. */
  readonly kill: () => void;
  /** The user presses Ctrl-C. */
  readonly interrupt: () => void;
}

/** Starts a process of the provider, not yet configured. */
export type Launch = (surroundings: Surroundings) => ProviderServer;

/** The machine has died; thrown through everything that Terraform was doing. */
export class MachineDied extends Error {}

/** A call of one process. Rejects with `MachineDied` when the machine dies. */
export type Call = <T>(method: (server: ProviderServer) => Promise<T>) => Promise<Answer<T>>;

export type Answer<T> = { readonly kind: "answered"; readonly value: T } | { readonly kind: "died" };

interface CommandOptions {
  readonly launch: Launch;
  readonly name: string;
  readonly machine: string;
  readonly providerConfig: ObjectValue;
  /** Whether Ctrl-C reaches those of its processes that have ended. */
  readonly stopsEndedProcesses: boolean;
  /** The machine dies when so many calls of the command have been answered. @default never */
  readonly killAfterCalls?: number | undefined;
}

/** One command of Terraform: the processes it starts, and the events in them. */
export class Command {
  /** The plan of the command so far. */
  plan: Plan | undefined;
  /** The processes that Ctrl-C reaches. */
  private readonly reached = new Set<ProviderServer>();
  private readonly death: Promise<never>;
  private kill: () => void = () => undefined;
  private answers = 0;
  private interrupted = false;

  constructor(private readonly options: CommandOptions) {
    this.death = new Promise((_, reject) => {
      this.kill = () => reject(new MachineDied("the machine has died"));
    });
    this.death.catch(() => undefined);
  }

  /** After Ctrl-C no further change is begun. */
  get isHalted(): boolean {
    return this.interrupted;
  }

  /** Runs `walk` with a new process, which ends with it. */
  async withProcess<T>(walk: (call: Call) => Promise<T>): Promise<T> {
    const plugin = new Plugin();
    const { launch, name, machine } = this.options;
    const kill = (): void => this.kill();
    const interrupt = (): void => this.interrupt();
    const server = launch({ command: name, machine, crash: () => plugin.crash(), kill, interrupt });
    this.reached.add(server);
    try {
      return await walk((method) => this.call(server, method, plugin));
    } finally {
      if (!this.options.stopsEndedProcesses) this.reached.delete(server);
    }
  }

  /** Runs `walk` with a new process that is configured; without it, the diagnostics that say why not. */
  withConfigured<T>(walk: (call: Call) => Promise<T>, refused: (diagnostics: readonly Diagnostic[]) => T): Promise<T> {
    const { providerConfig } = this.options;
    return this.withProcess(async (call) => {
      const checked = told(await call((server) => server.validateProviderConfig(providerConfig)));
      const diagnostics = hasErrors(checked)
        ? checked
        : told(await call((server) => server.configure(terraformVersion, providerConfig)));
      return hasErrors(diagnostics) ? refused(diagnostics) : walk(call);
    });
  }

  private interrupt(): void {
    this.interrupted = true;
    for (const server of this.reached) server.stop();
  }

  private async call<T>(
    server: ProviderServer,
    method: (server: ProviderServer) => Promise<T>,
    plugin: Plugin,
  ): Promise<Answer<T>> {
    if (plugin.isDead) return { kind: "died" };
    const answer = await Promise.race([this.death, plugin.death, answered(method(server))]);
    this.answers += 1;
    if (this.answers === this.options.killAfterCalls) throw new MachineDied("the machine has died");
    return answer;
  }
}

/** The life of one process of the provider. */
class Plugin {
  isDead = false;
  readonly death: Promise<{ readonly kind: "died" }>;
  private end: (answer: { readonly kind: "died" }) => void = () => undefined;

  constructor() {
    this.death = new Promise((resolve) => {
      this.end = resolve;
    });
  }

  crash(): void {
    this.isDead = true;
    this.end({ kind: "died" });
  }
}

async function answered<T>(answer: Promise<T>): Promise<Answer<T>> {
  return { kind: "answered", value: await answer };
}

/** The version that the call order was recorded with. */
const terraformVersion = "1.11.4";

/** Terraform's words for a process that has died. */
export const pluginDied: Diagnostic = errorDiagnostic(
  "Plugin did not respond",
  "The plugin encountered an error, and failed to respond to the call.",
);

/** Terraform's words for changes that it did not begin after Ctrl-C. */
export const halted: Diagnostic = errorDiagnostic("Execution Halted", "The command was interrupted.");

/** The diagnostics of an answer that has only diagnostics. */
export function told(answer: Answer<readonly Diagnostic[]>): readonly Diagnostic[] {
  return answer.kind === "died" ? [pluginDied] : answer.value;
}
