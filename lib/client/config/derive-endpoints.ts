import { connectionRules, normalUrl, objectToUrl } from "../../domain/connection/connection";
import { isLoopback } from "../../domain/connection/loopback";
import { shownValue } from "../../domain/texts/shown-value";
import { checkText, type Report, type Reports } from "./check-values";
import { configProblem } from "./config-problem";
import { type GatheredSettings, otcDomain } from "./sources/gather-settings";
import { placeOfKeystone } from "./sources/keystone-host";
import type { Family } from "./sources/variable-families";

export interface Endpoints {
  /** Base URL of the service without trailing slash; `undefined` if a problem was reported. */
  readonly endpoint: string | undefined;
  /** Keystone v3 URL without trailing slash; `undefined` if no setting tells it. */
  readonly authUrl: string | undefined;
  readonly region: string | undefined;
  /** By origin, the source of a URL, as a clause. */
  readonly urlSources: ReadonlyMap<string, string>;
}

/**
 * The URLs of the service and Keystone: as set, else `https://dms.<region>.<domain>` and `https://iam.<region>.<domain>/v3`. An endpoint on
 * this machine without a region counts as an emulator, which serves Keystone too, below `/v3`. `hint`: sentences for the error about a
 * missing address. `family`: the cloud whose variables have the login. Pure.
 */
export function deriveEndpoints(
  gathered: GatheredSettings,
  { wrong, missing }: Reports,
  { hint = "", family }: { readonly hint?: string; readonly family?: Family | undefined } = {},
): Endpoints {
  const region = checkText(gathered, "region", connectionRules.region, wrong);
  const setDomain = checkText(gathered, "cloudDomain", connectionRules.cloudDomain, wrong);
  const setEndpoint = checkUrl(gathered, "endpoint", wrong);
  const setAuthUrl = checkUrl(gathered, "authUrl", wrong);
  const { domain, because } = deriveDomain(gathered, { setDomain, setAuthUrl, region, family });
  if (!gathered.has("endpoint") && !gathered.has("region")) {
    const text =
      "The address of the service is not known: neither endpoint nor region is set. A region gives the endpoint, and the " +
      "project if one has the region's name.";
    missing(configProblem(["endpoint", "region"], `${text}${hint}`));
  }
  const endpoint = setEndpoint ?? (region === undefined ? undefined : normalUrl(`https://dms.${region}.${domain}`));
  const derivedAuthUrl = region === undefined ? undefined : normalUrl(`https://iam.${region}.${domain}/v3`);
  const emulatorAuthUrl = endpoint !== undefined && isLoopback(endpoint) ? `${endpoint}/v3` : undefined;
  const authUrl = completeAuthUrl(setAuthUrl) ?? derivedAuthUrl ?? emulatorAuthUrl;
  const origin = gathered.get("region")?.origin ?? "";
  const reason = `derived from the region ${region ?? ""} (from ${origin}) and the domain ${domain} (${because})`;
  const sources = [
    [authUrl, setAuthUrl === undefined ? reason : `set by ${gathered.get("authUrl")?.origin ?? ""}`],
    [endpoint, setEndpoint === undefined ? reason : `set by ${gathered.get("endpoint")?.origin ?? ""}`],
  ] as const;
  const urlSources = sources.flatMap(([url, source]) =>
    url === undefined ? [] : [[new URL(url).origin, source] as const],
  );
  return { endpoint, authUrl, region, urlSources: new Map(urlSources) };
}

/** The regions of Open Telekom Cloud, which belong to no other cloud. (Open Telekom Cloud, regions and endpoints.) */
const otcRegions: readonly string[] = ["eu-de", "eu-nl", "eu-ch2"];

/**
 * The domain of the cloud: as set; else that of a Keystone that is set, so that service and login belong together; else Huawei
 * Cloud's if the region or the login comes from its variables; else Open Telekom Cloud's. Pure.
 */
function deriveDomain(
  gathered: GatheredSettings,
  known: {
    readonly setDomain: string | undefined;
    readonly setAuthUrl: string | undefined;
    readonly region: string | undefined;
    readonly family: Family | undefined;
  },
): { readonly domain: string; readonly because: string } {
  const { setDomain, setAuthUrl, region = "", family } = known;
  if (setDomain !== undefined)
    return { domain: setDomain, because: `from ${gathered.get("cloudDomain")?.origin ?? ""}` };
  const ofKeystone = setAuthUrl === undefined ? undefined : placeOfKeystone(setAuthUrl, region)?.domain;
  if (ofKeystone !== undefined) {
    return { domain: ofKeystone, because: `that of auth_url, from ${gathered.get("authUrl")?.origin ?? ""}` };
  }
  const isRegionOfHuawei = /^HW_/.test(gathered.get("region")?.origin ?? "");
  if (isRegionOfHuawei || (family === "HW_" && !otcRegions.includes(region.toLowerCase()))) {
    const domain = /^eu-west-1\d\d$/.test(region) ? "myhuaweicloud.eu" : "myhuaweicloud.com";
    const source = isRegionOfHuawei ? "the region comes from its variable" : "the login comes from its variables";
    return { domain, because: `Huawei Cloud's, because ${source}` };
  }
  return { domain: otcDomain, because: "the default; cloud_domain sets another" };
}

/** The URL of Keystone with its version, which OS_AUTH_URL often omits. */
function completeAuthUrl(url: string | undefined): string | undefined {
  return url === undefined || new URL(url).pathname !== "/" ? url : `${url}/v3`;
}

/** A base URL in its normal form. Reports any other text. */
function checkUrl(gathered: GatheredSettings, key: "endpoint" | "authUrl", report: Report): string | undefined {
  const setting = gathered.get(key);
  if (setting === undefined) return undefined;
  const objection = objectToUrl(setting.value, key);
  if (objection === undefined) return normalUrl(setting.value);
  // A user may precede a password, and a query or a fragment may contain a key.
  const shown = /[@?#]/.test(setting.value) ? "The URL" : shownValue(setting.value);
  report(configProblem([key], `${shown} (from ${setting.origin}) is not allowed: ${objection}.`));
  return undefined;
}
