import type { IResolvable, ITerraformDependable, TerraformProvider } from "cdktf";

/** One instance and its desired state. */
export interface LifecycleInstance {
  /**
   * Id of the instance. Each id may be declared once. To find an instance by its name in the service, pass the `instanceId` of a
   * `DataDmsInstance`.
   */
  readonly instanceId: string;
  /**
   * `running` or `deleted`. `deleted` destroys the instance and its data, and needs `allowDeletion`.
   * @default "running"
   */
  readonly desiredState?: string | undefined;
  /**
   * Any change of this map after the first deploy restarts the instance once. A value is the cause of a restart: a version, a date, a file
   * or another resource (see `RestartTrigger`).
   * @default - only the triggers of the whole fleet
   */
  readonly restartTriggers?: Readonly<Record<string, string>> | undefined;
}

/** Waves and pauses of the due actions. */
export interface LifecycleRollout {
  /**
   * Most instances that may be down together: a number ("1") or a share of all declared instances ("25%").
   * @default "100%"
   */
  readonly maxUnavailable?: string | undefined;
  /**
   * Size of a first, smaller wave of instances that were healthy before.
   * @default 0
   */
  readonly canary?: number | undefined;
  /**
   * If more actions than this have failed, no further wave starts: a number or a share of the due actions. An instance that is in ERROR
   * both before and after its restart is not counted.
   * @default "0"
   */
  readonly maxFailures?: string | undefined;
  /**
   * Pause between two waves.
   * @default "0s"
   */
  readonly pauseBetween?: string | undefined;
  /**
   * Time that a restarted instance must stay RUNNING to count as restarted.
   * @default "0s"
   */
  readonly minReadyTime?: string | undefined;
}

/** Longest time of a whole run. */
export interface LifecycleTimeouts {
  /**
   * Time of the first deploy.
   * @default "60m"
   */
  readonly create?: string | undefined;
  /**
   * Time of every later deploy.
   * @default "60m"
   */
  readonly update?: string | undefined;
}

export interface InstanceLifecycleProps {
  /**
   * The instances, by names of your choice. Removing a name, or this whole construct, forgets instances and never deletes
   * them.
   * @default - none yet; add them with `addInstance`
   */
  readonly instances?: Readonly<Record<string, LifecycleInstance>> | IResolvable | undefined;
  /**
   * Triggers of every instance, in addition to its own. An instance's own trigger overrides one with the same key.
   * @default - none
   */
  readonly restartTriggers?: Readonly<Record<string, string>> | undefined;
  /**
   * Restarts the instances at the first deploy too.
   * @default false - the first deploy only adopts them
   */
  readonly restartOnCreate?: boolean | IResolvable | undefined;
  /**
   * Restarts instances in ERROR.
   * @default false
   */
  readonly restartUnhealthy?: boolean | IResolvable | undefined;
  /**
   * The effect if an instance that should be running no longer exists: `error` refuses the plan, `forget` leaves the instance out with a
   * warning. An id that the service never knew is an error in both cases.
   * @default "error"
   */
  readonly onMissing?: string | undefined;
  /**
   * The effect if an instance leaves the configuration while an action on it is unfinished (failed, not seen to end, not started, or due):
   * `warn` names the instance in the plan, `error` refuses the plan. Set it for fleets that come from a data source.
   * @default "warn"
   */
  readonly onForget?: string | undefined;
  /**
   * Consent to deletions, which destroy data without backup.
   * @default false
   */
  readonly allowDeletion?: boolean | IResolvable | undefined;
  /**
   * Most instances that may be declared `deleted` at a time. Remove the entries of deleted instances from the code, which forgets them.
   * @default - no limit
   */
  readonly maxDeletions?: number | undefined;
  /**
   * Deletes without the recycle bin. Only with the provider's `apiVersion` "v2".
   * @default false
   */
  readonly forceDelete?: boolean | IResolvable | undefined;
  /**
   * Waves and pauses of the due actions.
   * @default - all at once, and no further wave after the first failure
   */
  readonly rollout?: LifecycleRollout | IResolvable | undefined;
  /**
   * Time for each instance of a wave, from its call to the proof.
   * @default "20m"
   */
  readonly readyTimeout?: string | undefined;
  /**
   * Time for a whole run.
   * @default - the defaults of `LifecycleTimeouts`
   */
  readonly timeouts?: LifecycleTimeouts | IResolvable | undefined;
  /**
   * Id of the instances' project. A change replaces the object, which adopts the instances.
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
   * Resources that must be deployed before an instance is changed. Another `InstanceLifecycle` must be finished completely, with its gate.
   * @default - only the references of the props
   */
  readonly dependsOn?: ITerraformDependable[] | undefined;
}
