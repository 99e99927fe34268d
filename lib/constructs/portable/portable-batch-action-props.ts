import type { IResolvable, ITerraformDependable, TerraformProvider } from "cdktf";
import type { LifecycleRollout } from "../instance-lifecycle-props";
import { isToken } from "../checks/tokens";

/** An instance of a portable batch, in the form of an object. */
export interface PortableInstance {
  /** Id of the instance. Each id may be declared once. */
  readonly instanceId: string;
}

/** The connection to the service, for settings that are not in the environment of the machine that runs Terraform. */
export interface PortableConnection {
  /**
   * Base URL of the service.
   * @default - DMS_ENDPOINT, else derived from the region
   */
  readonly endpoint?: string | undefined;
  /**
   * The region.
   * @default - OS_REGION_NAME
   */
  readonly region?: string | undefined;
  /**
   * The project of the instances.
   * @default - OS_PROJECT_ID
   */
  readonly projectId?: string | undefined;
  /**
   * `v1.0` or `v2`.
   * @default - DMS_API_VERSION, else "v1.0"
   */
  readonly apiVersion?: string | undefined;
  /**
   * Longest time between two reads of the instances.
   * @default "10s"
   */
  readonly pollInterval?: string | undefined;
}

export interface PortableBatchActionProps extends PortableConnection {
  /**
   * `restart` or `delete`, for the `instances`.
   * @default - none; set `allFailure` instead
   */
  readonly action?: string | undefined;
  /**
   * Ids of the instances, by names of your choice.
   * @default - none; set `allFailure` instead
   */
  readonly instances?: Readonly<Record<string, string | PortableInstance>> | IResolvable | undefined;
  /**
   * `kafka`, `rabbitmq` or `rocketmq`: deletes all instances of this engine whose creation failed, instead of `instances`.
   * @default - none
   */
  readonly allFailure?: string | undefined;
  /**
   * The causes of a run: the batch runs at the first deploy, and again after any change of this map. A failed run is repeated too. A
   * changed instance or setting does not repeat it.
   * @default {} - once, at the first deploy
   */
  readonly triggers?: Readonly<Record<string, string>> | undefined;
  /**
   * Consent to deletions, which destroy data without backup.
   * @default false
   */
  readonly allowDeletion?: boolean | undefined;
  /**
   * Most instances that one batch may delete.
   * @default - no limit
   */
  readonly maxDeletions?: number | undefined;
  /**
   * Deletes without the recycle bin. Only with `apiVersion` "v2".
   * @default false
   */
  readonly forceDelete?: boolean | undefined;
  /**
   * Waves and pauses of the actions.
   * @default - all at once, and no further wave after the first failure
   */
  readonly rollout?: LifecycleRollout | undefined;
  /**
   * Time for each instance, from its call to its proof.
   * @default "20m"
   */
  readonly readyTimeout?: string | undefined;
  /**
   * Time for the whole run.
   * @default "60m"
   */
  readonly timeout?: string | undefined;
  /**
   * The effect of a run with unfinished actions.
   *
   * `report`: its results are kept in state and outputs, and the gate fails the deploy. The next deploy from the same folder
   * repeats the batch. From another folder it fails until a trigger is changed.
   *
   * `error`: the run itself fails the deploy, and state keeps no results of it. The next deploy repeats the batch, from any folder.
   * @default "report"
   */
  readonly onFailure?: string | undefined;
  /**
   * Silences the notice about the limits of this construct at synth. `acknowledgeWarning` with "dms:portable-limits" does the same for all
   * constructs below a scope.
   * @default false
   */
  readonly acknowledgeLimits?: boolean | undefined;
  /**
   * The null provider to use.
   * @default - the stack's `NullProvider` without alias
   */
  readonly provider?: TerraformProvider | undefined;
  /**
   * Resources that must be deployed before an instance is changed.
   * @default - only the references of the props
   */
  readonly dependsOn?: ITerraformDependable[] | undefined;
}

type Instances = PortableBatchActionProps["instances"];
type Spelled = Readonly<Record<string, string | PortableInstance>>;

/** Ids by name, or the expression for all of them; `undefined` for a purge. Pure. */
export function idsByName(instances: Instances): unknown {
  const spelled = spelledOut(instances);
  return spelled === undefined ? (instances ?? {}) : Object.fromEntries(spelled);
}

/** Name and id of each instance; `undefined` if only Terraform or the service knows them. Ids may be expressions. Pure. */
export function spelledOut(instances: Instances): readonly (readonly [name: string, id: string])[] | undefined {
  if (instances === undefined || isToken(instances)) return undefined;
  return Object.entries(instances as Spelled).map(([name, value]) => [
    name,
    typeof value === "string" ? value : value.instanceId,
  ]);
}
