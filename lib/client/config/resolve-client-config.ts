import type { Environment } from "../../domain/environment";
import { connectionRules } from "../../domain/connection";
import { isLoopback } from "../../domain/loopback";
import { shownValue } from "../../domain/shown-value";
import type { DmsClientConfig } from "../client-config";
import { checkCaller } from "./check-caller";
import { addedAuthorities } from "./added-authorities";
import type { AddedAuthorities } from "./added-authorities";
import { objectToCertificates } from "./certificate-text";
import { calledUrls, checkExposure } from "./check-exposure";
import {
  checkApiVersion,
  checkDuration,
  checkInsecure,
  checkJournal,
  checkMaxRetries,
  checkTaskRecords,
  checkText,
} from "./check-values";
import type { Report } from "./check-values";
import { findCloud } from "./clouds-file";
import type { FilePort } from "./clouds-file";
import { configProblem } from "./config-problem";
import type { ConfigProblem } from "./config-problem";
import { deriveEndpoints } from "./derive-endpoints";
import type { Ambient } from "./choose-credentials";
import { gatherSettings } from "./gather-settings";
import type { GatheredSettings, SourceOf } from "./gather-settings";
import { hintAtNamesNotRead, namesSetAndNotRead, warnOfNamesNotRead } from "./names-set-and-not-read";
import { objectToProxies, proxyFromEnvironment } from "./proxy-from-environment";
import { applyTestEndpoint } from "./test-endpoint";
import type { CloudEntry, ExplicitClientConfig } from "./settings";

export interface ResolvedClientConfig extends DmsClientConfig {
  /** The region that is set, whether or not the endpoint comes from it. */
  readonly region: string | undefined;
  /** The enterprise project that those who only read are limited to. */
  readonly enterpriseProjectId: string | undefined;
  /** Milliseconds between two looks at instances; for those who watch, not for the client. */
  readonly pollIntervalMs: number;
  /** Whether the service's own records of tasks count as evidence; for the same. */
  readonly readsTasks: boolean;
  /** Where what is sent is written before it is sent; for those who write it. */
  readonly journal: "file" | "pg";
}

export type ConfigResolution =
  /** `warnings`: what the caller should know and goes on with. */
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
 * comes right after the attributes when the attribute `cloud` names it, and after the environment when OS_CLOUD does.
 * Answers all problems at once; `sourceOf` is for callers in which what is explicit is no attribute. No I/O but through `files`; the answer holds secrets.
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
  const gathered = gatherSettings(explicit, environment, entry, sourceOf);
  // What an entry that cannot be read would have said is not missing.
  const reports = { wrong: report, missing: cloud.kind === "unreadable" ? () => undefined : report };
  const notRead = namesSetAndNotRead(environment, entry, gathered);
  const endpoints = deriveEndpoints(gathered, reports, hintAtNamesNotRead(notRead, "where"));
  const ambient = ambientFor(endpoints.endpoint, environment, entry);
  const surroundings = { ambient, files, hint: hintAtNamesNotRead(notRead, "who") };
  const { credentials, agency, project } = checkCaller(gathered, endpoints, surroundings, reports);
  const { caPem, insecure } = checkTrust(gathered, files, report);
  const rest = {
    apiVersion: checkApiVersion(gathered, report),
    enterpriseProjectId: checkText(gathered, "enterpriseProjectId", connectionRules.enterpriseProjectId, report),
    requestTimeoutMs: checkDuration(gathered, "requestTimeout", 30_000, report),
    pollIntervalMs: checkDuration(gathered, "pollInterval", 10_000, report),
    readsTasks: checkTaskRecords(gathered, report),
    journal: checkJournal(gathered, report),
    maxRetries: checkMaxRetries(gathered, report),
    proxy: proxyFromEnvironment(environment),
  };
  const { endpoint, authUrl, region, derivedFrom } = endpoints;
  const added = addedAuthorities(environment, files);
  if (problems.length > 0 || endpoint === undefined || credentials === undefined || project === undefined) {
    return { kind: "problems", problems };
  }
  const caller = { credentials, ...(agency !== undefined && { agency }) };
  const config = {
    endpoint,
    authUrl,
    region,
    ...caller,
    project,
    caPem,
    addedCaPem: added.pem,
    insecure,
    derivedFrom,
    ...rest,
  };
  const exposure = checkExposure(config, gathered);
  const objections = [...exposure.problems, ...objectToProxies(config.proxy, calledUrls(config))];
  return objections.length > 0
    ? { kind: "problems", problems: objections }
    : {
        kind: "resolved",
        config,
        warnings: exposure.warnings,
        unreadAuthorities: unreadIn(added, config),
        namesNotRead: ambient === "withheld" ? [] : warnOfNamesNotRead(notRead, gathered, credentials),
      };
}

/**
 * Credentials of the environment are for the cloud that its auth_url belongs to. An endpoint on this machine is another place, so it gets
 * them only if that auth_url is on this machine too.
 */
function ambientFor(endpoint: string | undefined, environment: Environment, cloud: CloudEntry | undefined): Ambient {
  if (endpoint === undefined || !isLoopback(endpoint)) return "used";
  const ambient = gatherSettings({}, environment, cloud?.isNamedByAttribute === true ? undefined : cloud);
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
  const named = gatherSettings(explicit, environment, undefined).get("cloud");
  if (named === undefined) return { kind: "not-named" };
  const lookup = await findCloud(named.value, environment, files);
  if (lookup.kind === "problem") return { kind: "unreadable", problem: configProblem(["cloud"], lookup.text) };
  return { kind: "read", entry: { entry: lookup.entry, isNamedByAttribute: named.rank === 0 } };
}

function checkTrust(
  gathered: GatheredSettings,
  files: FilePort,
  report: Report,
): { readonly caPem: string | undefined; readonly insecure: boolean } {
  const insecure = checkInsecure(gathered, report);
  const caFile = gathered.get("caFile");
  if (caFile === undefined) return { caPem: undefined, insecure };
  if (insecure && caFile.rank === gathered.get("insecure")?.rank) {
    report(
      configProblem(
        ["insecure", "caFile"],
        "They contradict each other: one accepts any certificate, the other names whom to trust.",
      ),
    );
  }
  const isPem = caFile.value.includes("-----BEGIN");
  const caPem = isPem ? caFile.value : files.readFile(caFile.value);
  const objection = objectToCertificates(caPem);
  if (objection === undefined) return { caPem, insecure };
  const shown = isPem ? "The PEM text" : shownValue(caFile.value);
  report(configProblem(["caFile"], `${shown} (from ${caFile.origin}) ${objection}.`));
  return { caPem: undefined, insecure };
}

/** What cannot be read matters only where a certificate is checked by it. */
function unreadIn(added: AddedAuthorities, config: ResolvedClientConfig): readonly ConfigProblem[] {
  const isUsed = config.caPem === undefined && !config.insecure;
  return isUsed && calledUrls(config).some((url) => url.startsWith("https:")) ? added.unread : [];
}
