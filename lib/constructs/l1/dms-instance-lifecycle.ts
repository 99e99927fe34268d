// Written by scripts/generate-l1.ts from the provider's schema. Change the schema, not this file.
import {
  ComplexList,
  ComplexMap,
  type IResolvable,
  ImportableResource,
  type TerraformMetaArguments,
  type TerraformProvider,
  TerraformResource,
} from "cdktf";
import type { Construct } from "constructs";
import { inOwnLibrary } from "../own-library";
import { ObjectReference, hclAttributes, mapKey, renderMap, renderObject } from "./binding";

export interface DmsInstanceLifecycleConfig extends TerraformMetaArguments {
  /** The instances, by names of your choice. Renaming a key with the same `instance_id` makes no call. */
  readonly instances: Readonly<Record<string, DmsInstanceLifecycleInstances>> | IResolvable;
  /**
   * Restarts the instances at the first apply too. By default the first apply only adopts them.
   * @default false
   */
  readonly restartOnCreate?: boolean | IResolvable | undefined;
  /**
   * Restarts an instance in `ERROR`, once until it was seen `RUNNING` again.
   * @default false
   */
  readonly restartUnhealthy?: boolean | IResolvable | undefined;
  /**
   * The effect if an instance that should be running does not exist: `error` (default) refuses the plan, `forget` leaves the instance out with a warning. An id that the service never knew is an error in both cases.
   * @default "error"
   */
  readonly onMissing?: string | undefined;
  /**
   * The effect if an instance leaves the configuration while an action on it is unfinished (failed, not seen to end, not started, or due): `warn` (default) names it in the plan, `error` refuses the plan.
   * @default "warn"
   */
  readonly onForget?: string | undefined;
  /**
   * Consent to deletions. Without it a due deletion is an error at plan time. A deletion destroys data without backup.
   * @default false
   */
  readonly allowDeletion?: boolean | IResolvable | undefined;
  /**
   * More due deletions than this are an error at plan time.
   * @default - not set
   */
  readonly maxDeletions?: number | undefined;
  /**
   * Deletes without the recycle bin. Only with `api_version = "v2"`.
   * @default false
   */
  readonly forceDelete?: boolean | IResolvable | undefined;
  /**
   * Waves and pauses of the due actions.
   * @default - not set
   */
  readonly rollout?: DmsInstanceLifecycleRollout | IResolvable | undefined;
  /**
   * Time of each instance of a wave from its call to the proof. While no call can be made for it, the time starts with its wave. Default `"20m"`.
   * @default "20m"
   */
  readonly readyTimeout?: string | undefined;
  /**
   * Time for a whole run.
   * @default - not set
   */
  readonly timeouts?: DmsInstanceLifecycleTimeouts | IResolvable | undefined;
  /**
   * `error` (default): unfinished instances fail the apply. `report`: they are warnings, and a gate such as a precondition on `unfinished` can fail the apply.
   * @default "error"
   */
  readonly onFailure?: string | undefined;
  /**
   * Id of the project. Default: the provider's project.
   * @default - not set
   */
  readonly projectId?: string | undefined;
  /**
   * Name of the project, instead of its id; Keystone looks it up. Default: the provider's project.
   * @default - not set
   */
  readonly projectName?: string | undefined;
  /**
   * Region of the service and of Keystone, e.g. `eu-de`. Default: the provider's. It does not change an `endpoint` of the provider.
   * @default - not set
   */
  readonly region?: string | undefined;
}

export interface DmsInstanceLifecycleInstances {
  /** Id of the instance. May be unknown until apply; each id may appear once. */
  readonly instanceId: string;
  /**
   * `running` (default) or `deleted`.
   * @default "running"
   */
  readonly desiredState?: string | undefined;
  /**
   * Any change of this map after adoption restarts the instance once. A value is the cause of a restart: a configuration's hash, a version, a date.
   * @default - not set
   */
  readonly restartTriggers?: Readonly<Record<string, string>> | undefined;
}

function renderDmsInstanceLifecycleInstances(value: DmsInstanceLifecycleInstances): unknown {
  return {
    instance_id: value.instanceId,
    desired_state: value.desiredState,
    restart_triggers: value.restartTriggers,
  };
}

