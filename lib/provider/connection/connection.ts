import type { CallRecord } from "../../client/calls/call-log";
import type { FilePort } from "../../client/config/sources/clouds-file";
import { type ResolvedClientConfig, resolveClientConfig } from "../../client/config/resolve-client-config";
import type { ExplicitClientConfig } from "../../client/config/sources/settings";
import { createDmsClient, type DmsClient } from "../../client/dms-client";
import type { HostHolds } from "../../client/retries/host-holds";
import { type Pacing, realPacing } from "../../client/retries/read-retry";
import type { Diagnostic } from "../../framework/values/diagnostic";
import type { Log } from "../../framework/resource";
import type { ConfigOf } from "../../framework/values/schema";
import { type Unknown, unknown } from "../../framework/values/value";
import {
  authoritiesNotRead,
  exposedCredentials,
  insecureConnection,
  invalidConfiguration,
  settingsNotRead,
} from "../messages";
import { toNumber } from "../../framework/values/number";
import type { Clock } from "../../rollout/ports";
import type { providerSchema } from "../schemas/provider";
import { type PlaceSettings, providersPlace } from "../place";
import type { Service } from "./service";

export type ProviderConfig = ConfigOf<typeof providerSchema>;

/** The parts of the process that a connection uses. */
export interface Surroundings extends FilePort {
  /** The holds of hosts that ask for fewer calls, shared by all connections of the process. @default known to one connection alone */
  readonly holds?: HostHolds;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

type Connection =
  | {
      readonly kind: "resolved";
      readonly config: ResolvedClientConfig;
      /** Warnings about the configuration. */
      readonly diagnostics: readonly Diagnostic[];
    }
  | {
      readonly kind: "refused";
      readonly diagnostics: readonly Diagnostic[];
      /** The only fault is that no project is named. */
      readonly lacksProject: boolean;
    };

/** Completes a known configuration for the place of an object. Sends no request; one diagnostic lists all faults. */
export async function resolveConnection(
  config: ProviderConfig,
  surroundings: Surroundings,
  settings: PlaceSettings = providersPlace,
): Promise<Connection> {
  const explicit = explicitAt(explicitConfig(config), settings);
  const resolution = await resolveClientConfig(explicit, surroundings.environment, surroundings);
  if (resolution.kind === "problems") {
    const { problems } = resolution;
    return {
      kind: "refused",
      diagnostics: [invalidConfiguration(problems)],
      lacksProject: problems.every(isNoProject),
    };
  }
  const diagnostics = [
    ...(resolution.config.insecure ? [insecureConnection()] : []),
    ...resolution.warnings.map(exposedCredentials),
    ...resolution.unreadAuthorities.map(authoritiesNotRead),
    ...(resolution.namesNotRead.length > 0 ? [settingsNotRead(resolution.namesNotRead)] : []),
  ];
  return { kind: "resolved", config: resolution.config, diagnostics };
}

/** Whether the problem is a missing project. A wrong project is a problem of one of the two attributes. */
function isNoProject({ attributes }: { readonly attributes: readonly string[] }): boolean {
  return attributes.join() === "project_id,project_name";
}

/** Makes a client. Sends no request. */
export function connect(
  config: ResolvedClientConfig,
  { holds, clock }: Surroundings & { readonly clock: Clock },
  log: Log,
): Service & Pick<DmsClient, "projectId"> {
  const pacing: Pacing = {
    ...realPacing,
    now: () => clock.now(),
    sleep: (ms, signal) => clock.sleep(ms, signal),
  };
  const client = createDmsClient(config, { log: (record) => logCall(record, log), pacing, ...(holds && { holds }) });
  client.onHeld((untilMs, calls) =>
    log("warn", "calls wait for the service", { calls, until: new Date(untilMs).toISOString() }),
  );
  return client;
}

/**
 * The explicit settings for an object's place. Its project, by id or by name, replaces both of the block and
 * `assume_role.delegated_project`.
 */
function explicitAt(explicit: ExplicitClientConfig, settings: PlaceSettings): ExplicitClientConfig {
  const [projectId, projectName, region] = [
    text(settings.project_id),
    text(settings.project_name),
    text(settings.region),
  ];
  const project =
    projectId === undefined && projectName === undefined ? {} : { projectId, projectName, delegatedProject: undefined };
  return { ...explicit, ...project, ...(region !== undefined && { region }) };
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
    enterpriseProjectId: text(config.enterprise_project_id),
    accessKey: text(config.access_key),
    secretKey: text(config.secret_key),
    securityToken: text(config.security_token),
    token: text(config.token),
    userName: text(config.user_name),
    password: text(config.password),
    domainName: text(config.domain_name),
    ...blockSettings(config),
    cloud: text(config.cloud),
    caFile: text(config.ca_file),
    insecure: config.insecure === unknown ? undefined : (config.insecure ?? undefined),
    requestTimeout: text(config.request_timeout),
    maxRetries: toNumber(config.max_retries),
    pollInterval: text(config.poll_interval),
    taskRecords: text(config.task_records),
    journal: text(config.journal),
  };
}

/** The settings in blocks. An absent block is null. */
function blockSettings({ assume_role: role, oidc }: ProviderConfig): ExplicitClientConfig {
  return {
    ...(isSet(role) && {
      agencyName: text(role.agency_name),
      agencyDomainName: text(role.domain_name),
      delegatedProject: text(role.delegated_project),
    }),
    ...(isSet(oidc) && {
      identityProviderId: text(oidc.identity_provider_id),
      idTokenFile: text(oidc.id_token_file),
    }),
  };
}

function isSet<T>(block: T | null | Unknown): block is T {
  return block !== null && block !== unknown;
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
