import type { JsonObject } from "../../answers/json-reader";

/** Explicit settings of a user. Absent, empty and `undefined` mean not set. */
export interface ExplicitClientConfig {
  readonly endpoint?: string | undefined;
  readonly authUrl?: string | undefined;
  readonly region?: string | undefined;
  readonly cloudDomain?: string | undefined;
  readonly apiVersion?: string | undefined;
  readonly projectId?: string | undefined;
  readonly projectName?: string | undefined;
  readonly enterpriseProjectId?: string | undefined;
  readonly accessKey?: string | undefined;
  readonly secretKey?: string | undefined;
  readonly securityToken?: string | undefined;
  readonly signatureForm?: string | undefined;
  readonly token?: string | undefined;
  readonly userName?: string | undefined;
  readonly userId?: string | undefined;
  readonly password?: string | undefined;
  readonly domainName?: string | undefined;
  readonly domainId?: string | undefined;
  readonly agencyName?: string | undefined;
  readonly agencyDomainName?: string | undefined;
  readonly delegatedProject?: string | undefined;
  readonly identityProviderId?: string | undefined;
  readonly idTokenFile?: string | undefined;
  readonly idToken?: string | undefined;
  readonly cloud?: string | undefined;
  readonly caFile?: string | undefined;
  readonly insecure?: boolean | undefined;
  readonly requestTimeout?: string | undefined;
  readonly maxRetries?: number | undefined;
  readonly pollInterval?: string | undefined;
  readonly taskRecords?: string | undefined;
  readonly journal?: string | undefined;
}

export type SettingKey = keyof ExplicitClientConfig;

interface Setting {
  /** The attribute's name in a configuration, with its block and a dot before it; absent: environment only. */
  readonly attribute?: string;
  /** Environment variables, the first one set wins. */
  readonly variables: readonly string[];
  /** Paths of field names in an entry of clouds.yaml, the first one set wins. */
  readonly cloudPaths: readonly (readonly string[])[];
  readonly isSecret: boolean;
}

const auth = (...fields: string[]): Setting["cloudPaths"] => fields.map((field) => ["auth", field]);

/**
 * Every setting, in the order of the documentation. The variables are those of the opentelekomcloud (OS_) and huaweicloud (HW_) Terraform
 * providers and of clouds.yaml loaders.
 */