export interface DmsInstanceLifecycleRollout {
  /**
   * Most instances restarted or deleted at the same time: a number (`"1"`) or a share of all declared instances (`"25%"`, rounded down, at least one). Default `"100%"`.
   * @default "100%"
   */
  readonly maxUnavailable?: string | undefined;
  /**
   * Size of a first, smaller wave of instances that were healthy before; `0` (default) for no such wave. Restarts of `restart_unhealthy` come before it.
   * @default 0
   */
  readonly canary?: number | undefined;
  /**
   * If more actions than this have failed, no further wave starts: a number or a share of the due actions (rounded down). An instance that was in `ERROR` both before and after its action is not counted, if the service answered its call. Default `"0"`.
   * @default "0"
   */
  readonly maxFailures?: string | undefined;
  /**
   * Pause between two waves. Default `"0s"`.
   * @default "0s"
   */
  readonly pauseBetween?: string | undefined;
  /**
   * Time that a restarted instance must stay `RUNNING` to count as restarted. Default `"0s"`.
   * @default "0s"
   */
  readonly minReadyTime?: string | undefined;
}

function renderDmsInstanceLifecycleRollout(value: DmsInstanceLifecycleRollout): unknown {
  return {
    max_unavailable: value.maxUnavailable,
    canary: value.canary,
    max_failures: value.maxFailures,
    pause_between: value.pauseBetween,
    min_ready_time: value.minReadyTime,
  };
}

export interface DmsInstanceLifecycleTimeouts {
  /**
   * Longest time of the first apply. Default `"60m"`.
   * @default "60m"
   */
  readonly create?: string | undefined;
  /**
   * Longest time of every later apply. Default `"60m"`.
   * @default "60m"
   */
  readonly update?: string | undefined;
}

function renderDmsInstanceLifecycleTimeouts(value: DmsInstanceLifecycleTimeouts): unknown {
  return {
    create: value.create,
    update: value.update,
  };
}

export class DmsInstanceLifecycleInstancesOutputReference extends ObjectReference {
  /** Id of the instance. May be unknown until apply; each id may appear once. */
  public get instanceId(): string {
    return this.getStringAttribute("instance_id");
  }

  /** `running` (default) or `deleted`. */
  public get desiredState(): string {
    return this.getStringAttribute("desired_state");
  }

  /** Any change of this map after adoption restarts the instance once. A value is the cause of a restart: a configuration's hash, a version, a date. */
  public get restartTriggers(): Record<string, string> {
    return this.getStringMapAttribute("restart_triggers");
  }
}

export class DmsInstanceLifecycleInstancesMap extends ComplexMap {
  /** The element under `key`. Terraform refuses the reference at plan if it does not exist. */
  public get(key: string): DmsInstanceLifecycleInstancesOutputReference {
    return new DmsInstanceLifecycleInstancesOutputReference(
      this.terraformResource,
      this.terraformAttribute,
      mapKey(key),
    );
  }
}

export class DmsInstanceLifecycleRolloutOutputReference extends ObjectReference {
  /** Most instances restarted or deleted at the same time: a number (`"1"`) or a share of all declared instances (`"25%"`, rounded down, at least one). Default `"100%"`. */
  public get maxUnavailable(): string {
    return this.getStringAttribute("max_unavailable");
  }

  /** Size of a first, smaller wave of instances that were healthy before; `0` (default) for no such wave. Restarts of `restart_unhealthy` come before it. */
  public get canary(): number {
    return this.getNumberAttribute("canary");
  }

  /** If more actions than this have failed, no further wave starts: a number or a share of the due actions (rounded down). An instance that was in `ERROR` both before and after its action is not counted, if the service answered its call. Default `"0"`. */
  public get maxFailures(): string {
    return this.getStringAttribute("max_failures");
  }

  /** Pause between two waves. Default `"0s"`. */
  public get pauseBetween(): string {
    return this.getStringAttribute("pause_between");
  }

  /** Time that a restarted instance must stay `RUNNING` to count as restarted. Default `"0s"`. */
  public get minReadyTime(): string {
    return this.getStringAttribute("min_ready_time");
  }
}

