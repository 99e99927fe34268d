import type { Action, InstanceId } from "../../domain/instance";
import type { CallFault, FaultMatch, FaultOperation, FaultRule, InstanceFault, ListFault } from "./fault-rules";
import type { ListLag } from "./list-lag";

/** What rules can be matched against. */
export interface FaultSubject {
  readonly operation: FaultOperation;
  readonly action: Action | undefined;
  /** Ids the call concerns. */
  readonly instances: readonly InstanceId[];
}

interface Armed {
  readonly rule: FaultRule;
  matched: number;
  fired: number;
}

/**
 * The rules in force and how often each has matched.
 *
 * Rules for whole calls and rules for instances are two separate lists; in each the first rule that fires wins. Rules for
 * lists are a third one, in which every rule that fires counts. A rule's match is counted only when no earlier rule of its
 * list, of the first two, fired; the first `after` matches pass to the next rule, and after
 * `times` firings the rule is as good as gone.
 */
export class FaultBox {
  #armed: readonly Armed[] = [];

  /** Puts these rules in force, uncounted, in place of all others. */
  replace(rules: readonly FaultRule[]): void {
    this.#armed = rules.map((rule) => ({ rule, matched: 0, fired: 0 }));
  }

  /** The rules in force, in their order, with how often each has fired. */
  inForce(): readonly { readonly rule: FaultRule; readonly fired: number }[] {
    return this.#armed.map(({ rule, fired }) => ({ rule, fired }));
  }

  /** What happens to a whole call. Counts. */
  forCall(subject: FaultSubject): CallFault | undefined {
    for (const armed of this.#armed) {
      if (armed.rule.scope === "call" && concerns(armed.rule.on, subject) && fires(armed)) return armed.rule.fault;
    }
    return undefined;
  }

  /** What is behind in the answer to a list: every rule that fires counts. Counts one match of each rule that is meant. */
  forList(operation: "list" | "tasks", instances: readonly InstanceId[]): ListLag {
    const fired = this.#armed.filter((armed) => {
      const { scope, on } = armed.rule;
      const isMeant = scope === "list" && on.operation === operation;
      // In a list of instances the rule's instance says whom it is about, not which call it is for.
      const isConcerned = operation === "list" || on.instance === undefined || instances.includes(on.instance);
      return isMeant && isConcerned && fires(armed);
    });
    const rules = fired.map(({ rule }) => rule);
    return { omitted: targetsOf(rules, "omit"), stale: targetsOf(rules, "stale") };
  }

  /** What happens to one instance of a call that was found valid. Counts. */
  forInstance(subject: FaultSubject, id: InstanceId): InstanceFault | undefined {
    const alone = { ...subject, instances: [id] };
    for (const armed of this.#armed) {
      if (armed.rule.scope === "instance" && concerns(armed.rule.on, alone) && fires(armed)) return armed.rule.fault;
    }
    return undefined;
  }
}

function targetsOf(rules: readonly FaultRule[], kind: ListFault["kind"]): readonly InstanceId[] | "all" {
  const targets = rules.filter((rule) => rule.fault.kind === kind).map(({ on }) => on.instance);
  return targets.includes(undefined) ? "all" : targets.filter((id) => id !== undefined);
}

function concerns(on: FaultMatch, subject: FaultSubject): boolean {
  if (on.operation !== subject.operation) return false;
  if (on.action !== undefined && on.action !== subject.action) return false;
  return on.instance === undefined || subject.instances.includes(on.instance);
}

function fires(armed: Armed): boolean {
  const { after, times } = armed.rule.on;
  if (armed.fired >= times) return false;
  armed.matched += 1;
  if (armed.matched <= after) return false;
  armed.fired += 1;
  return true;
}
