import type { Action, InstanceId } from "../../domain/instance";
import type { CallFault, FaultMatch, FaultOperation, FaultRule, InstanceFault, ListFault } from "./fault-rules";
import type { ListLag } from "./list-lag";

/** The properties of a call that rules can match. */
export interface FaultSubject {
  readonly operation: FaultOperation;
  readonly action: Action | undefined;
  /** Ids of the instances that the call concerns. */
  readonly instances: readonly InstanceId[];
}

interface Armed {
  readonly rule: FaultRule;
  matched: number;
  fired: number;
}

/**
 * The rules in force and their numbers of matches.
 *
 * Rules for whole calls and rules for instances are two separate lists; in each the first rule that fires decides. Rules for lists are a
 * third one, in which every rule that fires counts. In the first two lists a rule's match is counted only if no earlier rule fired. The
 * first `after` matches pass to the next rule, and after `times` firings the rule has no effect.
 */
export class FaultBox {
  private armed: readonly Armed[] = [];

  /** Puts these rules in force, uncounted, and removes all others. */
  replace(rules: readonly FaultRule[]): void {
    this.armed = rules.map((rule) => ({ rule, matched: 0, fired: 0 }));
  }

  /** The rules in force, in their order, with the number of times that each has fired. */
  inForce(): readonly { readonly rule: FaultRule; readonly fired: number }[] {
    return this.armed.map(({ rule, fired }) => ({ rule, fired }));
  }

  /** The fault for a whole call. Counts the match. */
  forCall(subject: FaultSubject): CallFault | undefined {
    for (const armed of this.armed) {
      if (armed.rule.scope === "call" && concerns(armed.rule.on, subject) && fires(armed)) return armed.rule.fault;
    }
    return undefined;
  }

  /** The lag of the answer to a list: every rule that fires counts. Counts one match of each matching rule. */
  forList(operation: "list" | "tasks", instances: readonly InstanceId[]): ListLag {
    const fired = this.armed.filter((armed) => {
      const { scope, on } = armed.rule;
      const isMeant = scope === "list" && on.operation === operation;
      // For a list of instances, the rule's instance names the affected instance, not the call.
      const isConcerned = operation === "list" || on.instance === undefined || instances.includes(on.instance);
      return isMeant && isConcerned && fires(armed);
    });
    const rules = fired.map(({ rule }) => rule);
    return { omitted: targetsOf(rules, "omit"), stale: targetsOf(rules, "stale") };
  }

  /** The fault for one instance of a valid call. Counts the match. */
  forInstance(subject: FaultSubject, id: InstanceId): InstanceFault | undefined {
    const alone = { ...subject, instances: [id] };
    for (const armed of this.armed) {
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