export class DmsInstanceLifecycleTimeoutsOutputReference extends ObjectReference {
  /** Longest time of the first apply. Default `"60m"`. */
  public get create(): string {
    return this.getStringAttribute("create");
  }

  /** Longest time of every later apply. Default `"60m"`. */
  public get update(): string {
    return this.getStringAttribute("update");
  }
}

export class DmsInstanceLifecyclePlannedActionsOutputReference extends ObjectReference {
  /** Key in `instances`. */
  public get name(): string {
    return this.getStringAttribute("name");
  }

  /** Id of the instance. */
  public get instanceId(): string {
    return this.getStringAttribute("instance_id");
  }

  /** `restart`, `delete` or `verify`. `verify` is an action of an earlier run whose end was not seen: it is watched to its end and not sent again. */
  public get action(): string {
    return this.getStringAttribute("action");
  }

  /** The reason why it is due. */
  public get reason(): string {
    return this.getStringAttribute("reason");
  }

  /** Position of its wave, from 1. */
  public get wave(): number {
    return this.getNumberAttribute("wave");
  }
}

export class DmsInstanceLifecyclePlannedActionsList extends ComplexList {
  public get(index: number): DmsInstanceLifecyclePlannedActionsOutputReference {
    return new DmsInstanceLifecyclePlannedActionsOutputReference(
      this.terraformResource,
      this.terraformAttribute,
      index,
    );
  }
}

export class DmsInstanceLifecycleObservedOutputReference extends ObjectReference {
  /** Id of the instance. */
  public get instanceId(): string {
    return this.getStringAttribute("instance_id");
  }

  /** Its name in the service. */
  public get name(): string {
    return this.getStringAttribute("name");
  }

  /** Its engine. */
  public get engine(): string {
    return this.getStringAttribute("engine");
  }

  /** Its status, as the service spells it; `DELETED` if it no longer exists. */
  public get status(): string {
    return this.getStringAttribute("status");
  }
}

export class DmsInstanceLifecycleObservedMap extends ComplexMap {
  /** The element under `key`. Terraform refuses the reference at plan if it does not exist. */
  public get(key: string): DmsInstanceLifecycleObservedOutputReference {
    return new DmsInstanceLifecycleObservedOutputReference(
      this.terraformResource,
      this.terraformAttribute,
      mapKey(key),
    );
  }
}

export class DmsInstanceLifecycleResultsOutputReference extends ObjectReference {
  /** Id of the instance. */
  public get instanceId(): string {
    return this.getStringAttribute("instance_id");
  }

  /** `restart` or `delete`. */
  public get action(): string {
    return this.getStringAttribute("action");
  }

  /** `success` (proven), `failed`, `unknown` (sent, its end was not seen), or `not_started` (no call was made). */
  public get result(): string {
    return this.getStringAttribute("result");
  }

  /** The service accepted the call. */
  public get accepted(): IResolvable {
    return this.getBooleanAttribute("accepted");
  }

  /** Last status seen. */
  public get status(): string {
    return this.getStringAttribute("status");
  }

  /** The reason of the result. */
  public get reason(): string {
    return this.getStringAttribute("reason");
  }

  /** The service's error code, if there was one. */
  public get errorCode(): string {
    return this.getStringAttribute("error_code");
  }

  /** The service's text for that code. */
  public get message(): string {
    return this.getStringAttribute("message");
  }

  /** The service's id of the call. */
  public get requestId(): string {
    return this.getStringAttribute("request_id");
  }

  /** Id of the service's own record (task) of the restart; null if none was needed. */
  public get taskId(): string {
    return this.getStringAttribute("task_id");
  }

  /** Its wave in that run, from 1. */
  public get wave(): number {
    return this.getNumberAttribute("wave");
  }

  /** When the call was sent (RFC 3339). */
  public get submittedAt(): string {
    return this.getStringAttribute("submitted_at");
  }

  /** When `RESTARTING` was first seen; for a deletion, when the status first changed (RFC 3339). */
  public get leftAt(): string {
    return this.getStringAttribute("left_at");
  }

  /** When the result was known (RFC 3339). */
  public get finishedAt(): string {
    return this.getStringAttribute("finished_at");
  }
}

