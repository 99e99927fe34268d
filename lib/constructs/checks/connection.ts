import { connectionRules, objectToUrl } from "../../domain/connection/connection";
import { isExposed } from "../../domain/connection/loopback";
import { checkSecret, checkText } from "./values";
import type { InputProblem } from "./problem";
import { isOpen } from "./tokens";

// Checks of values that the provider and the runner refuse in any environment. They trim values first.

type Problems = readonly InputProblem[];

/** A base URL. One that may contain a password is not shown. */
export function checkBaseUrl(setting: "endpoint" | "authUrl", received: unknown): Problems {
  if (isOpen(received)) return [];
  if (typeof received !== "string") return [{ input: setting, received, allowed: "an http or https URL" }];
  const objection = objectToUrl(received.trim(), setting);
  if (objection === undefined) return [];
  return [
    { input: setting, received, allowed: `an http or https URL; ${objection}`, isSecret: /[@?#]/.test(received) },
  ];
}

export function checkSetting(
  setting: "region" | "cloudDomain" | "projectId" | "enterpriseProjectId" | "requestTimeout" | "pollInterval",
  received: unknown,
): Problems {
  const { allowed, allows } = connectionRules[setting];
  const fine = isOpen(received) || (typeof received === "string" && allows(received.trim()));
  return fine ? [] : [{ input: setting, received, allowed }];
}

/** The place of an object's instances, if it is not the provider's own. */
interface PlaceProps {
  readonly projectId?: unknown;
  readonly projectName?: unknown;
  readonly region?: unknown;
}

export function checkPlace({ projectId, projectName, region }: PlaceProps): Problems {
  const isToldTwice = [projectId, projectName].every((each) => typeof each === "string" && !isOpen(each));
  const allowed = "nothing beside projectId: one of the two names the project";
  return [
    ...checkSetting("projectId", projectId),
    ...checkText("projectName", projectName),
    ...checkSetting("region", region),
    ...(isToldTwice ? [{ input: "projectName", received: projectName, allowed }] : []),
  ];
}

export function checkRetries(received: unknown): Problems {
  const { allowed, allows } = connectionRules.maxRetries;
  const fine = isOpen(received) || (typeof received === "number" && allows(String(received)));
  return fine ? [] : [{ input: "maxRetries", received, allowed }];
}

/** A secret that is sent unchanged. */
export function checkSentSecret(setting: "accessKey" | "securityToken" | "token", received: unknown): Problems {
  const problems = checkSecret(setting, received);
  if (problems.length > 0 || isOpen(received) || typeof received !== "string") return problems;
  const { allowed, allows } = connectionRules[setting];
  return allows(received.trim()) ? [] : [{ input: setting, received, allowed, isSecret: true }];
}

/** Whether a URL is a literal and others can read the requests to it. Pure. */
export function isWrittenAndExposed(url: unknown): boolean {
  return !isOpen(url) && typeof url === "string" && URL.canParse(url.trim()) && isExposed(url.trim());
}

interface Sent {
  readonly endpoint?: unknown;
  readonly authUrl?: unknown;
  readonly accessKey?: unknown;
  readonly secretKey?: unknown;
  readonly token?: unknown;
  readonly password?: unknown;
  readonly oidc?: unknown;
}

/** Keys and passwords that the provider refuses to use over plain http in any environment. */
export function checkExposure({ endpoint, authUrl, accessKey, secretKey, token, password, oidc }: Sent): Problems {
  const refused = (input: string, received: unknown, beside: string): Problems => {
    const allowed = `an https URL, or one of this machine, beside ${beside}: an attacker on the network could read the calls`;
    return isWrittenAndExposed(received) ? [{ input, received, allowed }] : [];
  };
  // A token comes first, so the others are not used.
  if (token !== undefined) return [];
  if (accessKey !== undefined || secretKey !== undefined)
    return refused("endpoint", endpoint, "accessKey and secretKey");
  return password === undefined || oidc !== undefined ? [] : refused("authUrl", authUrl, "password");
}

/** Both must be literals: a value that only Terraform knows may be null. */
export function checkTrust(insecure: unknown, caFile: unknown): Problems {
  if (insecure !== true || isOpen(caFile)) return [];
  const allowed = "false or nothing beside caFile: one accepts any certificate, the other names the trusted ones";
  return [{ input: "insecure", received: insecure, allowed }];
}
