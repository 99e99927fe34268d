// Written by scripts/generate-l1.ts from the provider's schema. Change the schema, not this file.
import { TerraformDataSource, type TerraformMetaArguments } from "cdktf";
import type { Construct } from "constructs";
import { inOwnLibrary } from "../own-library";
import { hclAttributes } from "./binding";

export interface DataDmsInstanceConfig extends TerraformMetaArguments {
  /**
   * Its id. Exactly one of `instance_id` and `name` must be set.
   * @default - not set
   */
  readonly instanceId?: string | undefined;
  /**
   * Its exact name. Exactly one of `instance_id` and `name` must be set.
   * @default - not set
   */
  readonly name?: string | undefined;
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

/** One instance, by id or by exact name. */
export class DataDmsInstance extends TerraformDataSource {
  public static readonly tfResourceType = "dms_instance";

  private _instanceId: string | undefined;
  private _name: string | undefined;
  private _projectId: string | undefined;
  private _projectName: string | undefined;
  private _region: string | undefined;

  public constructor(scope: Construct, id: string, config: DataDmsInstanceConfig = {}) {
    super(inOwnLibrary(scope), id, {
      ...config,
      terraformResourceType: "dms_instance",
      terraformGeneratorMetadata: { providerName: "dms" },
    });
    this._instanceId = config.instanceId;
    this._name = config.name;
    this._projectId = config.projectId;
    this._projectName = config.projectName;
    this._region = config.region;
  }

  /** Its id. Exactly one of `instance_id` and `name` must be set. */
  public get instanceId(): string {
    return this.getStringAttribute("instance_id");
  }

  public set instanceId(value: string) {
    this._instanceId = value;
  }

  public resetInstanceId(): void {
    this._instanceId = undefined;
  }

  /** The configured value, not a reference. */
  public get instanceIdInput(): string | undefined {
    return this._instanceId;
  }

  /** Its exact name. Exactly one of `instance_id` and `name` must be set. */
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

  protected override synthesizeAttributes(): Record<string, unknown> {
    return {
      instance_id: this._instanceId,
      name: this._name,
      project_id: this._projectId,
      project_name: this._projectName,
      region: this._region,
    };
  }

  protected override synthesizeHclAttributes(): Record<string, unknown> {
    return hclAttributes(this.synthesizeAttributes());
  }
}