export class DmsInstanceLifecycleResultsMap extends ComplexMap {
  /** The element under `key`. Terraform refuses the reference at plan if it does not exist. */
  public get(key: string): DmsInstanceLifecycleResultsOutputReference {
    return new DmsInstanceLifecycleResultsOutputReference(this.terraformResource, this.terraformAttribute, mapKey(key));
  }
}

/** The desired lifecycle state of a set of instances. A changed trigger restarts an instance once; `desired_state = "deleted"` deletes it (with consent). The plan lists the due actions. Apply makes the calls, watches every instance to a proven end and records a result for each. Removing a key, or the whole resource, forgets instances and never deletes them. */
export class DmsInstanceLifecycle extends TerraformResource {
  public static readonly tfResourceType = "dms_instance_lifecycle";

  /** Declares an import block: `cdktf plan` then writes the configuration of what already exists. */
  public static generateConfigForImport(
    scope: Construct,
    importToId: string,
    importFromId: string,
    provider?: TerraformProvider,
  ): ImportableResource {
    return new ImportableResource(scope, importToId, {
      terraformResourceType: "dms_instance_lifecycle",
      importId: importFromId,
      ...(provider && { provider }),
    });
  }

  private _instances: Readonly<Record<string, DmsInstanceLifecycleInstances>> | IResolvable | undefined;
  private _restartOnCreate: boolean | IResolvable | undefined;
  private _restartUnhealthy: boolean | IResolvable | undefined;
  private _onMissing: string | undefined;
  private _onForget: string | undefined;
  private _allowDeletion: boolean | IResolvable | undefined;
  private _maxDeletions: number | undefined;
  private _forceDelete: boolean | IResolvable | undefined;
  private _rollout: DmsInstanceLifecycleRollout | IResolvable | undefined;
  private _readyTimeout: string | undefined;
  private _timeouts: DmsInstanceLifecycleTimeouts | IResolvable | undefined;
  private _onFailure: string | undefined;
  private _projectId: string | undefined;
  private _projectName: string | undefined;
  private _region: string | undefined;

  public constructor(scope: Construct, id: string, config: DmsInstanceLifecycleConfig) {
    super(inOwnLibrary(scope), id, {
      ...config,
      terraformResourceType: "dms_instance_lifecycle",
      terraformGeneratorMetadata: { providerName: "dms" },
    });
    this._instances = config.instances;
    this._restartOnCreate = config.restartOnCreate;
    this._restartUnhealthy = config.restartUnhealthy;
    this._onMissing = config.onMissing;
    this._onForget = config.onForget;
    this._allowDeletion = config.allowDeletion;
    this._maxDeletions = config.maxDeletions;
    this._forceDelete = config.forceDelete;
    this._rollout = config.rollout;
    this._readyTimeout = config.readyTimeout;
    this._timeouts = config.timeouts;
    this._onFailure = config.onFailure;
    this._projectId = config.projectId;
    this._projectName = config.projectName;
    this._region = config.region;
  }

  /** The instances, by names of your choice. Renaming a key with the same `instance_id` makes no call. */
  public get instances(): DmsInstanceLifecycleInstancesMap {
    return new DmsInstanceLifecycleInstancesMap(this, "instances");
  }

  public putInstances(value: Readonly<Record<string, DmsInstanceLifecycleInstances>> | IResolvable): void {
    this._instances = value;
  }

  /** The configured value, not a reference. */
  public get instancesInput(): Readonly<Record<string, DmsInstanceLifecycleInstances>> | IResolvable | undefined {
    return this._instances;
  }

  /** Restarts the instances at the first apply too. By default the first apply only adopts them. */
  public get restartOnCreate(): IResolvable {
    return this.getBooleanAttribute("restart_on_create");
  }

  public set restartOnCreate(value: boolean | IResolvable) {
    this._restartOnCreate = value;
  }

  public resetRestartOnCreate(): void {
    this._restartOnCreate = undefined;
  }

  /** The configured value, not a reference. */
  public get restartOnCreateInput(): boolean | IResolvable | undefined {
    return this._restartOnCreate;
  }

