import type { LifecycleConfig } from "../../../../lib/provider/lifecycle/model";

/** Settings of the resource that a history changes. */
export type Settings = Partial<
  Pick<LifecycleConfig, "restart_unhealthy" | "on_missing" | "allow_deletion" | "restart_on_create">
>;

/** How the service behaves towards one instance, until a step changes that. */
export type Manner =
  /** A restart takes a second, a deletion half of one. */
  | "works"
  /** Takes longer than any run watches, and works. */
  | "slow"
  | "stuck"
  /** Answers `success` and does nothing. */
  | "ignored"
  | "ends in ERROR"
  /** Is answered `failed` once. */
  | "item failed"
  /** The whole call is refused because of it. */
  | "refused";

/** The fault of every batch call of one command. */
export type CallTrouble =
  /** No request leaves the machine. */
  | "unreachable"
  /** The service answers 403: the credentials lack the right. */
  | "forbidden"
  /** The connection breaks before the service gets it, */
  | "lost on the way"
  /** and after it has carried it out. */
  | "lost answer";

/** An event of an instance without a call of ours. */
export type Event = "restarts" | "is deleted" | "is back" | "is extended" | "breaks" | "is well again";

/** When a command is broken off. */
export type Break =
  /** When so many calls of the provider have been answered. */
  | { readonly afterAnswers: number }
  /** At the n-th call of the command to the service, before or after that is carried out. */
  | { readonly atServiceCall: number; readonly carriedOut: boolean };

export interface Run {
  /** @default "a" */
  readonly machine?: "a" | "b";
  /** `-refresh=false` when false. */
  readonly refresh?: boolean;
  readonly replace?: boolean;
  /** The machine dies. */
  readonly kill?: Break;
  /** Ctrl-C at the n-th call of the command to the service. */
  readonly interruptAt?: number;
  readonly calls?: CallTrouble;
}

/** A step that starts no command. */
export type Change =
  | { readonly do: "edit"; readonly name: string; readonly trigger: string }
  | { readonly do: "retire" | "keep" | "add" | "remove"; readonly name: string }
  | { readonly do: "set"; readonly settings: Settings }
  | { readonly do: "create before destroy" | "one by one"; readonly on: boolean }
  | { readonly do: "manner"; readonly name: string; readonly manner: Manner }
  | { readonly do: "event"; readonly name: string; readonly event: Event }
  | { readonly do: "wait"; readonly seconds: number }
  | { readonly do: "taint" | "untaint" }
  /** The commands from now on are those of OpenTofu. */
  | { readonly do: "use OpenTofu" };

/** A command of Terraform. */
export type Command = { readonly do: "plan" | "apply" | "save" | "apply saved" | "destroy" | "import" } & Run;

/** One step of a history. */
export type Step = Change | Command;

export function isCommand(step: Step): step is Command {
  return commands.has(step.do);
}

const commands: ReadonlySet<string> = new Set<Command["do"]>([
  "plan",
  "apply",
  "save",
  "apply saved",
  "destroy",
  "import",
]);

// The steps of a story, by their words.

export const edit = (name: string, trigger: string): Step => ({ do: "edit", name, trigger });
export const retire = (name: string): Step => ({ do: "retire", name });
export const keep = (name: string): Step => ({ do: "keep", name });
export const set = (settings: Settings): Step => ({ do: "set", settings });
export const manner = (name: string, how: Manner): Step => ({ do: "manner", name, manner: how });
export const event = (name: string, what: Event): Step => ({ do: "event", name, event: what });
export const plan = (run: Run = {}): Step => ({ do: "plan", ...run });
export const apply = (run: Run = {}): Step => ({ do: "apply", ...run });
export const destroy: Step = { do: "destroy" };
export const taint: Step = { do: "taint" };
