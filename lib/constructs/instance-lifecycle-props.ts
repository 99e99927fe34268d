import type { IResolvable, ITerraformDependable, TerraformProvider } from "cdktf";

/** One instance and what is wanted of it. */
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
   * Any change of this map after the first deploy restarts the instance, once. Put in what a restart should follow: a version, a
   * date, a file or another resource (see `RestartTrigger`).
   * @default - only the triggers of the whole fleet
   */
  readonly restartTriggers?: Readonly<Record<string, string>> | undefined;
}

/** How due actions are spread over time. */
export interface LifecycleRollout {
  /**
   * Most instances that may be down together: a number ("1") or a share of all declared instances ("25%").
   * @default "100%"
   */
  readonly maxUnavailable?: string | undefined;
  /**
   * Size of a first, smaller wave of instances that were well before.
   * @default 0
   */
  readonly canary?: number | undefined;
  /**
   * No further wave begins when more actions than this have failed: a number or a share of the due actions. An instance that was
   * in ERROR before its restart and is after it is not counted.
   * @default "0"
   */
  readonly maxFailures?: string | undefined;
  /**
   * Pause between two waves.
   * @default "0s"
   */
  readonly pauseBetween?: string | undefined;
  /**
   * How long a restarted instance must stay RUNNING to count as restarted.
   * @default "0s"
   */
  readonly minReadyTime?: string | undefined;
}

/** Longest time of a whole run. */
export interface LifecycleTimeouts {
  /**
   * Of the first deploy.
   * @default "60m"
   */
  readonly create?: string | undefined;
  /**
   * Of every later deploy.
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
   * Triggers that every instance has besides its own; of two with the same key, the instance's own counts.
   * @default - none
   */
  readonly restartTriggers?: Readonly<Record<string, string>> | undefined;
  /**
   * Restart the instances at the first deploy too.
   * @default false - the first deploy only adopts them
   */
  readonly restartOnCreate?: boolean | IResolvable | undefined;
  /**
   * Restart instances that are found in ERROR.
   * @default false
   */
  readonly restartUnhealthy?: boolean | IResolvable | undefined;
  /**
   * What follows when an instance that should be running does not exist: `error` refuses the plan, `forget` leaves it out with a
   * warning.
   * @default "error"
   */
  readonly onMissing?: string | undefined;
  /**
   * What follows when an instance leaves the configuration while something of it is open (failed, not seen to end, not started, or
   * due): `warn` names it in the plan, `error` refuses the plan. For fleets that come from a data source.
   * @default - `warn`
   */
  readonly onForget?: string | undefined;
  /**
   * Consent to deletions, which destroy data without backup.
   * @default false
   */
  readonly allowDeletion?: boolean | IResolvable | undefined;
  /**
   * Most instances that may be declared `deleted` at a time. Take the entries of instances that are gone out of the code:
   * that forgets them.
   * @default - no limit
   */
  readonly maxDeletions?: number | undefined;
  /**
   * Delete past the recycle bin. Only with the provider's `apiVersion` "v2".
   * @default false
   */
  readonly forceDelete?: boolean | IResolvable | undefined;
  /**
   * How due actions are spread over time.
   * @default - all at once, and nothing further after the first failure
   */
  readonly rollout?: LifecycleRollout | IResolvable | undefined;
  /**
   * Time that each instance of a wave has, from its call to the proof.
   * @default "20m"
   */
  readonly readyTimeout?: string | undefined;
  /**
   * Time for a whole run.
   * @default - as `LifecycleTimeouts` says for each
   */
  readonly timeouts?: LifecycleTimeouts | IResolvable | undefined;
  /**
   * Id of the project whose instances these are. A change replaces the object, which adopts.
   * @default - the provider's
   */
  readonly projectId?: string | undefined;
  /**
   * Name of the project, in place of its id.
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
   * What must be deployed before any instance is touched. Of another `InstanceLifecycle`, everything must be finished, its gate
   * included.
   * @default - nothing beyond what the props refer to
   */
  readonly dependsOn?: ITerraformDependable[] | undefined;
}
