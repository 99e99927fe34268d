import type { CallRecord } from "../client/call-log";
import { resolveClientConfig } from "../client/config/resolve-client-config";
import type { ExplicitClientConfig } from "../client/config/settings";
import { createDmsClient } from "../client/dms-client";
import type { HostHolds } from "../client/host-holds";
import type { Diagnostic } from "../framework/diagnostic";
import type { Log } from "../framework/resource";
import type { ConfigOf } from "../framework/schema";
import { type Unknown, unknown } from "../framework/value";
import { authoritiesNotRead, exposedCredentials, insecureConnection, invalidConfiguration } from "./messages";
import { toNumber } from "./number";
import type { providerSchema } from "./schemas/provider";
import type { Service } from "./service";

export type ProviderConfig = ConfigOf<typeof providerSchema>;

/** What a connection needs of the process it runs in. */
export interface Surroundings {
  /** What all connections of the process know of hosts that ask for fewer calls. @default known to one connection alone */
  readonly holds?: HostHolds;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** `undefined` when there is no such file, or none that can be read. */
  readonly readFile: (path: string) => string | undefined;
}

type Connection =
  | {
      readonly kind: "connected";
      readonly service: Service;
      /** Base URL of the service. */
      readonly endpoint: string;
      readonly pollIntervalMs: number;
      /** Whether the service's own records of tasks count as evidence. */
      readonly readsTasks: boolean;
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly kind: "refused"; readonly diagnostics: readonly Diagnostic[] };

/** Makes a client of a known configuration. Sends nothing; everything that is wrong is told in one diagnostic. */
export async function connect(config: ProviderConfig, surroundings: Surroundings, log: Log): Promise<Connection> {
  const resolution = await resolveClientConfig(explicitConfig(config), surroundings.environment, surroundings);
  if (resolution.kind === "problems") {
    return { kind: "refused", diagnostics: [invalidConfiguration(resolution.problems)] };
  }
  const { endpoint, pollIntervalMs, readsTasks, insecure } = resolution.config;
  const { holds } = surroundings;
  const service = createDmsClient(resolution.config, {
    log: (record) => logCall(record, log),
    ...(holds && { holds }),
  });
  service.onHeld((untilMs) =>
    log("warn", "all calls wait for the service", { until: new Date(untilMs).toISOString() }),
  );
  const diagnostics = [
    ...(insecure ? [insecureConnection()] : []),
    ...resolution.warnings.map(exposedCredentials),
    ...resolution.unreadAuthorities.map(authoritiesNotRead),
  ];
  return { kind: "connected", service, endpoint, pollIntervalMs, readsTasks, diagnostics };
}

function explicitConfig(config: ProviderConfig): ExplicitClientConfig {
  return {
    endpoint: text(config.endpoint),
    authUrl: text(config.auth_url),
    region: text(config.region),
    cloudDomain: text(config.cloud_domain),
    apiVersion: text(config.api_version),
    projectId: text(config.project_id),
    projectName: text(config.project_name),
    accessKey: text(config.access_key),
    secretKey: text(config.secret_key),
    securityToken: text(config.security_token),
    token: text(config.token),
    userName: text(config.user_name),
    password: text(config.password),
    domainName: text(config.domain_name),
    cloud: text(config.cloud),
    caFile: text(config.ca_file),
    insecure: config.insecure === unknown ? undefined : (config.insecure ?? undefined),
    requestTimeout: text(config.request_timeout),
    maxRetries: toNumber(config.max_retries),
    pollInterval: text(config.poll_interval),
    taskRecords: text(config.task_records),
  };
}

function text(value: string | null | Unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function logCall({ method, host, path, status, durationMs, requestId, failure }: CallRecord, log: Log): void {
  log("debug", `${method} ${path}`, {
    host,
    duration_ms: Math.round(durationMs),
    ...(status !== undefined && { status }),
    ...(requestId !== undefined && { request_id: requestId }),
    ...(failure !== undefined && { failure }),
  });
}
