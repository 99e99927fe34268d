import { assertNever } from "../../domain/assert-never";
import { connectionRules } from "../../domain/connection/connection";
import { isLoopback } from "../../domain/connection/loopback";
import { pageOf } from "../../domain/texts/pages";
import { shownValue } from "../../domain/texts/shown-value";
import type { Agency, Credentials, Project } from "../client-config";
import { checkText, type Reports } from "./check-values";
import { type Ambient, ambientRank, type ChoiceContext, chooseCredentials, familyOfChosen } from "./choose-credentials";
import { configProblem, type ConfigProblem } from "./config-problem";
import type { Endpoints } from "./derive-endpoints";
import type { GatheredSettings } from "./sources/gather-settings";
import { identityOf } from "./identity";
import type { SettingKey } from "./sources/settings";
import type { Family } from "./sources/variable-families";

interface Caller {
  /** The credentials; `undefined` if a problem was reported, or if it is not known whether any are needed. */
  readonly credentials: Credentials | undefined;
  readonly agency: Agency | undefined;
  /** The project; `undefined` if a problem was reported. */
  readonly project: Project | undefined;
}

/** Checks the caller's credentials, the agency and the project. */
export function checkCaller(
  gathered: GatheredSettings,
  endpoints: Endpoints,
  surroundings: Omit<ChoiceContext, "assumesAgency">,
  reports: Reports,
): Caller {
  const choice = chooseAgency(gathered, surroundings.ambient);
  if (choice.kind === "incomplete") reports.missing(choice.problem);
  const agency = choice.kind === "chosen" ? choice.agency : undefined;
  const context = { ...surroundings, assumesAgency: choice.kind !== "none" };
  const credentials = checkCredentials(gathered, endpoints, context, reports);
  return { credentials, agency, project: checkProject(gathered, { credentials, agency }, endpoints, reports) };
}

/** The cloud whose variables supply the caller's credentials; `undefined` if none or several do. Pure. */
export function familyOfCaller(gathered: GatheredSettings, ambient: Ambient): Family | undefined {
  return familyOfChosen(gathered, { ambient, assumesAgency: chooseAgency(gathered, ambient).kind !== "none" });
}

/** The caller's credentials; `undefined` if a problem was reported, or if it is not known whether any are needed. */
function checkCredentials(
  gathered: GatheredSettings,
  { endpoint, authUrl }: Endpoints,
  context: ChoiceContext,
  { wrong, missing }: Reports,
): Credentials | undefined {
  const choice = chooseCredentials(gathered, context);
  switch (choice.kind) {
    case "wrong":
      wrong(choice.problem);
      return undefined;
    case "incomplete":
      missing(choice.problem);
      return undefined;
    case "chosen":
      if (
        needsKeystone(choice.credentials, context) !== undefined &&
        authUrl === undefined &&
        !gathered.has("authUrl")
      ) {
        const what = needsKeystone(choice.credentials, context) ?? "";
        missing(
          configProblem(
            ["authUrl", "region"],
            `${what} needs a Keystone to log in to: neither its URL nor a region is set.`,
          ),
        );
      }
      return choice.credentials;
    case "nothing":
      if (context.assumesAgency) {
        missing(
          configProblem(["agencyName", ...allCredentials], `${agencyWithoutLogin(choice.withheld)}${context.hint}`),
        );
        return undefined;
      }
      // An emulator needs no credentials. An endpoint on another machine is not an emulator.
      if (endpoint !== undefined && isLoopback(endpoint)) {
        return { kind: "none", ...(choice.withheld.length > 0 && { withheld: choice.withheld }) };
      }
      // If the endpoint itself is wrong, it is not known whether credentials are needed.
      if (endpoint !== undefined || !(gathered.has("endpoint") || gathered.has("region"))) {
        const why =
          endpoint === undefined ? "only an endpoint on this machine needs none" : `${endpoint} is not on this machine`;
        const advice = `${allowedCredentials}${emulatorElsewhere(endpoint)}${context.hint}`;
        missing(configProblem(allCredentials, `No credentials are set, and ${why}. ${advice}`));
      }
      return undefined;
  }
}

