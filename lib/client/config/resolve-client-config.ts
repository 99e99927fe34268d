import type { Environment } from "../../domain/environment";
import { connectionRules } from "../../domain/connection/connection";
import { isLoopback } from "../../domain/connection/loopback";
import { shownValue } from "../../domain/texts/shown-value";
import type { DmsClientConfig } from "../client-config";
import { checkCaller } from "./check-caller";
import { addedAuthorities, noAuthorities, certificatesIn, readCertificates } from "./authorities";
import { calledUrls, checkExposure } from "./check-exposure";
import {
  checkApiVersion,
  checkDuration,
  checkInsecure,
  checkJournal,
  checkMaxRetries,
  checkTaskRecords,
  checkText,
  type Report,
} from "./check-values";
import { type FilePort, findCloud } from "./sources/clouds-file";
import { configProblem, type ConfigProblem } from "./config-problem";
import { deriveEndpoints } from "./derive-endpoints";
import type { Ambient } from "./choose-credentials";
import { gatherForLogin } from "./gather-for-login";
import { type GatheredSettings, gatherSettings, type SettingSources, type SourceOf } from "./sources/gather-settings";
import { hintAtNamesNotRead, namesSetAndNotRead, warnOfNamesNotRead } from "./names-set-and-not-read";
import { objectToProxies, proxyFromEnvironment, proxySourcesIn } from "./proxy-from-environment";
import { applyTestEndpoint } from "./test-endpoint";
import type { CloudEntry, ExplicitClientConfig } from "./sources/settings";

export interface ResolvedClientConfig extends DmsClientConfig {
  /** The region that is set, whether or not the endpoint comes from it. */
  readonly region: string | undefined;
  /** The enterprise project to which only reads are limited. */
  readonly enterpriseProjectId: string | undefined;
  /** Milliseconds between two looks at instances; for the callers that watch, not for the client. */
  readonly pollIntervalMs: number;
  /** Whether the service's own records of tasks count as evidence; for the same callers. */
  readonly readsTasks: boolean;
  /** The store in which callers record calls before they are sent. */
  readonly journal: "file" | "pg";
}

export type ConfigResolution =
  /** `warnings`: problems with which the caller goes on. */
  | {
      readonly kind: "resolved";
      readonly config: ResolvedClientConfig;
      readonly warnings: readonly ConfigProblem[];
      /** Files of certificate authorities that the environment names and that cannot be read. */
      readonly unreadAuthorities: readonly ConfigProblem[];
      /** Names of other tools that are set and would decide who acts, or where, if they were read. */
      readonly namesNotRead: readonly ConfigProblem[];
    }
  | { readonly kind: "problems"; readonly problems: readonly ConfigProblem[] };

/**
 * Completes a configuration: attribute, else the first environment variable set, else the default; an entry of clouds.yaml
 * comes right after the attributes if the attribute `cloud` names it, and after the environment if OS_CLOUD does. Answers all problems at
 * once. `sourceOf` names where an explicit value came from, for callers without attributes (the CLI). I/O only through `files`; the answer
 * contains secrets.
 */
export async function resolveClientConfig(
  explicit: ExplicitClientConfig,
  environment: Environment,
  files: FilePort,
  sourceOf?: SourceOf,
): Promise<ConfigResolution> {
  const test = applyTestEndpoint(explicit, environment);
  switch (test.kind) {
    case "not-set":
      return resolve(explicit, environment, files, sourceOf);
    case "wrong":
      return { kind: "problems", problems: [test.problem] };
    case "set":
      return resolve(test.explicit, test.environment, files, sourceOf);
  }
}