  /** Restarts an instance in `ERROR`, once until it was seen `RUNNING` again. */
  public get restartUnhealthy(): IResolvable {
    return this.getBooleanAttribute("restart_unhealthy");
  }

  public set restartUnhealthy(value: boolean | IResolvable) {
    this._restartUnhealthy = value;
  }

  public resetRestartUnhealthy(): void {
    this._restartUnhealthy = undefined;
  }

  /** The configured value, not a reference. */
  public get restartUnhealthyInput(): boolean | IResolvable | undefined {
    return this._restartUnhealthy;
  }

  /** The effect if an instance that should be running does not exist: `error` (default) refuses the plan, `forget` leaves the instance out with a warning. An id that the service never knew is an error in both cases. */
  public get onMissing(): string {
    return this.getStringAttribute("on_missing");
  }

  public set onMissing(value: string) {
    this._onMissing = value;
  }

  public resetOnMissing(): void {
    this._onMissing = undefined;
  }

  /** The configured value, not a reference. */
  public get onMissingInput(): string | undefined {
    return this._onMissing;
  }

  /** The effect if an instance leaves the configuration while an action on it is unfinished (failed, not seen to end, not started, or due): `warn` (default) names it in the plan, `error` refuses the plan. */
  public get onForget(): string {
    return this.getStringAttribute("on_forget");
  }

  public set onForget(value: string) {
    this._onForget = value;
  }

  public resetOnForget(): void {
    this._onForget = undefined;
  }

  /** The configured value, not a reference. */
  public get onForgetInput(): string | undefined {
    return this._onForget;
  }

  /** Consent to deletions. Without it a due deletion is an error at plan time. A deletion destroys data without backup. */
  public get allowDeletion(): IResolvable {
    return this.getBooleanAttribute("allow_deletion");
  }

  public set allowDeletion(value: boolean | IResolvable) {
    this._allowDeletion = value;
  }

  public resetAllowDeletion(): void {
    this._allowDeletion = undefined;
  }

  /** The configured value, not a reference. */
  public get allowDeletionInput(): boolean | IResolvable | undefined {
    return this._allowDeletion;
  }

  /** More due deletions than this are an error at plan time. */
  public get maxDeletions(): number {
    return this.getNumberAttribute("max_deletions");
  }

  public set maxDeletions(value: number) {
    this._maxDeletions = value;
  }

  public resetMaxDeletions(): void {
    this._maxDeletions = undefined;
  }

  /** The configured value, not a reference. */
  public get maxDeletionsInput(): number | undefined {
    return this._maxDeletions;
  }

  /** Deletes without the recycle bin. Only with `api_version = "v2"`. */
  public get forceDelete(): IResolvable {
    return this.getBooleanAttribute("force_delete");
  }

  public set forceDelete(value: boolean | IResolvable) {
    this._forceDelete = value;
  }

  public resetForceDelete(): void {
    this._forceDelete = undefined;
  }

  /** The configured value, not a reference. */
  public get forceDeleteInput(): boolean | IResolvable | undefined {
    return this._forceDelete;
  }

  /** Waves and pauses of the due actions. */
  public get rollout(): DmsInstanceLifecycleRolloutOutputReference {
    return new DmsInstanceLifecycleRolloutOutputReference(this, "rollout");
  }

  public putRollout(value: DmsInstanceLifecycleRollout | IResolvable): void {
    this._rollout = value;
  }

  public resetRollout(): void {
    this._rollout = undefined;
  }

  /** The configured value, not a reference. */
  public get rolloutInput(): DmsInstanceLifecycleRollout | IResolvable | undefined {
    return this._rollout;
  }

  /** Time of each instance of a wave from its call to the proof. While no call can be made for it, the time starts with its wave. Default `"20m"`. */
  public get readyTimeout(): string {
    return this.getStringAttribute("ready_timeout");
  }

  public set readyTimeout(value: string) {
    this._readyTimeout = value;
  }

  public resetReadyTimeout(): void {
    this._readyTimeout = undefined;
  }

  /** The configured value, not a reference. */
  public get readyTimeoutInput(): string | undefined {
    return this._readyTimeout;
  }

