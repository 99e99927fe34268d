import type { Environment } from "../domain/environment";
import type { FilePort } from "../client/config/sources/clouds-file";
import { resolveClientConfig } from "../client/config/resolve-client-config";
import { type ExplicitClientConfig, type SettingKey, settings } from "../client/config/sources/settings";
import { createDmsClient, type DmsClient } from "../client/dms-client";
import { UsageError } from "./usage-error";
import type { BatchRequest } from "./request";

interface BatchConnection {
  readonly client: DmsClient;
  readonly pollIntervalMs: number;
  readonly readsTasks: boolean;
  /** Full sentences. */
  readonly warnings: readonly string[];
}

/**
 * Makes the same client as the provider in this environment. Sends no request. Throws `UsageError` for an invalid configuration, and for a
 * request without a call in this API version.
 */
export async function connectForBatch(
  request: BatchRequest,
  explicit: ExplicitClientConfig,
  environment: Environment,
  files: FilePort,
): Promise<BatchConnection> {
  const resolution = await resolveClientConfig(explicit, environment, files, optionOf);
  if (resolution.kind === "problems") {
    const problems = resolution.problems.map(({ message }) => `- ${message}`);
    throw new UsageError(
      ["The configuration cannot be used, so nothing was sent:", ...problems, optionsHint].join("\n"),
    );
  }
  const { pollIntervalMs, readsTasks, insecure } = resolution.config;
  const client = createDmsClient(resolution.config);
  const objection = objectionTo(request, client);
  if (objection !== undefined) throw new UsageError(`${objection} Nothing was sent.`);
  const warnings = [
    ...(insecure ? ["TLS certificates are not checked (insecure)."] : []),
    ...[...resolution.warnings, ...resolution.unreadAuthorities, ...resolution.namesNotRead].map(
      ({ message }) => message,
    ),
  ];
  return { client, pollIntervalMs, readsTasks, warnings };
}

function optionOf(key: SettingKey): string {
  return `option --${(settings[key].attribute ?? key).replaceAll("_", "-")}`;
}

const optionsHint =
  "endpoint, project_id, region, api_version and poll_interval may also be given as --endpoint, --project-id, --region, " +
  "--api-version and --poll-interval.";

function objectionTo(request: BatchRequest, client: DmsClient): string | undefined {
  const { apiVersion } = client;
  if (request.kind === "act") {
    if (!request.forceDelete || client.supportsForceDelete) return undefined;
    return `--force-delete is given, and API version ${apiVersion} has no such option. Allowed: --api-version v2.`;
  }
  if (client.supportsPurge(request.engine)) return undefined;
  return `--all-failure is "${request.engine}", and API version ${apiVersion} has no such call. Allowed: another --api-version.`;
}
