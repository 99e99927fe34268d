// Written by scripts/generate-l1.ts from the provider's schema. Change the schema, not this file.
import { type IResolvable, TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { inOwnLibrary } from "../own-library";
import { providerAddress } from "../provider-address";
import { ownPackage } from "../own-package";
import { hclAttributes, renderObject } from "./binding";

export interface DmsProviderConfig {
  /**
   * Base URL of the service, e.g. `https://dms.eu-de.otc.t-systems.com`. Default: derived from `region` and `cloud_domain`. Environment: `DMS_ENDPOINT`.
   * @default - not set
   */
  readonly endpoint?: string | undefined;
  /**
   * Keystone v3 URL, e.g. `https://iam.eu-de.otc.t-systems.com/v3`. Default: derived from `region` and `cloud_domain`. Environment: `OS_AUTH_URL`, `HW_AUTH_URL`.
   * @default - not set
   */
  readonly authUrl?: string | undefined;
  /**
   * Region, e.g. `eu-de`. Environment: `OS_REGION_NAME`, `OS_REGION`, `HW_REGION_NAME`.
   * @default - not set
   */
  readonly region?: string | undefined;
  /**
   * Domain of the cloud: `otc.t-systems.com` (default), `myhuaweicloud.com`, `myhuaweicloud.eu`, … Environment: `HW_CLOUD`.
   * @default - not set
   */
  readonly cloudDomain?: string | undefined;
  /**
   * API version: `v1.0` (default) or `v2`. Environment: `DMS_API_VERSION`.
   * @default - not set
   */
  readonly apiVersion?: string | undefined;
  /**
   * Project id. Environment: `OS_PROJECT_ID`, `OS_TENANT_ID`, `HW_PROJECT_ID`.
   * @default - not set
   */
  readonly projectId?: string | undefined;
  /**
   * Project name; Keystone looks up its id. Environment: `OS_PROJECT_NAME`, `OS_TENANT_NAME`, `HW_PROJECT_NAME`.
   * @default - not set
   */
  readonly projectName?: string | undefined;
  /**
   * Limits refreshes and data sources to this enterprise project. It does not limit calls that change something: a purge lists everything, and is refused if it would remove failed creations of another enterprise project too. Environment: `HW_ENTERPRISE_PROJECT_ID`.
   * @default - not set
   */
  readonly enterpriseProjectId?: string | undefined;
  /**
   * Access key of an AK/SK pair. Environment: `OS_ACCESS_KEY`, `HW_ACCESS_KEY`.
   * @default - not set
   */
  readonly accessKey?: string | undefined;
  /**
   * Secret key of an AK/SK pair. Environment: `OS_SECRET_KEY`, `HW_SECRET_KEY`.
   * @default - not set
   */
  readonly secretKey?: string | undefined;
  /**
   * Security token of a temporary AK/SK pair. Environment: `OS_SECURITY_TOKEN`, `HW_SECURITY_TOKEN`.
   * @default - not set
   */
  readonly securityToken?: string | undefined;
  /**
   * A Keystone token, sent as `X-Auth-Token`. Environment: `OS_TOKEN`, `OS_AUTH_TOKEN`, `HW_AUTH_TOKEN`.
   * @default - not set
   */
  readonly token?: string | undefined;
  /**
   * User for the password login. Environment: `OS_USERNAME`, `HW_USER_NAME`.
   * @default - not set
   */
  readonly userName?: string | undefined;
  /**
   * Password for the password login. Environment: `OS_PASSWORD`, `HW_USER_PASSWORD`.
   * @default - not set
   */
  readonly password?: string | undefined;
  /**
   * Domain (account) of the user. Environment: `OS_USER_DOMAIN_NAME`, `OS_DOMAIN_NAME`, `HW_DOMAIN_NAME`.
   * @default - not set
   */
  readonly domainName?: string | undefined;
  /**
   * Acts in another account through an agency of that account. This needs a login with a token, a password or `oidc`; AK/SK alone cannot assume an agency.
   * @default - not set
   */
  readonly assumeRole?: DmsProviderAssumeRole | undefined;
  /**
   * Login with an ID token of an OpenID Connect identity provider, without stored keys. AK/SK takes precedence over it; it takes precedence over a password.
   * @default - not set
   */
  readonly oidc?: DmsProviderOidc | undefined;
  /**
   * Entry of `clouds.yaml` that supplies the connection. Environment: `OS_CLOUD`.
   * @default - not set
   */
  readonly cloud?: string | undefined;
  /**
   * File with the CA certificates (PEM) to trust instead of the usual ones. Environment: `OS_CACERT`.
   * @default - not set
   */
  readonly caFile?: string | undefined;
  /**
   * Accepts any TLS certificate, with a warning. For tests only. Environment: `OS_INSECURE`, `HW_INSECURE`.
   * @default - not set
   */
  readonly insecure?: boolean | IResolvable | undefined;
  /**
   * Longest time for one request, as a duration such as `30s` (default).
   * @default - not set
   */
  readonly requestTimeout?: string | undefined;
  /**
   * Number of retries of a failed read (default 4). Calls that change something are never retried.
   * @default - not set
   */
  readonly maxRetries?: number | undefined;
  /**
   * Longest time between two reads of the instances during a rollout, e.g. `10s` (default). The first reads after a call come sooner.
   * @default - not set
   */
  readonly pollInterval?: string | undefined;
  /**
   * Place of the journal, in which calls are recorded before they are sent. `file` (default): on this machine. `pg`: in the schema `dms_lifecycle` of the PostgreSQL database that Terraform's `pg` backend uses with the same environment (`PG_CONN_STR`, `PGHOST`, …), so that every machine knows a killed run. Environment: `DMS_JOURNAL`.
   * @default - not set
   */
  readonly journal?: string | undefined;
  /**
   * `auto` (default): if status reads do not prove a restart, the provider reads the service's own task records, once per instance. If the service does not give them, the provider does not ask again in that run. `off`: the records are never read. Environment: `DMS_TASK_RECORDS`.
   * @default - not set
   */
  readonly taskRecords?: string | undefined;
  /**
   * The name that tells several configurations of this provider apart.
   * @default - this is the default configuration
   */
  readonly alias?: string | undefined;
}

export interface DmsProviderAssumeRole {
  /**
   * Name of the agency. Environment: `HW_ASSUME_ROLE_AGENCY_NAME`, `OS_AGENCY_NAME`.
   * @default - not set
   */
  readonly agencyName?: string | undefined;
  /**
   * Domain (account) that created the agency. Environment: `HW_ASSUME_ROLE_DOMAIN_NAME`, `OS_AGENCY_DOMAIN_NAME`.
   * @default - not set
   */
  readonly domainName?: string | undefined;
  /**
   * Name of the project in that account. Default: `project_id` or `project_name`. Environment: `OS_DELEGATED_PROJECT`.
   * @default - not set
   */
  readonly delegatedProject?: string | undefined;
}

function renderDmsProviderAssumeRole(value: DmsProviderAssumeRole): unknown {
  return {
    agency_name: value.agencyName,
    domain_name: value.domainName,
    delegated_project: value.delegatedProject,
  };
}

export interface DmsProviderOidc {
  /**
   * Id of the identity provider in IAM. Environment: `OS_IDENTITY_PROVIDER`.
   * @default - not set
   */
  readonly identityProviderId?: string | undefined;
  /**
   * File with the ID token, read again at each login. Environment: `DMS_ID_TOKEN_FILE`; `DMS_ID_TOKEN` has the token itself.
   * @default - not set
   */
  readonly idTokenFile?: string | undefined;
}

function renderDmsProviderOidc(value: DmsProviderOidc): unknown {
  return {
    identity_provider_id: value.identityProviderId,
    id_token_file: value.idTokenFile,
  };
}

/** Restarts and deletes instances of the Distributed Message Service (Kafka, RabbitMQ, RocketMQ) in batches, proves each action and keeps a result per instance. Every argument can come from the environment. The first variable that is set counts, and an argument overrides all variables. */
export class DmsProvider extends TerraformProvider {
  public static readonly tfResourceType = "dms";

  private _endpoint: string | undefined;
  private _authUrl: string | undefined;
  private _region: string | undefined;
  private _cloudDomain: string | undefined;
  private _apiVersion: string | undefined;
  private _projectId: string | undefined;
  private _projectName: string | undefined;
  private _enterpriseProjectId: string | undefined;
  private _accessKey: string | undefined;
  private _secretKey: string | undefined;
  private _securityToken: string | undefined;
  private _token: string | undefined;
  private _userName: string | undefined;
  private _password: string | undefined;
  private _domainName: string | undefined;
  private _assumeRole: DmsProviderAssumeRole | undefined;
  private _oidc: DmsProviderOidc | undefined;
  private _cloud: string | undefined;
  private _caFile: string | undefined;
  private _insecure: boolean | IResolvable | undefined;
  private _requestTimeout: string | undefined;
  private _maxRetries: number | undefined;
  private _pollInterval: string | undefined;
  private _journal: string | undefined;
  private _taskRecords: string | undefined;
  private _alias: string | undefined;

  public constructor(scope: Construct, id: string, config: DmsProviderConfig = {}) {
    super(inOwnLibrary(scope), id, {
      terraformResourceType: "dms",
      terraformGeneratorMetadata: { providerName: "dms", providerVersion: ownPackage().version },
      terraformProviderSource: providerAddress,
    });
    this._endpoint = config.endpoint;
    this._authUrl = config.authUrl;
    this._region = config.region;
    this._cloudDomain = config.cloudDomain;
    this._apiVersion = config.apiVersion;
    this._projectId = config.projectId;
    this._projectName = config.projectName;
    this._enterpriseProjectId = config.enterpriseProjectId;
    this._accessKey = config.accessKey;
    this._secretKey = config.secretKey;
    this._securityToken = config.securityToken;
    this._token = config.token;
    this._userName = config.userName;
    this._password = config.password;
    this._domainName = config.domainName;
    this._assumeRole = config.assumeRole;
    this._oidc = config.oidc;
    this._cloud = config.cloud;
    this._caFile = config.caFile;
    this._insecure = config.insecure;
    this._requestTimeout = config.requestTimeout;
    this._maxRetries = config.maxRetries;
    this._pollInterval = config.pollInterval;
    this._journal = config.journal;
    this._taskRecords = config.taskRecords;
    this._alias = config.alias;
  }

  /** Base URL of the service, e.g. `https://dms.eu-de.otc.t-systems.com`. Default: derived from `region` and `cloud_domain`. Environment: `DMS_ENDPOINT`. */
  public get endpoint(): string | undefined {
    return this._endpoint;
  }

  public set endpoint(value: string | undefined) {
    this._endpoint = value;
  }

  public resetEndpoint(): void {
    this._endpoint = undefined;
  }

  /** The configured value, not a reference. */
  public get endpointInput(): string | undefined {
    return this._endpoint;
  }

  /** Keystone v3 URL, e.g. `https://iam.eu-de.otc.t-systems.com/v3`. Default: derived from `region` and `cloud_domain`. Environment: `OS_AUTH_URL`, `HW_AUTH_URL`. */
  public get authUrl(): string | undefined {
    return this._authUrl;
  }

  public set authUrl(value: string | undefined) {
    this._authUrl = value;
  }

  public resetAuthUrl(): void {
    this._authUrl = undefined;
  }

  /** The configured value, not a reference. */
  public get authUrlInput(): string | undefined {
    return this._authUrl;
  }

  /** Region, e.g. `eu-de`. Environment: `OS_REGION_NAME`, `OS_REGION`, `HW_REGION_NAME`. */
  public get region(): string | undefined {
    return this._region;
  }

  public set region(value: string | undefined) {
    this._region = value;
  }

  public resetRegion(): void {
    this._region = undefined;
  }

  /** The configured value, not a reference. */
  public get regionInput(): string | undefined {
    return this._region;
  }

  /** Domain of the cloud: `otc.t-systems.com` (default), `myhuaweicloud.com`, `myhuaweicloud.eu`, … Environment: `HW_CLOUD`. */
  public get cloudDomain(): string | undefined {
    return this._cloudDomain;
  }

  public set cloudDomain(value: string | undefined) {
    this._cloudDomain = value;
  }

  public resetCloudDomain(): void {
    this._cloudDomain = undefined;
  }

  /** The configured value, not a reference. */
  public get cloudDomainInput(): string | undefined {
    return this._cloudDomain;
  }

  /** API version: `v1.0` (default) or `v2`. Environment: `DMS_API_VERSION`. */
  public get apiVersion(): string | undefined {
    return this._apiVersion;
  }

  public set apiVersion(value: string | undefined) {
    this._apiVersion = value;
  }

  public resetApiVersion(): void {
    this._apiVersion = undefined;
  }

  /** The configured value, not a reference. */
  public get apiVersionInput(): string | undefined {
    return this._apiVersion;
  }

  /** Project id. Environment: `OS_PROJECT_ID`, `OS_TENANT_ID`, `HW_PROJECT_ID`. */
  public get projectId(): string | undefined {
    return this._projectId;
  }

  public set projectId(value: string | undefined) {
    this._projectId = value;
  }

  public resetProjectId(): void {
    this._projectId = undefined;
  }

  /** The configured value, not a reference. */
  public get projectIdInput(): string | undefined {
    return this._projectId;
  }

  /** Project name; Keystone looks up its id. Environment: `OS_PROJECT_NAME`, `OS_TENANT_NAME`, `HW_PROJECT_NAME`. */
  public get projectName(): string | undefined {
    return this._projectName;
  }

  public set projectName(value: string | undefined) {
    this._projectName = value;
  }

  public resetProjectName(): void {
    this._projectName = undefined;
  }

  /** The configured value, not a reference. */
  public get projectNameInput(): string | undefined {
    return this._projectName;
  }

  /** Limits refreshes and data sources to this enterprise project. It does not limit calls that change something: a purge lists everything, and is refused if it would remove failed creations of another enterprise project too. Environment: `HW_ENTERPRISE_PROJECT_ID`. */
  public get enterpriseProjectId(): string | undefined {
    return this._enterpriseProjectId;
  }

  public set enterpriseProjectId(value: string | undefined) {
    this._enterpriseProjectId = value;
  }

  public resetEnterpriseProjectId(): void {
    this._enterpriseProjectId = undefined;
  }

  /** The configured value, not a reference. */
  public get enterpriseProjectIdInput(): string | undefined {
    return this._enterpriseProjectId;
  }

  /** Access key of an AK/SK pair. Environment: `OS_ACCESS_KEY`, `HW_ACCESS_KEY`. */
  public get accessKey(): string | undefined {
    return this._accessKey;
  }

  public set accessKey(value: string | undefined) {
    this._accessKey = value;
  }

  public resetAccessKey(): void {
    this._accessKey = undefined;
  }

  /** The configured value, not a reference. */
  public get accessKeyInput(): string | undefined {
    return this._accessKey;
  }

  /** Secret key of an AK/SK pair. Environment: `OS_SECRET_KEY`, `HW_SECRET_KEY`. */
  public get secretKey(): string | undefined {
    return this._secretKey;
  }

  public set secretKey(value: string | undefined) {
    this._secretKey = value;
  }

  public resetSecretKey(): void {
    this._secretKey = undefined;
  }

  /** The configured value, not a reference. */
  public get secretKeyInput(): string | undefined {
    return this._secretKey;
  }

  /** Security token of a temporary AK/SK pair. Environment: `OS_SECURITY_TOKEN`, `HW_SECURITY_TOKEN`. */
  public get securityToken(): string | undefined {
    return this._securityToken;
  }

  public set securityToken(value: string | undefined) {
    this._securityToken = value;
  }

  public resetSecurityToken(): void {
    this._securityToken = undefined;
  }

  /** The configured value, not a reference. */
  public get securityTokenInput(): string | undefined {
    return this._securityToken;
  }

  /** A Keystone token, sent as `X-Auth-Token`. Environment: `OS_TOKEN`, `OS_AUTH_TOKEN`, `HW_AUTH_TOKEN`. */
  public get token(): string | undefined {
    return this._token;
  }

  public set token(value: string | undefined) {
    this._token = value;
  }

  public resetToken(): void {
    this._token = undefined;
  }

  /** The configured value, not a reference. */
  public get tokenInput(): string | undefined {
    return this._token;
  }

  /** User for the password login. Environment: `OS_USERNAME`, `HW_USER_NAME`. */
  public get userName(): string | undefined {
    return this._userName;
  }

  public set userName(value: string | undefined) {
    this._userName = value;
  }

  public resetUserName(): void {
    this._userName = undefined;
  }

  /** The configured value, not a reference. */
  public get userNameInput(): string | undefined {
    return this._userName;
  }

  /** Password for the password login. Environment: `OS_PASSWORD`, `HW_USER_PASSWORD`. */
  public get password(): string | undefined {
    return this._password;
  }

  public set password(value: string | undefined) {
    this._password = value;
  }

  public resetPassword(): void {
    this._password = undefined;
  }

  /** The configured value, not a reference. */
  public get passwordInput(): string | undefined {
    return this._password;
  }

  /** Domain (account) of the user. Environment: `OS_USER_DOMAIN_NAME`, `OS_DOMAIN_NAME`, `HW_DOMAIN_NAME`. */
  public get domainName(): string | undefined {
    return this._domainName;
  }

  public set domainName(value: string | undefined) {
    this._domainName = value;
  }

  public resetDomainName(): void {
    this._domainName = undefined;
  }

  /** The configured value, not a reference. */
  public get domainNameInput(): string | undefined {
    return this._domainName;
  }

  /** Acts in another account through an agency of that account. This needs a login with a token, a password or `oidc`; AK/SK alone cannot assume an agency. */
  public get assumeRole(): DmsProviderAssumeRole | undefined {
    return this._assumeRole;
  }

  public putAssumeRole(value: DmsProviderAssumeRole): void {
    this._assumeRole = value;
  }

  public resetAssumeRole(): void {
    this._assumeRole = undefined;
  }

  /** The configured value, not a reference. */
  public get assumeRoleInput(): DmsProviderAssumeRole | undefined {
    return this._assumeRole;
  }

  /** Login with an ID token of an OpenID Connect identity provider, without stored keys. AK/SK takes precedence over it; it takes precedence over a password. */
  public get oidc(): DmsProviderOidc | undefined {
    return this._oidc;
  }

  public putOidc(value: DmsProviderOidc): void {
    this._oidc = value;
  }

  public resetOidc(): void {
    this._oidc = undefined;
  }

  /** The configured value, not a reference. */
  public get oidcInput(): DmsProviderOidc | undefined {
    return this._oidc;
  }

  /** Entry of `clouds.yaml` that supplies the connection. Environment: `OS_CLOUD`. */
  public get cloud(): string | undefined {
    return this._cloud;
  }

  public set cloud(value: string | undefined) {
    this._cloud = value;
  }

  public resetCloud(): void {
    this._cloud = undefined;
  }

  /** The configured value, not a reference. */
  public get cloudInput(): string | undefined {
    return this._cloud;
  }

  /** File with the CA certificates (PEM) to trust instead of the usual ones. Environment: `OS_CACERT`. */
  public get caFile(): string | undefined {
    return this._caFile;
  }

  public set caFile(value: string | undefined) {
    this._caFile = value;
  }

  public resetCaFile(): void {
    this._caFile = undefined;
  }

  /** The configured value, not a reference. */
  public get caFileInput(): string | undefined {
    return this._caFile;
  }

  /** Accepts any TLS certificate, with a warning. For tests only. Environment: `OS_INSECURE`, `HW_INSECURE`. */
  public get insecure(): boolean | IResolvable | undefined {
    return this._insecure;
  }

  public set insecure(value: boolean | IResolvable | undefined) {
    this._insecure = value;
  }

  public resetInsecure(): void {
    this._insecure = undefined;
  }

  /** The configured value, not a reference. */
  public get insecureInput(): boolean | IResolvable | undefined {
    return this._insecure;
  }

  /** Longest time for one request, as a duration such as `30s` (default). */
  public get requestTimeout(): string | undefined {
    return this._requestTimeout;
  }

  public set requestTimeout(value: string | undefined) {
    this._requestTimeout = value;
  }

  public resetRequestTimeout(): void {
    this._requestTimeout = undefined;
  }

  /** The configured value, not a reference. */
  public get requestTimeoutInput(): string | undefined {
    return this._requestTimeout;
  }

  /** Number of retries of a failed read (default 4). Calls that change something are never retried. */
  public get maxRetries(): number | undefined {
    return this._maxRetries;
  }

  public set maxRetries(value: number | undefined) {
    this._maxRetries = value;
  }

  public resetMaxRetries(): void {
    this._maxRetries = undefined;
  }

  /** The configured value, not a reference. */
  public get maxRetriesInput(): number | undefined {
    return this._maxRetries;
  }

  /** Longest time between two reads of the instances during a rollout, e.g. `10s` (default). The first reads after a call come sooner. */
  public get pollInterval(): string | undefined {
    return this._pollInterval;
  }

  public set pollInterval(value: string | undefined) {
    this._pollInterval = value;
  }

  public resetPollInterval(): void {
    this._pollInterval = undefined;
  }

  /** The configured value, not a reference. */
  public get pollIntervalInput(): string | undefined {
    return this._pollInterval;
  }

  /** Place of the journal, in which calls are recorded before they are sent. `file` (default): on this machine. `pg`: in the schema `dms_lifecycle` of the PostgreSQL database that Terraform's `pg` backend uses with the same environment (`PG_CONN_STR`, `PGHOST`, …), so that every machine knows a killed run. Environment: `DMS_JOURNAL`. */
  public get journal(): string | undefined {
    return this._journal;
  }

  public set journal(value: string | undefined) {
    this._journal = value;
  }

  public resetJournal(): void {
    this._journal = undefined;
  }

  /** The configured value, not a reference. */
  public get journalInput(): string | undefined {
    return this._journal;
  }

  /** `auto` (default): if status reads do not prove a restart, the provider reads the service's own task records, once per instance. If the service does not give them, the provider does not ask again in that run. `off`: the records are never read. Environment: `DMS_TASK_RECORDS`. */
  public get taskRecords(): string | undefined {
    return this._taskRecords;
  }

  public set taskRecords(value: string | undefined) {
    this._taskRecords = value;
  }

  public resetTaskRecords(): void {
    this._taskRecords = undefined;
  }

  /** The configured value, not a reference. */
  public get taskRecordsInput(): string | undefined {
    return this._taskRecords;
  }

  public override get alias(): string | undefined {
    return this._alias;
  }

  public override set alias(value: string | undefined) {
    this._alias = value;
  }

  public resetAlias(): void {
    this._alias = undefined;
  }

  /** The configured value, not a reference. */
  public get aliasInput(): string | undefined {
    return this._alias;
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return {
      endpoint: this._endpoint,
      auth_url: this._authUrl,
      region: this._region,
      cloud_domain: this._cloudDomain,
      api_version: this._apiVersion,
      project_id: this._projectId,
      project_name: this._projectName,
      enterprise_project_id: this._enterpriseProjectId,
      access_key: this._accessKey,
      secret_key: this._secretKey,
      security_token: this._securityToken,
      token: this._token,
      user_name: this._userName,
      password: this._password,
      domain_name: this._domainName,
      assume_role: renderObject(this._assumeRole, renderDmsProviderAssumeRole),
      oidc: renderObject(this._oidc, renderDmsProviderOidc),
      cloud: this._cloud,
      ca_file: this._caFile,
      insecure: this._insecure,
      request_timeout: this._requestTimeout,
      max_retries: this._maxRetries,
      poll_interval: this._pollInterval,
      journal: this._journal,
      task_records: this._taskRecords,
    };
  }

  protected override synthesizeHclAttributes(): Record<string, unknown> {
    return hclAttributes(this.synthesizeAttributes(), ["assume_role", "oidc"]);
  }
}
