import type { SettingKey } from "./settings";

/** The part of this package that reads a variable. */
type Reader = "provider" | "batch" | "constructs" | "test kit" | "emulator" | "demo";

/** A variable that is read but is not a setting of the connection (those are in `settings`). */
interface NameRead {
  /** Names of one meaning, the one that wins first. */
  readonly names: readonly string[];
  /** A clause without an end. */
  readonly meaning: string;
  readonly readBy: readonly Reader[];
}

/** A name that other tools of these clouds read and this package does not. */
export interface NameNotRead {
  /** A variable, or a field of an entry of clouds.yaml with dots between its steps. */
  readonly name: string;
  readonly place: "environment" | "clouds.yaml";
  /** The name changes `who` acts, `where` calls go, or only the `manner` of the calls, which causes no warning. */
  readonly changes: "who" | "where" | "manner";
  /** Its meaning for other tools, as a clause without an end. */
  readonly meaning: string;
  /** The setting to use instead. */
  readonly instead?: string;
  /** Values that change nothing. */
  readonly harmless?: RegExp;
  /** A setting with the same meaning that is read: if it is set, this name has no effect. */
  readonly idleBeside?: SettingKey;
}

const everyClient = ["provider", "batch"] as const;

/** Variables that are read in addition to those of `settings`. */
export const namesRead: readonly NameRead[] = [
  read("OS_CLIENT_CONFIG_FILE", "the clouds.yaml to read", everyClient),
  read("OS_CLIENT_SECURE_FILE", "the secure.yaml to read", everyClient),
  read("https_proxy HTTPS_PROXY", "proxy for https URLs", everyClient),
  read("http_proxy HTTP_PROXY", "proxy for http URLs", everyClient),
  read("no_proxy NO_PROXY", "hosts without a proxy", everyClient),
  read("NODE_EXTRA_CA_CERTS", "file of further trusted authorities", everyClient),
  read("SSL_CERT_FILE", "file of further trusted authorities", everyClient),
  read("SSL_CERT_DIR", "folders of such files, separated by `:`", everyClient),
  read("NODE_USE_SYSTEM_CA", "`1`: Node.js trusts the system's authorities", everyClient),
  read("NODE_OPTIONS", "the store of authorities; the rest does not reach the provider", ["provider"]),
  read("DMS_PROGRESS_FILE", "file for the events of a run", everyClient),
  read("DMS_TEST_ENDPOINT", "limits every client to one emulator", everyClient),
  read("TF_DATA_DIR", "Terraform's data folder, which also has the records of runs", ["provider"]),
  read("TF_WORKSPACE", "the workspace of the state", ["provider"]),
  read("PG_CONN_STR", 'the database of `journal = "pg"`; `PGHOST`, `PGUSER` … as for the backend', ["provider"]),
  read("HOME USERPROFILE", "home folder with clouds.yaml, records and Terraform's settings", [
    "provider",
    "batch",
    "constructs",
  ]),
  read("XDG_STATE_HOME", "folder of the copies of run records, which survive `rm -rf cdktf.out`", ["provider"]),
  read("XDG_CACHE_HOME", "folder of the compile cache", ["provider"]),
  read("NODE_DISABLE_COMPILE_CACHE", "`1`: no compile cache", ["provider"]),
  read("NO_COLOR", "no colours", ["batch"]),
  read("TERRAFORM_BINARY_NAME", "`terraform` or `tofu`", ["constructs", "test kit", "demo"]),
  read("DMS_STATE", "backend of `backendFromEnvironment`", ["constructs"]),
  read("DMS_STATE_BUCKET", "its bucket", ["constructs"]),
  read("DMS_STATE_REGION", "the region of the bucket", ["constructs"]),
  read("DMS_STATE_ENDPOINT", "the object store, unless it is Amazon's", ["constructs"]),
  read("AWS_ENDPOINT_URL_S3 AWS_S3_ENDPOINT AWS_ENDPOINT_URL", "the object store of an S3 backend", ["constructs"]),
  read("AWS_PROFILE AWS_DEFAULT_PROFILE", "the profile of an S3 backend", ["constructs"]),
  read("AWS_CONFIG_FILE", "the file with that profile, which may name its endpoint", ["constructs"]),
  read("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "`true`: not the endpoint of that file", ["constructs"]),
  read("TF_CLI_CONFIG_FILE TERRAFORM_CONFIG", "Terraform's own settings", ["constructs", "test kit"]),
  read("XDG_CONFIG_HOME APPDATA", "folder of those settings", ["constructs", "test kit"]),
  read("TF_CLI_ARGS_init TF_CLI_ARGS", "whether `-plugin-dir` leads past the provider", ["constructs"]),
  read("XDG_DATA_HOME XDG_DATA_DIRS", "whether a mirror there has a provider that is not vendored", ["constructs"]),
  read("CI", "`true`: no pinned hash of the provider is replaced", ["constructs"]),
  read("npm_command", "the emulator ends with the npm that started it", ["emulator"]),
];

const profileInstead = "HW_ACCESS_KEY and HW_SECRET_KEY, or another login";
const oidcInstead = "OS_IDENTITY_PROVIDER with DMS_ID_TOKEN_FILE or DMS_ID_TOKEN";
const applicationInstead = "OS_TOKEN, an AK/SK pair, an ID token or a password";
const isPublic = /^public(url)?$/i;

/**
 * Names of the opentelekomcloud and huaweicloud Terraform providers, of Huawei Cloud's SDKs and of OpenStack's clients, as far as they
 * would change calls.
 */
export const namesNotRead: readonly NameNotRead[] = [
  who("HW_PROFILE", "a profile of the hcloud command line", { instead: profileInstead }),
  who("HW_SHARED_CONFIG_FILE", "the file with the hcloud command line's profiles", { instead: profileInstead }),
  who("HW_ASSUME_ROLE_DOMAIN_ID", "the account of the agency, by its id", {
    instead: "HW_ASSUME_ROLE_DOMAIN_NAME",
    idleBeside: "agencyDomainName",
  }),
  who("HW_ASSUME_ROLE_IDP_ID", "the identity provider", { instead: oidcInstead, idleBeside: "identityProviderId" }),
  who("HW_ASSUME_ROLE_ID_TOKEN", "an ID token", { instead: oidcInstead, idleBeside: "identityProviderId" }),
  who("HW_ASSUME_ROLE_ID_TOKEN_FILE", "the file with an ID token", {
    instead: oidcInstead,
    idleBeside: "identityProviderId",
  }),
  who("OS_PASSCODE", "the one-time passcode of a login", { instead: "OS_TOKEN, got by such a login" }),
  who("OS_CERT", "a client certificate", { instead: applicationInstead }),
  who("OS_KEY", "the key of a client certificate", { instead: applicationInstead }),
  who("OS_TRUST_ID", "a trust of Keystone's", { instead: "an agency: OS_AGENCY_NAME and OS_AGENCY_DOMAIN_NAME" }),
  who("OS_APPLICATION_CREDENTIAL_ID", "an application credential", { instead: applicationInstead }),
  who("OS_APPLICATION_CREDENTIAL_NAME", "an application credential", { instead: applicationInstead }),
  who("OS_APPLICATION_CREDENTIAL_SECRET", "an application credential's secret", { instead: applicationInstead }),
  where("OS_ENDPOINT_TYPE", "choice of the endpoint in the catalog", { instead: "DMS_ENDPOINT", harmless: isPublic }),
  where("OS_INTERFACE", "choice of the endpoint in the catalog", { instead: "DMS_ENDPOINT", harmless: isPublic }),
  where("OS_DMS_ENDPOINT_OVERRIDE", "base URL of the service", { instead: "DMS_ENDPOINT" }),
  field("who", "cert", "a client certificate"),
  field("who", "key", "the key of a client certificate"),
  field("who", "auth.passcode", "the one-time passcode of a login"),
  field("who", "auth.trust_id", "a trust of Keystone's"),
  field("who", "auth.application_credential_id", "an application credential"),
  field("who", "auth.application_credential_name", "an application credential"),
  field("who", "auth.application_credential_secret", "an application credential's secret"),
  field("where", "interface", "choice of the endpoint in the catalog", isPublic),
  field("where", "endpoint_type", "choice of the endpoint in the catalog", isPublic),
  // `otc` is read: it means this cloud's domain.
  field("where", "profile", "a built-in cloud of the tool", /^otc$/),
  field("where", "identity_endpoint_override", "URL of Keystone"),
  { ...who("all_proxy", "proxy for all URLs", { instead: "https_proxy" }), changes: "manner" },
  { ...who("ALL_PROXY", "proxy for all URLs", { instead: "HTTPS_PROXY" }), changes: "manner" },
  { ...who("HW_SIGNING_ALGORITHM", "the algorithm of signatures"), changes: "manner" },
  { ...who("HW_MAX_RETRIES", "number of retries"), changes: "manner" },
  { ...who("HW_ASSUME_ROLE_DURATION", "lifetime of temporary keys"), changes: "manner" },
  { ...who("OS_MAX_BACKOFF_RETRIES", "number of retries"), changes: "manner" },
  { ...who("OS_BACKOFF_RETRY_TIMEOUT", "wait between retries"), changes: "manner" },
];

function read(names: string, meaning: string, readBy: readonly Reader[]): NameRead {
  return { names: names.split(" "), meaning, readBy };
}

type Details = Pick<NameNotRead, "instead" | "harmless" | "idleBeside">;

function who(name: string, meaning: string, details: Details = {}): NameNotRead {
  return { name, place: "environment", changes: "who", meaning, ...details };
}

function where(name: string, meaning: string, details: Details): NameNotRead {
  return { name, place: "environment", changes: "where", meaning, ...details };
}

function field(changes: "who" | "where", name: string, meaning: string, harmless?: RegExp): NameNotRead {
  return { name, place: "clouds.yaml", changes, meaning, ...(harmless !== undefined && { harmless }) };
}