  /** Time for a whole run. */
  public get timeouts(): DmsInstanceLifecycleTimeoutsOutputReference {
    return new DmsInstanceLifecycleTimeoutsOutputReference(this, "timeouts");
  }

  public putTimeouts(value: DmsInstanceLifecycleTimeouts | IResolvable): void {
    this._timeouts = value;
  }

  public resetTimeouts(): void {
    this._timeouts = undefined;
  }

  /** The configured value, not a reference. */
  public get timeoutsInput(): DmsInstanceLifecycleTimeouts | IResolvable | undefined {
    return this._timeouts;
  }

  /** `error` (default): unfinished instances fail the apply. `report`: they are warnings, and a gate such as a precondition on `unfinished` can fail the apply. */
  public get onFailure(): string {
    return this.getStringAttribute("on_failure");
  }

  public set onFailure(value: string) {
    this._onFailure = value;
  }

  public resetOnFailure(): void {
    this._onFailure = undefined;
  }

  /** The configured value, not a reference. */
  public get onFailureInput(): string | undefined {
    return this._onFailure;
  }

  /** Id of the project. Default: the provider's project. */
  public get projectId(): string {
    return this.getStringAttribute("project_id");
  }

  public set projectId(value: string) {
    this._projectId = value;
  }

  public resetProjectId(): void {
    this._projectId = undefined;
  }

  /** The configured value, not a reference. */
  public get projectIdInput(): string | undefined {
    return this._projectId;
  }

  /** Name of the project, instead of its id; Keystone looks it up. Default: the provider's project. */
  public get projectName(): string {
    return this.getStringAttribute("project_name");
  }

  public set projectName(value: string) {
    this._projectName = value;
  }

  public resetProjectName(): void {
    this._projectName = undefined;
  }

  /** The configured value, not a reference. */
  public get projectNameInput(): string | undefined {
    return this._projectName;
  }

  /** Region of the service and of Keystone, e.g. `eu-de`. Default: the provider's. It does not change an `endpoint` of the provider. */
  public get region(): string {
    return this.getStringAttribute("region");
  }

  public set region(value: string) {
    this._region = value;
  }

  public resetRegion(): void {
    this._region = undefined;
  }

  /** The configured value, not a reference. */
  public get regionInput(): string | undefined {
    return this._region;
  }

  /** Id of this resource. Null until its creation has succeeded. */
  public get id(): string {
    return this.getStringAttribute("id");
  }

  /** The due actions in execution order, known in the plan. Without due actions, those of the last apply. See [planned actions](#planned-actions). */
  public get plannedActions(): DmsInstanceLifecyclePlannedActionsList {
    return new DmsInstanceLifecyclePlannedActionsList(this, "planned_actions", false);
  }

  /** The instances as last read, by the keys of `instances`. */
  public get observed(): DmsInstanceLifecycleObservedMap {
    return new DmsInstanceLifecycleObservedMap(this, "observed");
  }

  /** The last action on each instance, by the keys of `instances`. Instances never acted on have none. */
  public get results(): DmsInstanceLifecycleResultsMap {
    return new DmsInstanceLifecycleResultsMap(this, "results");
  }

  /** Sorted keys of the instances whose last due action is not `success`. Their actions are due next, or held. */
  public get unfinished(): string[] {
    return this.getListAttribute("unfinished");
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return {
      instances: renderMap(this._instances, renderDmsInstanceLifecycleInstances),
      restart_on_create: this._restartOnCreate,
      restart_unhealthy: this._restartUnhealthy,
      on_missing: this._onMissing,
      on_forget: this._onForget,
      allow_deletion: this._allowDeletion,
      max_deletions: this._maxDeletions,
      force_delete: this._forceDelete,
      rollout: renderObject(this._rollout, renderDmsInstanceLifecycleRollout),
      ready_timeout: this._readyTimeout,
      timeouts: renderObject(this._timeouts, renderDmsInstanceLifecycleTimeouts),
      on_failure: this._onFailure,
      project_id: this._projectId,
      project_name: this._projectName,
      region: this._region,
    };
  }

  protected override synthesizeHclAttributes(): Record<string, unknown> {
    return hclAttributes(this.synthesizeAttributes());
  }
}
