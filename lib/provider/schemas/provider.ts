import { defineSchema } from "../../framework/values/schema";

const optionalString = { type: "string", optional: true } as const;

/** The provider's own configuration. Every attribute is optional; the environment supplies values that are not set. */
export const providerSchema = defineSchema({
  version: 0,
  description:
    "Restarts and deletes instances of the Distributed Message Service (Kafka, RabbitMQ, RocketMQ) in batches, proves each action and keeps a result per instance. Every argument can come from the environment; the first variable that is set counts, and an argument overrides all of them.",
  attributes: {
    endpoint: {
      ...optionalString,
      description:
        "Base URL of the service, e.g. `https://dms.eu-de.otc.t-systems.com`. Derived from `region` and `cloud_domain` when not set. Environment: `DMS_ENDPOINT`.",
    },
    auth_url: {
      ...optionalString,
      description:
        "Keystone v3 URL, e.g. `https://iam.eu-de.otc.t-systems.com/v3`. Derived from `region` and `cloud_domain` when not set. Environment: `OS_AUTH_URL`, `HW_AUTH_URL`.",
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
        "Project name; its id is looked up. Environment: `OS_PROJECT_NAME`, `OS_TENANT_NAME`, `HW_PROJECT_NAME`.",
    },
    enterprise_project_id: {
      ...optionalString,
      description:
        "Enterprise project that refreshes and data sources are limited to. It limits no call that changes something: a purge lists everything, and is refused where failed creations of another enterprise project would go too. Environment: `HW_ENTERPRISE_PROJECT_ID`.",
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
        "Acts in another account through an agency of it. The login is by token, password or `oidc`; AK/SK alone cannot assume an agency.",
      attributes: {
        agency_name: {
          ...optionalString,
          description: "Name of the agency. Environment: `HW_ASSUME_ROLE_AGENCY_NAME`, `OS_AGENCY_NAME`.",
        },
        domain_name: {
          ...optionalString,
          description:
            "Domain (account) that made the agency. Environment: `HW_ASSUME_ROLE_DOMAIN_NAME`, `OS_AGENCY_DOMAIN_NAME`.",
        },
        delegated_project: {
          ...optionalString,
          description:
            "Name of the project in that account. `project_id` or `project_name` when not set. Environment: `OS_DELEGATED_PROJECT`.",
        },
      },
    },
    oidc: {
      nesting: "single",
      block: true,
      optional: true,
      description:
        "Login with an ID token of an OpenID Connect identity provider: no stored keys. It comes after AK/SK and before a password.",
      attributes: {
        identity_provider_id: {
          ...optionalString,
          description: "Identity provider in IAM. Environment: `OS_IDENTITY_PROVIDER`.",
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
      description: "An entry of `clouds.yaml` to take the connection from. Environment: `OS_CLOUD`.",
    },
    ca_file: {
      ...optionalString,
      description: "File with the CA certificates (PEM) to trust in place of the usual ones. Environment: `OS_CACERT`.",
    },
    insecure: {
      type: "bool",
      optional: true,
      description:
        "Accept any TLS certificate. For tests only; a warning is shown. Environment: `OS_INSECURE`, `HW_INSECURE`.",
    },
    request_timeout: {
      ...optionalString,
      description: "Longest time for one request, as a duration such as `30s` (default).",
    },
    max_retries: {
      type: "number",
      optional: true,
      description: "How often a failed read is tried again (default 4). Calls that change something are never retried.",
    },
    poll_interval: {
      ...optionalString,
      description:
        "Longest time between two looks at the instances while a rollout runs, e.g. `10s` (default). The first looks after a call are quicker.",
    },
    journal: {
      ...optionalString,
      description:
        "The store in which calls are recorded before they are sent. `file` (default): on this machine. `pg`: in the schema `dms_lifecycle` of the PostgreSQL database that Terraform's `pg` backend uses with the same environment (`PG_CONN_STR`, `PGHOST`, …), so that a run that was killed is known on every machine. Environment: `DMS_JOURNAL`.",
    },
    task_records: {
      ...optionalString,
      description:
        "`auto` (default): where looks alone do not prove a restart, the service's own records of tasks are read, once per instance, as further evidence; a service that does not tell them is not asked again in that run. `off`: they are never read. Environment: `DMS_TASK_RECORDS`.",
    },
  },
});
