import { connectionRules, objectToUrl } from "../../domain/connection";
import { isLoopback } from "../../domain/loopback";
import { shownValue } from "../../domain/shown-value";
import { checkText } from "./check-values";
import type { Report, Reports } from "./check-values";
import { configProblem } from "./config-problem";
import type { GatheredSettings } from "./gather-settings";

export interface Endpoints {
  /** Base URL of the service, no trailing slash; `undefined` when a problem was reported. */
  readonly endpoint: string | undefined;
  /** Keystone v3 URL, no trailing slash; `undefined` when nothing says where it is. */
  readonly authUrl: string | undefined;
  readonly region: string | undefined;
}

/** Open Telekom Cloud. */
const defaultCloudDomain = "otc.t-systems.com";

/**
 * Where the service and Keystone are: as set, else `https://dms.<region>.<cloud_domain>` and
 * `https://iam.<region>.<cloud_domain>/v3`. An endpoint on this machine without a region is taken for an emulator, which
 * serves Keystone too, below `/v3`. Pure.
 */
export function deriveEndpoints(gathered: GatheredSettings, { wrong, missing }: Reports): Endpoints {
  const region = checkText(gathered, "region", connectionRules.region, wrong);
  const domain = checkText(gathered, "cloudDomain", connectionRules.cloudDomain, wrong) ?? defaultCloudDomain;
  const setEndpoint = checkUrl(gathered, "endpoint", wrong);
  const setAuthUrl = checkUrl(gathered, "authUrl", wrong);
  if (!gathered.has("endpoint") && !gathered.has("region")) {
    const text =
      "Nothing says where the service is: neither an endpoint nor a region is set. A region gives the endpoint, and the " +
      "project too where it is the one that has the region's name.";
    missing(configProblem(["endpoint", "region"], text));
  }
  const endpoint = setEndpoint ?? (region === undefined ? undefined : `https://dms.${region}.${domain}`);
  const derivedAuthUrl = region === undefined ? undefined : `https://iam.${region}.${domain}/v3`;
  const emulatorAuthUrl = endpoint !== undefined && isLoopback(endpoint) ? `${endpoint}/v3` : undefined;
  return { endpoint, authUrl: completeAuthUrl(setAuthUrl) ?? derivedAuthUrl ?? emulatorAuthUrl, region };
}

/** OS_AUTH_URL is often given without its version. */
function completeAuthUrl(url: string | undefined): string | undefined {
  return url === undefined || new URL(url).pathname !== "/" ? url : `${url}/v3`;
}

/** A base URL without trailing slash; reports any other. */
function checkUrl(gathered: GatheredSettings, key: "endpoint" | "authUrl", report: Report): string | undefined {
  const setting = gathered.get(key);
  if (setting === undefined) return undefined;
  const objection = objectToUrl(setting.value, key);
  if (objection === undefined) return setting.value.replace(/\/+$/, "");
  // A user may come with a password, and a query or a fragment may hold a key.
  const shown = /[@?#]/.test(setting.value) ? "The URL" : shownValue(setting.value);
  report(configProblem([key], `${shown} (from ${setting.origin}) is not allowed: ${objection}.`));
  return undefined;
}
