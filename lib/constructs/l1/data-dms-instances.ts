// Written by scripts/generate-l1.ts from the provider's schema. Change the schema, not this file.
import { ComplexList, ComplexMap, type IResolvable, TerraformDataSource, type TerraformMetaArguments } from "cdktf";
import type { Construct } from "constructs";
import { inOwnLibrary } from "../own-library";
import { ObjectReference, hclAttributes, mapKey } from "./binding";

export interface DataDmsInstancesConfig extends TerraformMetaArguments {
  /**
   * Only this engine: `kafka`, `rabbitmq` or `rocketmq`.
   * @default - not set
   */
  readonly engine?: string | undefined;
  /**
   * Only instances whose name contains this (or is this, see `exact_name`).
   * @default - not set
   */
  readonly name?: string | undefined;
  /**
   * `name` must match exactly. Default false.
   * @default - not set
   */
  readonly exactName?: boolean | IResolvable | undefined;
  /**
   * Only instances in this status, e.g. `RUNNING`.
   * @default - not set
   */
  readonly status?: string | undefined;
  /**
   * Include failed creations. Default false.
   * @default - not set
   */
  readonly includeFailed?: boolean | IResolvable | undefined;
  /**
   * Only instances of this enterprise project. Default: the provider's, if it names one.
   * @default - not set
   */
  readonly enterpriseProjectId?: string | undefined;
  /**
   * Only instances that have all of these tags, with these values.
   * @default - not set
   */
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /**
   * Fewer instances than this are an error. So an incomplete list cannot make a lifecycle forget its fleet.
   * @default - not set
   */
  readonly atLeast?: number | undefined;
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

export class DataDmsInstancesInstancesOutputReference extends ObjectReference {
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

  /** Version of the engine. */
  public get engineVersion(): string {
    return this.getStringAttribute("engine_version");
  }

  /** Its status, as the service spells it. */
  public get status(): string {
    return this.getStringAttribute("status");
  }

  /** When it was created (RFC 3339). */
  public get createdAt(): string {
    return this.getStringAttribute("created_at");
  }

  /** Its tags. */
  public get tags(): Record<string, string> {
    return this.getStringMapAttribute("tags");
  }

  /** Start of its maintenance window (HH:mm:ss). The service documents no time zone. */
  public get maintainBegin(): string {
    return this.getStringAttribute("maintain_begin");
  }

  /** End of its maintenance window (HH:mm:ss), like `maintain_begin`. */
  public get maintainEnd(): string {
    return this.getStringAttribute("maintain_end");
  }
}

export class DataDmsInstancesInstancesList extends ComplexList {
  public get(index: number): DataDmsInstancesInstancesOutputReference {
    return new DataDmsInstancesInstancesOutputReference(this.terraformResource, this.terraformAttribute, index);
  }
}

export class DataDmsInstancesByKeyOutputReference extends ObjectReference {
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

  /** Version of the engine. */
  public get engineVersion(): string {
    return this.getStringAttribute("engine_version");
  }

  /** Its status, as the service spells it. */
  public get status(): string {
    return this.getStringAttribute("status");
  }

  /** When it was created (RFC 3339). */
  public get createdAt(): string {
    return this.getStringAttribute("created_at");
  }

  /** Its tags. */
  public get tags(): Record<string, string> {
    return this.getStringMapAttribute("tags");
  }

  /** Start of its maintenance window (HH:mm:ss). The service documents no time zone. */
  public get maintainBegin(): string {
    return this.getStringAttribute("maintain_begin");
  }

  /** End of its maintenance window (HH:mm:ss), like `maintain_begin`. */
  public get maintainEnd(): string {
    return this.getStringAttribute("maintain_end");
  }
}

export class DataDmsInstancesByKeyMap extends ComplexMap {
  /** The element under `key`. Terraform refuses the reference at plan if it does not exist. */
  public get(key: string): DataDmsInstancesByKeyOutputReference {
    return new DataDmsInstancesByKeyOutputReference(this.terraformResource, this.terraformAttribute, mapKey(key));
  }
}

/** Lists the instances of the project, all pages. */
export class DataDmsInstances extends TerraformDataSource {
  public static readonly tfResourceType = "dms_instances";

  private _engine: string | undefined;
  private _name: string | undefined;
  private _exactName: boolean | IResolvable | undefined;
  private _status: string | undefined;
  private _includeFailed: boolean | IResolvable | undefined;
  private _enterpriseProjectId: string | undefined;
  private _tags: Readonly<Record<string, string>> | undefined;
  private _atLeast: number | undefined;
  private _projectId: string | undefined;
  private _projectName: string | undefined;
  private _region: string | undefined;

