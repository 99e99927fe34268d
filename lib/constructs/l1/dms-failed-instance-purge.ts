// Written by scripts/generate-l1.ts from the provider's schema. Change the schema, not this file.
import {
  ComplexList,
  type IResolvable,
  ImportableResource,
  type TerraformMetaArguments,
  type TerraformProvider,
  TerraformResource,
} from "cdktf";
import type { Construct } from "constructs";
import { inOwnLibrary } from "../own-library";
import { ObjectReference, hclAttributes } from "./binding";

export interface DmsFailedInstancePurgeConfig extends TerraformMetaArguments {
  /** `kafka`, `rabbitmq` or `rocketmq`. */
  readonly engine: string;
  /**
   * More failed instances than this are an error at plan time.
   * @default - not set
   */
  readonly maxPurge?: number | undefined;
  /**
   * Consent to the purge. Must be true for a purge to run.
   * @default false
   */
  readonly allowDeletion?: boolean | IResolvable | undefined;
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

export class DmsFailedInstancePurgePlannedPurgeOutputReference extends ObjectReference {
  /** Id of the instance. */
  public get instanceId(): string {
    return this.getStringAttribute("instance_id");
  }

  /** Its name in the service. */
  public get name(): string {
    return this.getStringAttribute("name");
  }
}

export class DmsFailedInstancePurgePlannedPurgeList extends ComplexList {
  public get(index: number): DmsFailedInstancePurgePlannedPurgeOutputReference {
    return new DmsFailedInstancePurgePlannedPurgeOutputReference(
      this.terraformResource,
      this.terraformAttribute,
      index,
    );
  }
}

export class DmsFailedInstancePurgePendingOutputReference extends ObjectReference {
  /** Id of the instance. */
  public get instanceId(): string {
    return this.getStringAttribute("instance_id");
  }

  /** Its name in the service. */
  public get name(): string {
    return this.getStringAttribute("name");
  }
}

export class DmsFailedInstancePurgePendingList extends ComplexList {
  public get(index: number): DmsFailedInstancePurgePendingOutputReference {
    return new DmsFailedInstancePurgePendingOutputReference(this.terraformResource, this.terraformAttribute, index);
  }
}

export class DmsFailedInstancePurgePurgedOutputReference extends ObjectReference {
  /** Id of the instance. */
  public get instanceId(): string {
    return this.getStringAttribute("instance_id");
  }

  /** Its name in the service. */
  public get name(): string {
    return this.getStringAttribute("name");
  }
}

export class DmsFailedInstancePurgePurgedList extends ComplexList {
  public get(index: number): DmsFailedInstancePurgePurgedOutputReference {
    return new DmsFailedInstancePurgePurgedOutputReference(this.terraformResource, this.terraformAttribute, index);
  }
}

/** Removes the instances of one engine whose creation failed, in one call, and checks that none is left. Failed creations that appear later show as drift in `pending`, and the next apply purges them. */
export class DmsFailedInstancePurge extends TerraformResource {
  public static readonly tfResourceType = "dms_failed_instance_purge";

  /** Declares an import block: `cdktf plan` then writes the configuration of what already exists. */
  public static generateConfigForImport(
    scope: Construct,
    importToId: string,
    importFromId: string,
    provider?: TerraformProvider,
  ): ImportableResource {
    return new ImportableResource(scope, importToId, {
      terraformResourceType: "dms_failed_instance_purge",
      importId: importFromId,
      ...(provider && { provider }),
    });
  }

  private _engine: string | undefined;
  private _maxPurge: number | undefined;
  private _allowDeletion: boolean | IResolvable | undefined;
  private _projectId: string | undefined;
  private _projectName: string | undefined;
  private _region: string | undefined;

  public constructor(scope: Construct, id: string, config: DmsFailedInstancePurgeConfig) {
    super(inOwnLibrary(scope), id, {
      ...config,
      terraformResourceType: "dms_failed_instance_purge",
      terraformGeneratorMetadata: { providerName: "dms" },
    });
    this._engine = config.engine;
    this._maxPurge = config.maxPurge;
    this._allowDeletion = config.allowDeletion;
    this._projectId = config.projectId;
    this._projectName = config.projectName;
    this._region = config.region;
  }

  /** `kafka`, `rabbitmq` or `rocketmq`. */
  public get engine(): string {
    return this.getStringAttribute("engine");
  }

  public set engine(value: string) {
    this._engine = value;
  }

  /** The configured value, not a reference. */
  public get engineInput(): string | undefined {
    return this._engine;
  }

  /** More failed instances than this are an error at plan time. */
  public get maxPurge(): number {
    return this.getNumberAttribute("max_purge");
  }

  public set maxPurge(value: number) {
    this._maxPurge = value;
  }

  public resetMaxPurge(): void {
    this._maxPurge = undefined;
  }

  /** The configured value, not a reference. */
  public get maxPurgeInput(): number | undefined {
    return this._maxPurge;
  }

  /** Consent to the purge. Must be true for a purge to run. */
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

  /** The failed creations that the apply removes, known in the plan. Creations that the plan does not list are not removed. Without a due purge, those of the last purge. */
  public get plannedPurge(): DmsFailedInstancePurgePlannedPurgeList {
    return new DmsFailedInstancePurgePlannedPurgeList(this, "planned_purge", false);
  }

  /** Instances found in `CREATEFAILED`, by name and id. */
  public get pending(): DmsFailedInstancePurgePendingList {
    return new DmsFailedInstancePurgePendingList(this, "pending", false);
  }

  /** Instances that the last purge removed, including those that disappeared after its apply ended. */
  public get purged(): DmsFailedInstancePurgePurgedList {
    return new DmsFailedInstancePurgePurgedList(this, "purged", false);
  }

  /** When the last purge was sent (RFC 3339). */
  public get purgedAt(): string {
    return this.getStringAttribute("purged_at");
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return {
      engine: this._engine,
      max_purge: this._maxPurge,
      allow_deletion: this._allowDeletion,
      project_id: this._projectId,
      project_name: this._projectName,
      region: this._region,
    };
  }

  protected override synthesizeHclAttributes(): Record<string, unknown> {
    return hclAttributes(this.synthesizeAttributes());
  }
}
