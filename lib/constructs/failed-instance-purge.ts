import type { IResolvable, ITerraformDependable, TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { warnOfUnlimitedConsent } from "./warnings/deletions";
import { checkCount, checkFlag, checkNeededWord } from "./checks/values";
import { checkPlace } from "./checks/connection";
import { describeProblem, type InputProblem, refuseProblems } from "./checks/problem";
import { checkProps, isObject } from "./checks/prop-names";
import { propNames } from "./l1/prop-names";
import {
  DmsFailedInstancePurge,
  type DmsFailedInstancePurgePendingList,
  type DmsFailedInstancePurgePlannedPurgeList,
  type DmsFailedInstancePurgePurgedList,
} from "./l1/dms-failed-instance-purge";
import { addValidation } from "./once-a-synthesis";
import { inOwnLibrary } from "./own-library";
import { placeOf } from "./overlaps/declarations";
import { findReferenceProblems, warnOfUndeclaredProvider } from "./tree/provider-choice";
import { refuseSecondPurge, registerPurge } from "./overlaps/purges";
import { followTreeDependencies } from "./tree/tree-dependencies";
import { obeyForbiddenDeletions } from "./tree/forbidden-above";
import { warnOfNullOutputs } from "./warnings/null-outputs";

export interface FailedInstancePurgeProps {
  /** `kafka`, `rabbitmq` or `rocketmq`. */
  readonly engine: string;
  /**
   * The plan fails if there are more failed creations than this.
   * @default - no limit
   */
  readonly maxPurge?: number | undefined;
  /**
   * Consent to the purge. Without it, a plan that finds failed creations is refused.
   * @default false
   */
  readonly allowDeletion?: boolean | IResolvable | undefined;
  /**
   * Id of the project of the failed creations.
   * @default - the provider's
   */
  readonly projectId?: string | undefined;
  /**
   * Name of the project, instead of its id.
   * @default - the provider's
   */
  readonly projectName?: string | undefined;
  /**
   * Region of the project.
   * @default - the provider's
   */
  readonly region?: string | undefined;
  /**
   * The provider to use.
   * @default - the stack's `DmsProvider` without alias
   */
  readonly provider?: TerraformProvider | undefined;
  /**
   * Resources that must be deployed before an instance is removed.
   * @default - nothing
   */
  readonly dependsOn?: ITerraformDependable[] | undefined;
}

/** Removes the instances of one engine whose creation failed, now and at each later deploy. */
export class FailedInstancePurge extends Construct implements ITerraformDependable {
  /** The resource itself, for attributes beyond these props. */
  public readonly resource: DmsFailedInstancePurge;

  public constructor(scope: Construct, id: string, props: FailedInstancePurgeProps) {
    super(inOwnLibrary(scope), id);
    refuseProblems(this, findProblems(this, props));
    const { provider, dependsOn, ...settings } = props;
    this.resource = new DmsFailedInstancePurge(this, "Default", {
      ...settings,
      ...(provider && { provider }),
      ...(dependsOn && { dependsOn }),
    });
    obeyForbiddenDeletions(this);
    followTreeDependencies(this, this.resource);
    registerPurge(this, { kind: "resource", engine: props.engine, provider, place: placeOf(props) });
    addValidation(this, () => refuseSecondPurge(this).map(describeProblem));
    warnOfUndeclaredProvider(this, provider);
    warnOfUnlimitedConsent(this, props.allowDeletion, { maxPurge: props.maxPurge });
    warnOfNullOutputs(this, () => {
      const purgedAt = `${this.resource.terraformResourceType}.${this.resource.friendlyUniqueId}.purged_at`;
      return (expression) => expression === purgedAt;
    });
  }

  /** Address for dependencies: dependents wait until the purge ends. */
  public get fqn(): string {
    return this.resource.fqn;
  }

  /** Failed creations that the last due purge planned to remove. */
  public get plannedPurge(): DmsFailedInstancePurgePlannedPurgeList {
    return this.resource.plannedPurge;
  }

  /** Failed creations that the last refresh or apply found. */
  public get pending(): DmsFailedInstancePurgePendingList {
    return this.resource.pending;
  }

  /** Instances that the last purge removed. */
  public get purged(): DmsFailedInstancePurgePurgedList {
    return this.resource.purged;
  }

  /** Time of the last purge (RFC 3339). Null before the first one: in an output, put it into `Fn.coalesce`. */
  public get purgedAt(): string {
    return this.resource.purgedAt;
  }
}

function findProblems(purge: FailedInstancePurge, props: FailedInstancePurgeProps): readonly InputProblem[] {
  const problems = checkProps(props, propNames.FailedInstancePurgeProps);
  if (!isObject(props)) return problems;
  return [
    ...problems,
    ...checkNeededWord("engine", props.engine, ["kafka", "rabbitmq", "rocketmq"]),
    ...checkCount("maxPurge", props.maxPurge),
    ...checkFlag("allowDeletion", props.allowDeletion),
    ...checkPlace(props),
    ...findReferenceProblems(purge, props),
  ];
}