  public constructor(scope: Construct, id: string, config: DataDmsInstancesConfig = {}) {
    super(inOwnLibrary(scope), id, {
      ...config,
      terraformResourceType: "dms_instances",
      terraformGeneratorMetadata: { providerName: "dms" },
    });
    this._engine = config.engine;
    this._name = config.name;
    this._exactName = config.exactName;
    this._status = config.status;
    this._includeFailed = config.includeFailed;
    this._enterpriseProjectId = config.enterpriseProjectId;
    this._tags = config.tags;
    this._atLeast = config.atLeast;
    this._projectId = config.projectId;
    this._projectName = config.projectName;
    this._region = config.region;
  }

  /** Only this engine: `kafka`, `rabbitmq` or `rocketmq`. */
  public get engine(): string {
    return this.getStringAttribute("engine");
  }

  public set engine(value: string) {
    this._engine = value;
  }

  public resetEngine(): void {
    this._engine = undefined;
  }

  /** The configured value, not a reference. */
  public get engineInput(): string | undefined {
    return this._engine;
  }

  /** Only instances whose name contains this (or is this, see `exact_name`). */
  public get name(): string {
    return this.getStringAttribute("name");
  }

  public set name(value: string) {
    this._name = value;
  }

  public resetName(): void {
    this._name = undefined;
  }

  /** The configured value, not a reference. */
  public get nameInput(): string | undefined {
    return this._name;
  }

  /** `name` must match exactly. Default false. */
  public get exactName(): IResolvable {
    return this.getBooleanAttribute("exact_name");
  }

  public set exactName(value: boolean | IResolvable) {
    this._exactName = value;
  }

  public resetExactName(): void {
    this._exactName = undefined;
  }

  /** The configured value, not a reference. */
  public get exactNameInput(): boolean | IResolvable | undefined {
    return this._exactName;
  }

  /** Only instances in this status, e.g. `RUNNING`. */
  public get status(): string {
    return this.getStringAttribute("status");
  }

  public set status(value: string) {
    this._status = value;
  }

  public resetStatus(): void {
    this._status = undefined;
  }

  /** The configured value, not a reference. */
  public get statusInput(): string | undefined {
    return this._status;
  }

  /** Include failed creations. Default false. */
  public get includeFailed(): IResolvable {
    return this.getBooleanAttribute("include_failed");
  }

  public set includeFailed(value: boolean | IResolvable) {
    this._includeFailed = value;
  }

  public resetIncludeFailed(): void {
    this._includeFailed = undefined;
  }

  /** The configured value, not a reference. */
  public get includeFailedInput(): boolean | IResolvable | undefined {
    return this._includeFailed;
  }

  /** Only instances of this enterprise project. Default: the provider's, if it names one. */
  public get enterpriseProjectId(): string {
    return this.getStringAttribute("enterprise_project_id");
  }

  public set enterpriseProjectId(value: string) {
    this._enterpriseProjectId = value;
  }

  public resetEnterpriseProjectId(): void {
    this._enterpriseProjectId = undefined;
  }

  /** The configured value, not a reference. */
  public get enterpriseProjectIdInput(): string | undefined {
    return this._enterpriseProjectId;
  }

  /** Only instances that have all of these tags, with these values. */
  public get tags(): Record<string, string> {
    return this.getStringMapAttribute("tags");
  }

  public set tags(value: Readonly<Record<string, string>>) {
    this._tags = value;
  }

  public resetTags(): void {
    this._tags = undefined;
  }

  /** The configured value, not a reference. */
  public get tagsInput(): Readonly<Record<string, string>> | undefined {
    return this._tags;
  }

  /** Fewer instances than this are an error. So an incomplete list cannot make a lifecycle forget its fleet. */
  public get atLeast(): number {
    return this.getNumberAttribute("at_least");
  }

  public set atLeast(value: number) {
    this._atLeast = value;
  }

  public resetAtLeast(): void {
    this._atLeast = undefined;
  }

  /** The configured value, not a reference. */
  public get atLeastInput(): number | undefined {
    return this._atLeast;
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

  /** The instances, by name and id. */
  public get instances(): DataDmsInstancesInstancesList {
    return new DataDmsInstancesInstancesList(this, "instances", false);
  }

  /** The instances by name, for `for_each`. If several have the same name, their keys are `NAME/ID`. An instance without a name has its id as key. */
  public get byKey(): DataDmsInstancesByKeyMap {
    return new DataDmsInstancesByKeyMap(this, "by_key");
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return {
      engine: this._engine,
      name: this._name,
      exact_name: this._exactName,
      status: this._status,
      include_failed: this._includeFailed,
      enterprise_project_id: this._enterpriseProjectId,
      tags: this._tags,
      at_least: this._atLeast,
      project_id: this._projectId,
      project_name: this._projectName,
      region: this._region,
    };
  }

  protected override synthesizeHclAttributes(): Record<string, unknown> {
    return hclAttributes(this.synthesizeAttributes());
  }
}
