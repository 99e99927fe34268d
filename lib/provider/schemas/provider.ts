import { defineSchema } from "../../framework/values/schema";

const optionalString = { type: "string", optional: true } as const;

/** The provider's own configuration. Every attribute is optional; the environment supplies values that are not set. */
export const providerSchema = defineSchema({
  version: 0,
  description:
    "Restarts and deletes instances of the Distributed Message Service (Kafka, RabbitMQ, RocketMQ) in batches, proves each action and keeps a result per instance. Every argument can come from the environment. The first variable that is set counts, and an argument overrides all variables.",
  attributes: {
    endpoint: {
      ...optionalString,
      description:
        "Base URL of the service, e.g. `https://dms.eu-de.otc.t-systems.com`. Default: derived from `region` and `cloud_domain`. Environment: `DMS_ENDPOINT`.",
    },
    auth_url: {
      ...optionalString,
      description:
        "Keystone v3 URL, e.g. `https://iam.eu-de.otc.t-systems.com/v3`. Default: derived from `region` and `cloud_domain`. Environment: `OS_AUTH_URL`, `HW_AUTH_URL`.",
    },
    region: {
      ...optionalString,
      description: "Region, e.g. `eu-de`. Environment: `OS_REGION_NAME`, `OS_REGION`, `HW_REGION_NAME`.",
    },
    cloud_domain: {
      ...optionalString,
      description:
        "Domain of the cloud: `otc.t-systems.com` (default), `myhuaweicloud.com`, `myhuaweicloud.eu`, … Environment: `HW_CLOUD`.",
    },
    api_version: {
      ...optionalString,
      description: "API version: `v1.0` (default) or `v2`. Environment: `DMS_API_VERSION`.",
    },
    project_id: {
      ...optionalString,
      description: "Project id. Environment: `OS_PROJECT_ID`, `OS_TENANT_ID`, `HW_PROJECT_ID`.",
    },
    project_name: {
      ...optionalString,
      description:
        "Project name; Keystone looks up its id. Environment: `OS_PROJECT_NAME`, `OS_TENANT_NAME`, `HW_PROJECT_NAME`.",
    },
    enterprise_project_id: {
      ...optionalString,
      description:
        "Limits refreshes and data sources to this enterprise project. It does not limit calls that change something: a purge lists everything, and is refused if it would remove failed creations of another enterprise project too. Environment: `HW_ENTERPRISE_PROJECT_ID`.",
    },
    access_key: {
      ...optionalString,
      sensitive: true,
      description: "Access key of an AK/SK pair. Environment: `OS_ACCESS_KEY`, `HW_ACCESS_KEY`.",
    },
    secret_key: {
      ...optionalString,
      sensitive: true,
      description: "Secret key of an AK/SK pair. Environment: `OS_SECRET_KEY`, `HW_SECRET_KEY`.",
    },
    security_token: {
      ...optionalString,
      sensitive: true,
      description: "Security token of a temporary AK/SK pair. Environment: `OS_SECURITY_TOKEN`, `HW_SECURITY_TOKEN`.",
    },
    token: {
      ...optionalString,
      sensitive: true,
      description:
        "A Keystone token, sent as `X-Auth-Token`. Environment: `OS_TOKEN`, `OS_AUTH_TOKEN`, `HW_AUTH_TOKEN`.",
    },
    user_name: {
      ...optionalString,
      description: "User for the password login. Environment: `OS_USERNAME`, `HW_USER_NAME`.",
    },
    password: {
      ...optionalString,
      sensitive: true,
      description: "Password for the password login. Environment: `OS_PASSWORD`, `HW_USER_PASSWORD`.",
    },
    domain_name: {
      ...optionalString,
      description:
        "Domain (account) of the user. Environment: `OS_USER_DOMAIN_NAME`, `OS_DOMAIN_NAME`, `HW_DOMAIN_NAME`.",
    },
    assume_role: {
      nesting: "single",
      block: true,
      optional: true,
      description:
        "Acts in another account through an agency of that account. This needs a login with a token, a password or `oidc`; AK/SK alone cannot assume an agency.",
      attributes: {
        agency_name: {
          ...optionalString,
          description: "Name of the agency. Environment: `HW_ASSUME_ROLE_AGENCY_NAME`, `OS_AGENCY_NAME`.",
        },
        domain_name: {
          ...optionalString,
          description:
            "Domain (account) that created the agency. Environment: `HW_ASSUME_ROLE_DOMAIN_NAME`, `OS_AGENCY_DOMAIN_NAME`.",
        },
        delegated_project: {
          ...optionalString,
          description:
            "Name of the project in that account. Default: `project_id` or `project_name`. Environment: `OS_DELEGATED_PROJECT`.",
        },
      },
    },
    oidc: {
      nesting: "single",
      block: true,
      optional: true,
      description:
        "Login with an ID token of an OpenID Connect identity provider, without stored keys. AK/SK takes precedence over it; it takes precedence over a password.",
      attributes: {
        identity_provider_id: {
          ...optionalString,
          description: "Id of the identity provider in IAM. Environment: `OS_IDENTITY_PROVIDER`.",
        },
        id_token_file: {
          ...optionalString,
          description:
            "File with the ID token, read again at each login. Environment: `DMS_ID_TOKEN_FILE`; `DMS_ID_TOKEN` has the token itself.",
        },
      },
    },
    cloud: {
      ...optionalString,
      description: "Entry of `clouds.yaml` that supplies the connection. Environment: `OS_CLOUD`.",
    },
    ca_file: {
      ...optionalString,
      description: "File with the CA certificates (PEM) to trust instead of the usual ones. Environment: `OS_CACERT`.",
    },
    insecure: {
      type: "bool",
      optional: true,
      description:
        "Accepts any TLS certificate, with a warning. For tests only. Environment: `OS_INSECURE`, `HW_INSECURE`.",
    },
    request_timeout: {
      ...optionalString,
      description: "Longest time for one request, as a duration such as `30s` (default).",
    },
    max_retries: {
      type: "number",
      optional: true,
      description: "Number of retries of a failed read (default 4). Calls that change something are never retried.",
    },
    poll_interval: {
      ...optionalString,
      description:
        "Longest time between two reads of the instances during a rollout, e.g. `10s` (default). The first reads after a call come sooner.",
    },
    journal: {
      ...optionalString,
      description:
        "Place of the journal, in which calls are recorded before they are sent. `file` (default): on this machine. `pg`: in the schema `dms_lifecycle` of the PostgreSQL database that Terraform's `pg` backend uses with the same environment (`PG_CONN_STR`, `PGHOST`, …), so that every machine knows a killed run. Environment: `DMS_JOURNAL`.",
    },
    task_records: {
      ...optionalString,
      description:
        "`auto` (default): if status reads do not prove a restart, the provider reads the service's own task records, once per instance. If the service does not give them, the provider does not ask again in that run. `off`: the records are never read. Environment: `DMS_TASK_RECORDS`.",
    },
  },
});
