import type { Credentials, DmsClientConfig, Project } from "../client-config";
import { checkApiVersion, checkDuration, checkInsecure, checkMaxRetries, checkText } from "./check-values";
import type { Report } from "./check-values";
import { chooseCredentials } from "./choose-credentials";
import { findCloud } from "./clouds-file";
import type { FilePort } from "./clouds-file";
import { configProblem } from "./config-problem";
import type { ConfigProblem } from "./config-problem";
import { deriveEndpoints, isLoopback } from "./derive-endpoints";
import type { Endpoints } from "./derive-endpoints";
import { gatherSettings } from "./gather-settings";
import type { GatheredSettings } from "./gather-settings";
import { identityOf } from "./identity";
import { proxyFromEnvironment } from "./proxy-from-environment";
import type { CloudEntry, Environment, ExplicitClientConfig } from "./settings";

export interface ResolvedClientConfig extends DmsClientConfig {
  /** Milliseconds between two looks at instances; for those who watch, not for the client. */
  readonly pollIntervalMs: number;
}

export type ConfigResolution =
  | { readonly kind: "resolved"; readonly config: ResolvedClientConfig }
  | { readonly kind: "problems"; readonly problems: readonly ConfigProblem[] };

/**
 * Completes a configuration: attribute, else the first environment variable set, else the default; an entry of clouds.yaml
 * comes right after the attributes when the attribute `cloud` names it, and after the environment when OS_CLOUD does.
 * Answers all problems at once. No I/O but through `files`; the answer holds secrets.
 */
export async function resolveClientConfig(
  explicit: ExplicitClientConfig,
  environment: Environment,
  files: FilePort,
): Promise<ConfigResolution> {
  const problems: ConfigProblem[] = [];
  const report: Report = (problem) => problems.push(problem);
  const cloud = await readCloud(explicit, environment, files, report);
  const gathered = gatherSettings(explicit, environment, cloud);
  const endpoints = deriveEndpoints(gathered, report);
  const credentials = checkCredentials(gathered, endpoints, report);
  const project = checkProject(gathered, credentials, endpoints, report);
  const { caPem, insecure } = checkTrust(gathered, files, report);
  const rest = {
    apiVersion: checkApiVersion(gathered, report),
    requestTimeoutMs: checkDuration(gathered, "requestTimeout", 30_000, report),
    pollIntervalMs: checkDuration(gathered, "pollInterval", 10_000, report),
    maxRetries: checkMaxRetries(gathered, report),
    proxy: proxyFromEnvironment(environment, report),
  };
  const { endpoint, authUrl } = endpoints;
  if (problems.length > 0 || endpoint === undefined || credentials === undefined || project === undefined) {
    return { kind: "problems", problems };
  }
  return { kind: "resolved", config: { endpoint, authUrl, credentials, project, caPem, insecure, ...rest } };
}

async function readCloud(
  explicit: ExplicitClientConfig,
  environment: Environment,
  files: FilePort,
  report: Report,
): Promise<CloudEntry | undefined> {
  const named = gatherSettings(explicit, environment, undefined).get("cloud");
  if (named === undefined) return undefined;
  const lookup = await findCloud(named.value, environment, files);
  if (lookup.kind === "found") return { entry: lookup.entry, isNamedByAttribute: named.rank === 0 };
  report(configProblem(["cloud"], lookup.text));
  return undefined;
}

function checkCredentials(gathered: GatheredSettings, endpoints: Endpoints, report: Report): Credentials | undefined {
  const choice = chooseCredentials(gathered);
  if (choice.kind === "problem") {
    report(choice.problem);
    return undefined;
  }
  if (choice.kind === "chosen") {
    if (choice.credentials.kind === "password" && endpoints.authUrl === undefined && !gathered.has("authUrl")) {
      report(
        configProblem(
          ["authUrl", "region"],
          "A password needs a Keystone to log in to: neither its URL nor a region is set.",
        ),
      );
    }
    return choice.credentials;
  }
  // An emulator asks for nothing; anything that is not on this machine is not an emulator.
  if (endpoints.endpoint !== undefined && isLoopback(endpoints.endpoint)) return { kind: "none" };
  // Where the endpoint itself is wrong, it is not known whether any are needed.
  if (endpoints.endpoint !== undefined) {
    const text = `No credentials are set, and ${endpoints.endpoint} is not on this machine. Allowed are a token, or access_key and secret_key, or user_name, password and domain_name.`;
    report(configProblem(["token", "accessKey", "secretKey", "userName", "password", "domainName", "cloud"], text));
  }
  return undefined;
}

function checkProject(
  gathered: GatheredSettings,
  credentials: Credentials | undefined,
  { authUrl, region }: Endpoints,
  report: Report,
): Project | undefined {
  const project = identityOf(gathered, "project");
  if (project?.kind === "id") {
    const isProjectId = (text: string): boolean => /^[A-Za-z0-9_-]{1,64}$/.test(text);
    const allowed = "it must be up to 64 letters, digits, hyphens and underscores";
    const checkedId = checkText(gathered, "projectId", isProjectId, allowed, report);
    return checkedId === undefined ? undefined : { kind: "id", id: checkedId };
  }
  // A region's default project has the region's name.
  const defaultName = credentials?.kind === "none" ? undefined : region;
  const projectName = project?.name ?? defaultName;
  if (projectName === undefined) {
    report(configProblem(["projectId", "projectName"], "Nothing says which project is meant."));
    return undefined;
  }
  if (authUrl === undefined && !gathered.has("authUrl")) {
    const text = `The id of project ${JSON.stringify(projectName)} cannot be looked up: neither auth_url nor region is set.`;
    report(configProblem(["projectId", "authUrl", "region"], text));
  }
  return { kind: "name", name: projectName };
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
  if (caPem?.includes("-----BEGIN CERTIFICATE-----") === true) return { caPem, insecure };
  const shown = isPem ? "The PEM text" : JSON.stringify(caFile.value);
  const reason = caPem === undefined ? "cannot be read" : "holds no certificate in PEM form";
  report(configProblem(["caFile"], `${shown} (from ${caFile.origin}) ${reason}.`));
  return { caPem: undefined, insecure };
}
