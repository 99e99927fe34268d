import type { DataResource, ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { describeStandingConsent, mayBeDeleted, warnOfUnlimitedConsent } from "./warnings/deletions";
import { idKey } from "../domain/instance";
import { describeProblem, type InputProblem, refuseProblems } from "./checks/problem";
import { isObject } from "./checks/prop-names";
import { isOpen, isToken } from "./checks/tokens";
import { findFleetProblems, findInstanceProblems, findPropProblems } from "./checks/instance-lifecycle-input";
import type { InstanceLifecycleProps, LifecycleInstance } from "./instance-lifecycle-props";
import { describeStackOverlap, findOverlaps, refuseSharedInstances, registerFleet } from "./overlaps/instances";
import { InstanceResult, refuseUndeclaredName } from "./instance-result";
import {
  DmsInstanceLifecycle,
  type DmsInstanceLifecycleObservedMap,
  type DmsInstanceLifecyclePlannedActionsList,
  type DmsInstanceLifecycleResultsMap,
} from "./l1/dms-instance-lifecycle";
import { findLookedUpDeletions } from "./tree/looked-up-deletions";
import { mergeTriggers } from "./restart-trigger";
import { addValidation } from "./once-a-synthesis";
import { inOwnLibrary } from "./own-library";
import { type SpelledInstance, placeOf } from "./overlaps/declarations";
import { findReferenceProblems, warnOfUndeclaredProvider } from "./tree/provider-choice";
import { followTreeDependencies } from "./tree/tree-dependencies";
import { createUnfinishedGate } from "./tree/unfinished-gate";
import { warnAtSynth } from "./warnings/warnings";
import { warnOfChangingTriggers } from "./warnings/changing-triggers";
import { isResultIn, warnOfNullOutputs } from "./warnings/null-outputs";
import { obeyForbiddenDeletions } from "./tree/forbidden-above";

/**
 * Keeps a set of instances as declared: it restarts an instance when a trigger changes, and deletes it if it is declared deleted, with
 * consent. Results are always in state and outputs. The deploy fails while an action is unfinished, and the next one does only the
 * unfinished actions.
 */
export class InstanceLifecycle extends Construct implements ITerraformDependable {
  /** The resource itself, for attributes beyond these props. */
  public readonly resource: DmsInstanceLifecycle;
  /** The check that fails the deploy while an action is unfinished. */
  public readonly gate: DataResource;

  private readonly props: InstanceLifecycleProps;
  private readonly commonTriggers: InstanceLifecycleProps["restartTriggers"];
  /** Declared instances by name; `undefined` if only Terraform knows the instances. */
  private readonly declared: Map<string, LifecycleInstance> | undefined;
  /** Triggers of each instance by name, without the common ones. */
  private readonly own = new Map<string, LifecycleInstance["restartTriggers"]>();
  /** Names by the identity of instances. */
  private readonly names = new Map<string, string>();

  public constructor(scope: Construct, id: string, props: InstanceLifecycleProps = {}) {
    super(inOwnLibrary(scope), id);
    refuseProblems(this, [...findPropProblems(props), ...(isObject(props) ? findReferenceProblems(this, props) : [])]);
    const { instances = {}, restartTriggers, provider, dependsOn, ...settings } = props;
    this.props = props;
    this.commonTriggers = restartTriggers;
    this.declared = isSpelledOut(instances) ? new Map() : undefined;
    this.resource = new DmsInstanceLifecycle(this, "Default", {
      ...settings,
      ...(provider && { provider }),
      ...(dependsOn && { dependsOn }),
      instances,
      onFailure: "report",
    });
    this.gate = this.declareGate();
    if (isSpelledOut(instances)) {
      for (const [name, instance] of Object.entries(instances)) this.declare(name, instance);
    }
    obeyForbiddenDeletions(this);
    followTreeDependencies(this, this.resource);
    registerFleet(this, () => this.spelledInstances());
    addValidation(this, () => this.findProblems().map(describeProblem));
    this.addWarnings(props);
  }

  /** Address for dependencies: dependents wait until every action of the lifecycle is finished. */
  public get fqn(): string {
    return this.gate.fqn;
  }

  /** The last action on each instance. Instances without an action are absent: see `resultOf`. */
  public get results(): DmsInstanceLifecycleResultsMap {
    return this.resource.results;
  }

  /** The due actions in execution order. Without due actions, those of the last deploy that had any. */
  public get plannedActions(): DmsInstanceLifecyclePlannedActionsList {
    return this.resource.plannedActions;
  }

  /** The instances as last read. */
  public get observed(): DmsInstanceLifecycleObservedMap {
    return this.resource.observed;
  }

  /** Names of the instances whose last due action is not a success. */
  public get unfinished(): string[] {
    return this.resource.unfinished;
  }

  /** Declares one more instance. Throws if the name is taken or the input is invalid. */
  public addInstance(name: string, instance: LifecycleInstance): InstanceResult {
    this.declare(name, instance);
    return this.resultOf(name);
  }

  /** The last action on one instance. Throws if no instance of that name is declared. */
  public resultOf(name: string): InstanceResult {
    refuseUndeclaredName(this, name, this.declared?.keys());
    return new InstanceResult(this.results, name);
  }

  private declareGate(): DataResource {
    return createUnfinishedGate(this, "gate", {
      unfinished: () => `${this.address()}.unfinished`,
      results: () => `${this.address()}.results`,
      all: () => `${this.address()}.instances`,
      noun: "declared instance",
      advice: {
        one: "Everything else is done and recorded. Look at this instance, then deploy again: only it is due.",
        several: "Everything else is done and recorded. Look at these instances, then deploy again: only they are due.",
      },
    });
  }

  private address(): string {
    return `${this.resource.terraformResourceType}.${this.resource.friendlyUniqueId}`;
  }

  private declare(name: string, instance: LifecycleInstance): void {
    if (this.declared === undefined) {
      const allowed = "instances as an object; these are an expression, to which nothing can be added";
      refuseProblems(this, [{ input: "the name for addInstance", received: name, allowed }]);
      return;
    }
    if (this.declared.has(name)) {
      refuseProblems(this, [
        { input: "the name for addInstance", received: name, allowed: "a name that is not taken" },
      ]);
    }
    refuseProblems(this, findInstanceProblems(name, instance, this.twinOf(instance), this.props));
    this.names.set(idKey(instance.instanceId), name);
    const restartTriggers = mergeTriggers(this.commonTriggers, instance.restartTriggers);
    this.own.set(name, instance.restartTriggers);
    this.declared.set(name, { ...instance, ...(restartTriggers && { restartTriggers }) });
    this.resource.putInstances(Object.fromEntries(this.declared));
  }

  private twinOf(instance: Partial<LifecycleInstance> | undefined | null): string | undefined {
    const id: unknown = instance?.instanceId;
    return typeof id === "string" ? this.names.get(idKey(id)) : undefined;
  }

  private findProblems(): readonly InputProblem[] {
    if (this.declared === undefined) return [];
    return [
      ...findFleetProblems(this.declared, this.props.maxDeletions),
      ...findLookedUpDeletions(this, this.declared),
      ...refuseSharedInstances(findOverlaps(this)),
    ];
  }

  private addWarnings({ provider, allowDeletion, maxDeletions, restartOnCreate }: InstanceLifecycleProps): void {
    warnOfUndeclaredProvider(this, provider);
    warnOfUnlimitedConsent(this, allowDeletion, { maxDeletions });
    warnAtSynth(this, "dms:standing-deletion-consent", () => describeStandingConsent(allowDeletion, this.declared));
    warnOfChangingTriggers(this, () => this.triggersByPlace());
    if (!mayRestartOnCreate(restartOnCreate)) warnOfNullOutputs(this, () => this.judgeNullAtFirst());
    warnAtSynth(this, "dms:instance-in-two-stacks", () => describeStackOverlap(findOverlaps(this)));
  }

  // The first apply acts on the instances that are declared deleted: their results are never null.
  private judgeNullAtFirst(): (expression: string) => boolean {
    const deleted = [...(this.declared ?? [])].filter(([, instance]) => mayBeDeleted(instance)).map(([name]) => name);
    return isResultIn(`${this.address()}.results`, deleted);
  }

  // Each trigger of the fleet and of its instances under its own name; if the instances are an expression, the whole expression.
  private triggersByPlace(): Readonly<Record<string, unknown>> {
    const { instances, restartTriggers } = this.props;
    if (this.declared === undefined) return { instances };
    const own = [...this.own].flatMap(([name, triggers]) => namedTriggers(`restartTriggers of ${name}`, triggers));
    return Object.fromEntries([...namedTriggers("restartTriggers", restartTriggers), ...own]);
  }

  private spelledInstances(): readonly SpelledInstance[] {
    const { provider } = this.props;
    const place = placeOf(this.props);
    return [...(this.declared ?? [])]
      .filter(([, { instanceId }]) => !isOpen(instanceId))
      .map(([name, { instanceId }]) => ({ fleet: this, kind: "lifecycle", provider, place, name, instanceId }));
  }
}

function mayRestartOnCreate(restartOnCreate: InstanceLifecycleProps["restartOnCreate"]): boolean {
  return restartOnCreate === true || isToken(restartOnCreate);
}

function namedTriggers(place: string, triggers: unknown): readonly (readonly [string, unknown])[] {
  if (isToken(triggers) || typeof triggers !== "object" || triggers === null) return [[place, triggers]];
  return Object.entries(triggers).map(([key, value]) => [`${key} in ${place}`, value] as const);
}

// Whether a value is a literal, not an expression that only Terraform can evaluate.
function isSpelledOut(
  instances: NonNullable<InstanceLifecycleProps["instances"]>,
): instances is Readonly<Record<string, LifecycleInstance>> {
  return !isOpen(instances);
}