async function resolve(
  explicit: ExplicitClientConfig,
  environment: Environment,
  files: FilePort,
  sourceOf: SourceOf | undefined,
): Promise<ConfigResolution> {
  const problems: ConfigProblem[] = [];
  const report: Report = (problem) => problems.push(problem);
  const cloud = await readCloud(explicit, environment, files);
  if (cloud.kind === "unreadable") report(cloud.problem);
  const entry = cloud.kind === "read" ? cloud.entry : undefined;
  const sources = { explicit, environment, cloud: entry, sourceOf };
  const { gathered, family } = gather(sources);
  // A value that an unreadable entry may contain does not count as missing.
  const reports = { wrong: report, missing: cloud.kind === "unreadable" ? () => undefined : report };
  const notRead = namesSetAndNotRead(environment, entry, gathered);
  const endpoints = deriveEndpoints(gathered, reports, { hint: hintAtNamesNotRead(notRead, "where"), family });
  const ambient = ambientFor(endpoints.endpoint, sources);
  const surroundings = { ambient, files, hint: hintAtNamesNotRead(notRead, "who") };
  const { credentials, agency, project } = checkCaller(gathered, endpoints, surroundings, reports);
  const trust = checkTrust(gathered, files, report);
  const rest = {
    apiVersion: checkApiVersion(gathered, report),
    enterpriseProjectId: checkText(gathered, "enterpriseProjectId", connectionRules.enterpriseProjectId, report),
    requestTimeoutMs: checkDuration(gathered, "requestTimeout", 30_000, report),
    pollIntervalMs: checkDuration(gathered, "pollInterval", 10_000, report),
    readsTasks: checkTaskRecords(gathered, report),
    journal: checkJournal(gathered, report),
    maxRetries: checkMaxRetries(gathered, report),
    proxy: proxyFromEnvironment(environment),
    proxySources: proxySourcesIn(environment),
  };
  const { endpoint, authUrl } = endpoints;
  if (problems.length > 0 || endpoint === undefined || credentials === undefined || project === undefined) {
    return { kind: "problems", problems };
  }
  const caller = { credentials, ...(agency !== undefined && { agency }), project };
  const called = calledUrls({ endpoint, authUrl, ...caller });
  const added = checksCertificates(trust, called) ? addedAuthorities(environment, files) : noAuthorities;
  const config = {
    ...endpoints,
    endpoint,
    ...caller,
    caPem: trust.caPem,
    insecure: trust.insecure,
    addedCaPem: added.pem,
    trusted: trust.from ?? ["those of Node.js", ...added.from].join(" and "),
    ...rest,
  };
  const exposure = checkExposure(config, gathered);
  const objections = [...exposure.problems, ...objectToProxies(config.proxy, called)];
  return objections.length > 0
    ? { kind: "problems", problems: objections }
    : {
        kind: "resolved",
        config,
        warnings: exposure.warnings,
        unreadAuthorities: added.unread,
        namesNotRead: ambient === "withheld" ? [] : warnOfNamesNotRead(notRead, gathered, credentials),
      };
}

/** The settings. Problems with addresses are not told here: they are judged again once all is gathered. */
function gather(sources: SettingSources): ReturnType<typeof gatherForLogin> {
  const silent = { wrong: () => undefined, missing: () => undefined };
  return gatherForLogin(sources, (each) => ambientFor(deriveEndpoints(each, silent).endpoint, sources));
}

/**
 * Whether the environment's credentials are used. They are for the cloud of its auth_url. An endpoint on this machine is another place, so
 * it gets them only if that auth_url is on this machine too.
 */
function ambientFor(endpoint: string | undefined, { environment, cloud }: SettingSources): Ambient {
  if (endpoint === undefined || !isLoopback(endpoint)) return "used";
  const sources = { explicit: {}, environment, cloud: cloud?.isNamedByAttribute === true ? undefined : cloud };
  const { gathered: ambient } = gatherForLogin(sources, () => "used");
  const authUrl = ambient.get("authUrl")?.value;
  return authUrl !== undefined && URL.canParse(authUrl) && isLoopback(authUrl) ? "used" : "withheld";
}

type CloudReading =
  | { readonly kind: "not-named" }
  | { readonly kind: "read"; readonly entry: CloudEntry }
  | { readonly kind: "unreadable"; readonly problem: ConfigProblem };

async function readCloud(
  explicit: ExplicitClientConfig,
  environment: Environment,
  files: FilePort,
): Promise<CloudReading> {
  const named = gatherSettings({ explicit, environment, cloud: undefined }).get("cloud");
  if (named === undefined) return { kind: "not-named" };
  const lookup = await findCloud(named.value, environment, files);
  if (lookup.kind === "problem") return { kind: "unreadable", problem: configProblem(["cloud"], lookup.text) };
  return { kind: "read", entry: { entry: lookup.entry, isNamedByAttribute: named.rank === 0 } };
}

/** Whether a call needs authorities other than those of `ca_file`. */
function checksCertificates({ caPem, insecure }: Trust, called: readonly string[]): boolean {
  return caPem === undefined && !insecure && called.some((url) => url.startsWith("https:"));
}

interface Trust {
  readonly caPem: string | undefined;
  readonly insecure: boolean;
  /** The source of `caPem`, for texts. */
  readonly from: string | undefined;
}

function checkTrust(gathered: GatheredSettings, files: FilePort, report: Report): Trust {
  const insecure = checkInsecure(gathered, report);
  const caFile = gathered.get("caFile");
  if (caFile === undefined) return { caPem: undefined, insecure, from: undefined };
  if (insecure && caFile.rank === gathered.get("insecure")?.rank) {
    report(
      configProblem(
        ["insecure", "caFile"],
        "They contradict each other: one accepts any certificate, the other names the trusted ones.",
      ),
    );
  }
  const isPem = caFile.value.includes("-----BEGIN");
  const { pem: caPem, objection } = isPem ? certificatesIn(caFile.value) : readCertificates(files, caFile.value);
  const from = `${isPem ? "the PEM text" : shownValue(caFile.value)} (from ${caFile.origin})`;
  if (objection === undefined) return { caPem, insecure, from: `those of ${from} alone` };
  report(configProblem(["caFile"], `${from.replace(/^the/, "The")} ${objection}.`));
  return { caPem: undefined, insecure, from: undefined };
}