export const settings: Readonly<Record<SettingKey, Setting>> = {
  endpoint: {
    attribute: "endpoint",
    variables: ["DMS_ENDPOINT"],
    cloudPaths: [["dms_endpoint_override"]],
    isSecret: false,
  },
  authUrl: {
    attribute: "auth_url",
    variables: ["OS_AUTH_URL", "HW_AUTH_URL"],
    cloudPaths: auth("auth_url"),
    isSecret: false,
  },
  region: {
    attribute: "region",
    variables: ["OS_REGION_NAME", "OS_REGION", "HW_REGION_NAME"],
    cloudPaths: [["region_name"]],
    isSecret: false,
  },
  // clouds.yaml names a cloud, not a domain; see gather-settings.
  cloudDomain: { attribute: "cloud_domain", variables: ["HW_CLOUD"], cloudPaths: [], isSecret: false },
  apiVersion: { attribute: "api_version", variables: ["DMS_API_VERSION"], cloudPaths: [], isSecret: false },
  projectId: {
    attribute: "project_id",
    variables: ["OS_PROJECT_ID", "OS_TENANT_ID", "HW_PROJECT_ID"],
    cloudPaths: auth("project_id", "tenant_id"),
    isSecret: false,
  },
  projectName: {
    attribute: "project_name",
    variables: ["OS_PROJECT_NAME", "OS_TENANT_NAME", "HW_PROJECT_NAME"],
    cloudPaths: auth("project_name", "tenant_name"),
    isSecret: false,
  },
  enterpriseProjectId: {
    attribute: "enterprise_project_id",
    variables: ["HW_ENTERPRISE_PROJECT_ID"],
    cloudPaths: [],
    isSecret: false,
  },
  accessKey: {
    attribute: "access_key",
    variables: ["OS_ACCESS_KEY", "OS_ACCESS_KEY_ID", "OS_AK", "HW_ACCESS_KEY"],
    cloudPaths: [...auth("ak", "access_key"), ["ak"]],
    isSecret: true,
  },
  secretKey: {
    attribute: "secret_key",
    variables: ["OS_SECRET_KEY", "OS_ACCESS_KEY_SECRET", "OS_SK", "HW_SECRET_KEY"],
    cloudPaths: [...auth("sk", "secret_key"), ["sk"]],
    isSecret: true,
  },
  securityToken: {
    attribute: "security_token",
    variables: ["OS_SECURITY_TOKEN", "OS_AKSK_SECURITY_TOKEN", "OS_ST", "HW_SECURITY_TOKEN"],
    cloudPaths: auth("security_token"),
    isSecret: true,
  },
  signatureForm: { variables: ["DMS_SIGNATURE_FORM"], cloudPaths: [], isSecret: false },
  token: {
    attribute: "token",
    variables: ["OS_TOKEN", "OS_AUTH_TOKEN", "HW_AUTH_TOKEN"],
    cloudPaths: auth("token"),
    isSecret: true,
  },
  userName: {
    attribute: "user_name",
    variables: ["OS_USERNAME", "HW_USER_NAME"],
    cloudPaths: auth("username"),
    isSecret: false,
  },
  // Ids of user and domain have no attribute: they serve environments with ids instead of names.
  userId: { variables: ["OS_USER_ID", "HW_USER_ID"], cloudPaths: auth("user_id"), isSecret: false },
  password: {
    attribute: "password",
    variables: ["OS_PASSWORD", "HW_USER_PASSWORD"],
    cloudPaths: auth("password"),
    isSecret: true,
  },
  domainName: {
    attribute: "domain_name",
    variables: [
      "OS_USER_DOMAIN_NAME",
      "OS_DOMAIN_NAME",
      "OS_PROJECT_DOMAIN_NAME",
      "OS_DEFAULT_DOMAIN",
      "HW_DOMAIN_NAME",
    ],
    cloudPaths: auth("user_domain_name", "domain_name", "project_domain_name"),
    isSecret: false,
  },
  domainId: {
    variables: ["OS_USER_DOMAIN_ID", "OS_DOMAIN_ID", "OS_PROJECT_DOMAIN_ID", "HW_DOMAIN_ID"],
    cloudPaths: auth("user_domain_id", "domain_id", "project_domain_id"),
    isSecret: false,
  },
  agencyName: {
    attribute: "assume_role.agency_name",
    variables: ["HW_ASSUME_ROLE_AGENCY_NAME", "OS_AGENCY_NAME"],
    cloudPaths: auth("agency_name"),
    isSecret: false,
  },
  agencyDomainName: {
    attribute: "assume_role.domain_name",
    variables: ["HW_ASSUME_ROLE_DOMAIN_NAME", "OS_AGENCY_DOMAIN_NAME"],
    cloudPaths: auth("agency_domain_name"),
    isSecret: false,
  },
  delegatedProject: {
    attribute: "assume_role.delegated_project",
    variables: ["OS_DELEGATED_PROJECT"],
    cloudPaths: auth("delegated_project"),
    isSecret: false,
  },
  identityProviderId: {
    attribute: "oidc.identity_provider_id",
    variables: ["OS_IDENTITY_PROVIDER"],
    cloudPaths: [],
    isSecret: false,
  },
  idTokenFile: {
    attribute: "oidc.id_token_file",
    variables: ["DMS_ID_TOKEN_FILE"],
    cloudPaths: [],
    isSecret: false,
  },
  idToken: { variables: ["DMS_ID_TOKEN"], cloudPaths: [], isSecret: true },
  cloud: { attribute: "cloud", variables: ["OS_CLOUD"], cloudPaths: [], isSecret: false },
  caFile: { attribute: "ca_file", variables: ["OS_CACERT"], cloudPaths: [["cacert"]], isSecret: false },
  // clouds.yaml says the opposite, `verify`; see gather-settings.
  insecure: { attribute: "insecure", variables: ["OS_INSECURE", "HW_INSECURE"], cloudPaths: [], isSecret: false },
  requestTimeout: { attribute: "request_timeout", variables: [], cloudPaths: [], isSecret: false },
  maxRetries: { attribute: "max_retries", variables: [], cloudPaths: [], isSecret: false },
  pollInterval: { attribute: "poll_interval", variables: [], cloudPaths: [], isSecret: false },
  taskRecords: { attribute: "task_records", variables: ["DMS_TASK_RECORDS"], cloudPaths: [], isSecret: false },
  journal: { attribute: "journal", variables: ["DMS_JOURNAL"], cloudPaths: [], isSecret: false },
};

/** An entry of clouds.yaml, and whether the attribute `cloud` named it (then it outranks the environment). */
export interface CloudEntry {
  readonly entry: JsonObject;
  readonly isNamedByAttribute: boolean;
}
