import type { SettingKey } from "./settings";

/** The part of this package that reads a variable. */
type Reader = "provider" | "batch" | "constructs" | "test kit" | "demo";

/** A variable that is read but is not a setting of the connection (those are in `settings`). */
interface NameRead {
  readonly name: string;
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
  /** The setting to use in its place. */
  readonly instead?: string;
  /** Values that change nothing. */
  readonly harmless?: RegExp;
  /** A setting with the same meaning that is read: if it is set, this name has no effect. */
  readonly idleBeside?: SettingKey;
}

const everyClient = ["provider", "batch"] as const;

/** Variables that are read in addition to those of `settings`. */
export const namesRead: readonly NameRead[] = [
  { name: "OS_CLIENT_CONFIG_FILE", meaning: "the clouds.yaml to read", readBy: everyClient },
  { name: "OS_CLIENT_SECURE_FILE", meaning: "the secure.yaml to read", readBy: everyClient },
  { name: "HTTPS_PROXY", meaning: "proxy for https URLs; `https_proxy` wins", readBy: everyClient },
  { name: "HTTP_PROXY", meaning: "proxy for http URLs; `http_proxy` wins", readBy: everyClient },
  { name: "NO_PROXY", meaning: "hosts without a proxy; `no_proxy` wins", readBy: everyClient },
  { name: "NODE_EXTRA_CA_CERTS", meaning: "file of authorities to trust as well", readBy: everyClient },
  { name: "SSL_CERT_FILE", meaning: "file of authorities to trust as well", readBy: everyClient },
  { name: "NODE_USE_SYSTEM_CA", meaning: "`1`: Node.js trusts the system's authorities", readBy: everyClient },
  { name: "DMS_PROGRESS_FILE", meaning: "file for the events of a run", readBy: ["provider"] },
  { name: "TF_DATA_DIR", meaning: "where records of runs are kept, as Terraform's data is", readBy: ["provider"] },
  { name: "DMS_TEST_ENDPOINT", meaning: "keeps every client at one emulator", readBy: everyClient },
  { name: "TERRAFORM_BINARY_NAME", meaning: "`terraform` or `tofu`", readBy: ["test kit", "demo"] },
  { name: "DMS_STATE", meaning: "backend of `backendFromEnvironment`", readBy: ["constructs"] },
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
  where("OS_ENDPOINT_TYPE", "which endpoint of the catalog", { instead: "DMS_ENDPOINT", harmless: isPublic }),
  where("OS_INTERFACE", "which endpoint of the catalog", { instead: "DMS_ENDPOINT", harmless: isPublic }),
  where("OS_DMS_ENDPOINT_OVERRIDE", "base URL of the service", { instead: "DMS_ENDPOINT" }),
  field("who", "cert", "a client certificate"),
  field("who", "key", "the key of a client certificate"),
  field("who", "auth.passcode", "the one-time passcode of a login"),
  field("who", "auth.trust_id", "a trust of Keystone's"),
  field("who", "auth.application_credential_id", "an application credential"),
  field("who", "auth.application_credential_name", "an application credential"),
  field("who", "auth.application_credential_secret", "an application credential's secret"),
  field("where", "interface", "which endpoint of the catalog", isPublic),
  field("where", "endpoint_type", "which endpoint of the catalog", isPublic),
  // `otc` is read: it means this cloud's domain.
  field("where", "profile", "a built-in cloud of the tool", /^otc$/),
  field("where", "identity_endpoint_override", "URL of Keystone"),
  { ...who("HW_SIGNING_ALGORITHM", "the algorithm of signatures"), changes: "manner" },
  { ...who("HW_MAX_RETRIES", "how often calls are repeated"), changes: "manner" },
  { ...who("HW_ASSUME_ROLE_DURATION", "how long temporary keys last"), changes: "manner" },
  { ...who("OS_MAX_BACKOFF_RETRIES", "how often calls are repeated"), changes: "manner" },
  { ...who("OS_BACKOFF_RETRY_TIMEOUT", "how long repeats wait"), changes: "manner" },
];

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
