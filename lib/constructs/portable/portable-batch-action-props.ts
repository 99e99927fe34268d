import type { IResolvable, ITerraformDependable, TerraformProvider } from "cdktf";
import type { LifecycleRollout } from "../instance-lifecycle-props";

/** An instance of a portable batch, where its id alone does not say it. */
export interface PortableInstance {
  /** Id of the instance. Each id may be declared once. */
  readonly instanceId: string;
}

/** Where the service is, for what the environment of the machine that runs Terraform does not say. */
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
   * Longest time between two looks at the instances.
   * @default "10s"
   */
  readonly pollInterval?: string | undefined;
}

export interface PortableBatchActionProps extends PortableConnection {
  /**
   * `restart` or `delete`, for the `instances`.
   * @default - none; `allFailure` says what to do
   */
  readonly action?: string | undefined;
  /**
   * Ids of the instances, by names of your choice.
   * @default - none; `allFailure` says which
   */
  readonly instances?: Readonly<Record<string, string | PortableInstance>> | IResolvable | undefined;
  /**
   * `kafka`, `rabbitmq` or `rocketmq`: deletes all instances of this engine whose creation failed, instead.
   * @default - none
   */
  readonly allFailure?: string | undefined;
  /**
   * Decide when: the batch is carried out at the first deploy, and again after any change of this map. Nothing else repeats
   * it, neither a changed instance nor a changed setting; only a failed run does.
   * @default {} - once, at the first deploy
   */
  readonly triggers?: Readonly<Record<string, string>> | undefined;
  /**
   * Consent to deletions, which destroy data without backup.
   * @default false
   */
  readonly allowDeletion?: boolean | undefined;
  /**
   * Most instances that may be deleted by one batch.
   * @default - no limit
   */
  readonly maxDeletions?: number | undefined;
  /**
   * Delete past the recycle bin. Only with `apiVersion` "v2".
   * @default false
   */
  readonly forceDelete?: boolean | undefined;
  /**
   * How the actions are spread over time.
   * @default - all at once, and nothing further after the first failure
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
   * What a run does that leaves something unfinished.
   *
   * `report`: its results are kept in state and outputs, and the gate fails the deploy. The next deploy from the same folder
   * repeats the batch. From another folder it fails until a trigger is changed.
   *
   * `error`: the run itself fails the deploy, and state keeps no results of it. The next deploy repeats the batch wherever it
   * is made.
   * @default "report"
   */
  readonly onFailure?: string | undefined;
  /**
   * Do not say at synth what this construct cannot do. `acknowledgeWarning` with "dms:portable-limits" does the same for
   * everything below a construct.
   * @default false
   */
  readonly acknowledgeLimits?: boolean | undefined;
  /**
   * The null provider to use.
   * @default - the stack's `NullProvider` without alias
   */
  readonly provider?: TerraformProvider | undefined;
  /**
   * What must be deployed before any instance is touched.
   * @default - nothing beyond what the props refer to
   */
  readonly dependsOn?: ITerraformDependable[] | undefined;
}
