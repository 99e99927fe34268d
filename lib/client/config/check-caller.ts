import { connectionRules } from "../../domain/connection";
import { isLoopback } from "../../domain/loopback";
import { shownValue } from "../../domain/shown-value";
import type { Credentials, Project } from "../client-config";
import { checkText } from "./check-values";
import type { Reports } from "./check-values";
import { chooseCredentials } from "./choose-credentials";
import type { Ambient } from "./choose-credentials";
import { configProblem } from "./config-problem";
import type { Endpoints } from "./derive-endpoints";
import type { GatheredSettings } from "./gather-settings";
import { identityOf } from "./identity";
import type { SettingKey } from "./settings";

/** How callers prove who they are; `undefined` when a problem was reported, or when it is not known whether they have to. */
export function checkCredentials(
  gathered: GatheredSettings,
  { endpoint, authUrl }: Endpoints,
  ambient: Ambient,
  { wrong, missing }: Reports,
): Credentials | undefined {
  const choice = chooseCredentials(gathered, ambient);
  switch (choice.kind) {
    case "wrong":
      wrong(choice.problem);
      return undefined;
    case "incomplete":
      missing(choice.problem);
      return undefined;
    case "chosen":
      if (choice.credentials.kind === "password" && authUrl === undefined && !gathered.has("authUrl")) {
        const text = "A password needs a Keystone to log in to: neither its URL nor a region is set.";
        missing(configProblem(["authUrl", "region"], text));
      }
      return choice.credentials;
    case "nothing":
      // An emulator asks for nothing; anything that is not on this machine is not an emulator.
      if (endpoint !== undefined && isLoopback(endpoint)) {
        return { kind: "none", ...(choice.withheld.length > 0 && { withheld: choice.withheld }) };
      }
      // Where the endpoint itself is wrong, it is not known whether any are needed.
      if (endpoint !== undefined || !(gathered.has("endpoint") || gathered.has("region"))) {
        const why =
          endpoint === undefined ? "only an endpoint on this machine needs none" : `${endpoint} is not on this machine`;
        missing(configProblem(allCredentials, `No credentials are set, and ${why}. ${allowedCredentials}`));
      }
      return undefined;
  }
}

const allCredentials: readonly SettingKey[] = [
  "token",
  "accessKey",
  "secretKey",
  "userName",
  "password",
  "domainName",
  "cloud",
];

const allowedCredentials = "Allowed are a token, or access_key and secret_key, or user_name, password and domain_name.";

/** The project that is meant; `undefined` when a problem was reported. */
export function checkProject(
  gathered: GatheredSettings,
  credentials: Credentials | undefined,
  { authUrl, region }: Endpoints,
  { wrong, missing }: Reports,
): Project | undefined {
  const project = identityOf(gathered, "project");
  if (project?.kind === "id") {
    const checkedId = checkText(gathered, "projectId", connectionRules.projectId, wrong);
    return checkedId === undefined ? undefined : { kind: "id", id: checkedId };
  }
  // A region's default project has the region's name.
  const defaultName = credentials?.kind === "none" ? undefined : region;
  const projectName = project?.name ?? defaultName;
  if (projectName === undefined) {
    missing(configProblem(["projectId", "projectName"], "Nothing says which project is meant."));
    return undefined;
  }
  if (authUrl === undefined && !gathered.has("authUrl")) {
    const text = `The id of project ${shownValue(projectName)} cannot be looked up: neither auth_url nor region is set.`;
    missing(configProblem(["projectId", "authUrl", "region"], text));
  }
  return { kind: "name", name: projectName };
}