/** Clouds speak https: plain http to another machine is that of an emulator in a container of its own. */
function emulatorElsewhere(endpoint: string | undefined): string {
  if (endpoint === undefined || !endpoint.startsWith("http://")) return "";
  return ` For an emulator, use any text as a token. See ${pageOf("inContainers")}.`;
}

/** The setting that logs in to Keystone, as the beginning of a sentence; `undefined` if there is none. */
function needsKeystone({ kind }: Credentials, { assumesAgency }: ChoiceContext): string | undefined {
  if (assumesAgency) return "An agency";
  switch (kind) {
    case "oidc":
      return "A login with an ID token";
    case "password":
      return "A password";
    case "none":
    case "token":
    case "keys":
      return undefined;
    default:
      return assertNever(kind);
  }
}

function agencyWithoutLogin(withheld: readonly string[]): string {
  const kept =
    withheld.length === 0 ? "" : ` ${withheld.join(", ")} may be for a cloud, and the endpoint is on this machine.`;
  return `assume_role is set, and no credentials to log in with.${kept} Allowed: a token; user_name, password and domain_name; or oidc.`;
}

const allCredentials: readonly SettingKey[] = [
  "token",
  "accessKey",
  "secretKey",
  "identityProviderId",
  "idTokenFile",
  "userName",
  "password",
  "domainName",
  "cloud",
];

const allowedCredentials =
  "Allowed are a token, or access_key and secret_key, or oidc, or user_name, password and domain_name.";

/** The configured project; `undefined` if a problem was reported. */
function checkProject(
  gathered: GatheredSettings,
  caller: { readonly credentials: Credentials | undefined; readonly agency: Agency | undefined },
  { authUrl, region }: Endpoints,
  { wrong, missing }: Reports,
): Project | undefined {
  const { credentials, agency } = caller;
  const project = identityOf(gathered, agency === undefined ? "project" : "delegatedProject");
  if (project?.kind === "id") {
    const checkedId = checkText(gathered, "projectId", connectionRules.projectId, wrong);
    return checkedId === undefined ? undefined : { kind: "id", id: checkedId };
  }
  // A region's default project has the region's name.
  const defaultName = credentials?.kind === "none" ? undefined : region;
  const projectName = project?.name ?? defaultName;
  if (projectName === undefined) {
    missing(configProblem(["projectId", "projectName"], "No project is set."));
    return undefined;
  }
  if (authUrl === undefined && !gathered.has("authUrl")) {
    const text = `The id of project ${shownValue(projectName)} cannot be looked up: neither auth_url nor region is set.`;
    missing(configProblem(["projectId", "authUrl", "region"], text));
  }
  return { kind: "name", name: projectName };
}

type AgencyChoice =
  | { readonly kind: "none" }
  | { readonly kind: "chosen"; readonly agency: Agency }
  | { readonly kind: "incomplete"; readonly problem: ConfigProblem };

const needed = ["agencyName", "agencyDomainName"] as const;

/**
 * The configured agency. An agency that only the environment names belongs to the credentials of the environment: if those are withheld, so
 * is the agency. Pure.
 */
function chooseAgency(gathered: GatheredSettings, ambient: Ambient): AgencyChoice {
  const isMeant = needed.some((key) => {
    const rank = gathered.get(key)?.rank;
    return rank !== undefined && (ambient === "used" || rank < ambientRank);
  });
  if (!isMeant) return { kind: "none" };
  const name = gathered.get("agencyName")?.value;
  const domainName = gathered.get("agencyDomainName")?.value;
  if (name !== undefined && domainName !== undefined) return { kind: "chosen", agency: { name, domainName } };
  const [missing, given] = name === undefined ? needed : ([needed[1], needed[0]] as const);
  const names = { agencyName: "agency_name", agencyDomainName: "domain_name" } as const;
  const text = `assume_role is incomplete: ${names[missing]} is missing, while ${names[given]} is set.`;
  return { kind: "incomplete", problem: configProblem([missing, given], text) };
}
