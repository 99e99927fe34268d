import type { DmsProviderProps } from "../dms-provider-props";
import { checkFlag, checkName, checkSecret, checkText, checkWord, checkWrittenFlag } from "./values";
import { checkBaseUrl, checkExposure, checkRetries, checkSentSecret, checkSetting, checkTrust } from "./connection";
import type { InputProblem } from "./problem";
import { isProviderAddress } from "../provider-address";
import { checkObject, checkProps, isObject } from "./prop-names";
import { propNames } from "../l1/prop-names";
import { connectionRules } from "../../domain/connection/connection";
import { isOpen, isToken } from "./tokens";

const texts = ["projectName", "userName", "domainName", "cloud", "caFile"] as const;
const settings = [
  "region",
  "cloudDomain",
  "projectId",
  "enterpriseProjectId",
  "requestTimeout",
  "pollInterval",
] as const;
const secrets = ["secretKey", "password"] as const;
const sentSecrets = ["accessKey", "securityToken", "token"] as const;

/** The problems of a provider's props. Pure. */
export function findProviderProblems(props: DmsProviderProps): readonly InputProblem[] {
  // An unknown name may be a mistyped "password".
  const problems = checkProps(props, propNames.DmsProviderProps).map((problem) => ({ ...problem, isSecret: true }));
  if (!isObject(props)) return problems;
  return [
    ...problems,
    ...checkName("alias", props.alias),
    ...checkWord("apiVersion", props.apiVersion, ["v1.0", "v2"]),
    ...checkWord("taskRecords", props.taskRecords, ["auto", "off"]),
    ...checkWord("journal", props.journal, ["file", "pg"]),
    ...checkBaseUrl("endpoint", props.endpoint),
    ...checkBaseUrl("authUrl", props.authUrl),
    ...settings.flatMap((name) => checkSetting(name, props[name])),
    ...texts.flatMap((name) => checkText(name, props[name])),
    ...secrets.flatMap((name) => checkSecret(name, props[name])),
    ...sentSecrets.flatMap((name) => checkSentSecret(name, props[name])),
    ...checkAssumeRole(props.assumeRole),
    ...checkOidc(props.oidc),
    ...checkAgencyLogin(props),
    ...checkExposure(props),
    ...checkRetries(props.maxRetries),
    ...checkFlag("insecure", props.insecure),
    ...checkTrust(props.insecure, props.caFile),
    ...checkWrittenFlag("vendor", props.vendor, "synthesis reads it"),
    ...checkSource(props),
  ];
}

// The source is in the synthesized stack before Terraform evaluates expressions, so it cannot be a token.
function checkSource({ source, vendor }: DmsProviderProps): readonly InputProblem[] {
  if (source === undefined) return [];
  const problems: InputProblem[] = [];
  if (typeof source !== "string" || !isProviderAddress(source)) {
    const allowed = "an address with its host in lower case that ends in /dms, such as registry.example.com/team/dms";
    problems.push({ input: "source", received: source, allowed });
  }
  if (vendor === true) {
    problems.push({
      input: "vendor",
      received: vendor,
      allowed: "false, because source is the address of the provider",
    });
  }
  return problems;
}

type Problems = readonly InputProblem[];

/** The account to act in. The environment of the machine that runs Terraform supplies omitted parts. */
function checkAssumeRole(received: unknown): Problems {
  return checkBlock("assumeRole", received, propNames.DmsProviderAssumeRole);
}

/** The login without stored keys. */
function checkOidc(received: unknown): Problems {
  const problems = checkBlock("oidc", received, propNames.DmsProviderOidc);
  const id = isObject(received) ? received["identityProviderId"] : undefined;
  if (problems.length > 0 || isOpen(id) || typeof id !== "string") return problems;
  const { allowed, allows } = connectionRules.identityProviderId;
  return allows(id.trim()) ? [] : [{ input: "oidc.identityProviderId", received: id, allowed }];
}

/**
 * Refuses an agency with keys, which cannot assume one. A login that is known only at apply or only in the environment is not checked here.
 */
function checkAgencyLogin(props: {
  readonly assumeRole?: unknown;
  readonly accessKey?: unknown;
  readonly token?: unknown;
  readonly password?: unknown;
  readonly oidc?: unknown;
}): Problems {
  const { assumeRole, accessKey, token, password, oidc } = props;
  const hasLogin = [token, password, oidc].some((login) => login !== undefined);
  if (assumeRole === undefined || isOpen(accessKey) || hasLogin) return [];
  const allowed =
    "nothing beside accessKey and secretKey: an agency is assumed with a token, userName and password, or oidc";
  return [{ input: "assumeRole", received: assumeRole, allowed }];
}

/** Checks a block, which cannot be an expression in Terraform. */
function checkBlock(input: string, received: unknown, names: readonly string[]): Problems {
  if (isToken(received)) {
    return [{ input, received, allowed: "an object, written out; its values may be expressions" }];
  }
  const problems = checkObject(input, received, names);
  if (problems.length > 0 || !isObject(received)) return problems;
  return names.flatMap((name) => checkText(`${input}.${name}`, received[name]));
}
