import type { InstanceId } from "../../domain/instance";
import type { Planned } from "../../domain/ledger/waves";
import type { Diagnostic } from "../../framework/diagnostic";
import { unknown } from "../../framework/value";
import { type Certainty, decidedAtApply, deletionsAhead, restartsAhead } from "../messages";
import { type LifecycleConfig, splitByDecision } from "./model";
import { possiblePredecessors } from "./predecessors";
import { certainOf, type ProspectInput } from "./prospect";
import { unknownSettings } from "./settings";

/* What a plan tells of what will be done. */

/** Restarts and deletions, each in a warning of its own. Pure. */
export function announcements(planned: readonly Planned[], certainty: Certainty): readonly Diagnostic[] {
  const restarts = planned.filter(({ verb }) => verb === "restart");
  const deletions = planned.filter(({ verb }) => verb === "delete");
  return [
    ...(restarts.length > 0 ? [restartsAhead(restarts, certainty)] : []),
    ...(deletions.length > 0 ? [deletionsAhead(deletions, certainty)] : []),
  ];
}

/** While something that decides is unknown: what can be said all the same. `certain`: what is due in any case. */
export function foreseen(
  input: ProspectInput,
  certain: readonly Planned[],
  gone: readonly InstanceId[],
): readonly Diagnostic[] {
  const { config } = input;
  const { isOpen, unknowns } = splitByDecision(config);
  const most = certainOf({ ...input, config: withMostRestarts(config) }, gone).planned;
  const isComplete = most.length === certain.length && (!isOpen || onlyAdopts(input));
  if (isComplete && certain.length === 0) return [];
  const settings = unknownSettings(config, input.prior === undefined).map((name) => [name, []] as const);
  const consentIsKnown = config.allow_deletion !== unknown && config.max_deletions !== unknown;
  return [
    decidedAtApply({ unknowns: new Map([...unknowns, ...settings]), certain, isComplete }),
    ...announcements(certain, consentIsKnown ? "certain" : "if allowed"),
  ];
}

/** Unknown settings that may make restarts due do so. */
function withMostRestarts(config: LifecycleConfig): LifecycleConfig {
  const most = <T>(value: T): T | true => (value === unknown ? true : value);
  return {
    ...config,
    restart_on_create: most(config.restart_on_create),
    restart_unhealthy: most(config.restart_unhealthy),
  };
}

/** A creation that succeeds nothing makes no call for an instance, whatever is unknown of it. */
function onlyAdopts({ config, prior, private: priorPrivate, seen, provider }: ProspectInput): boolean {
  return (
    prior === undefined &&
    config.restart_on_create === false &&
    config.allow_deletion === false &&
    possiblePredecessors(priorPrivate, seen).length === 0 &&
    provider.memory.replacedInstances.load().size === 0
  );
}
