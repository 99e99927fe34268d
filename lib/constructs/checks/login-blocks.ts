import { connectionRules } from "../../domain/connection/connection";
import { propNames } from "../l1/prop-names";
import { checkText } from "./values";
import type { InputProblem } from "./problem";
import { checkObject, isObject } from "./prop-names";
import { isOpen, isToken } from "./tokens";

type Problems = readonly InputProblem[];

/** The account to act in. The environment of the machine that runs Terraform supplies omitted parts. */
export function checkAssumeRole(received: unknown): Problems {
  return checkBlock("assumeRole", received, propNames.DmsProviderAssumeRole);
}

/** The login without stored keys. */
export function checkOidc(received: unknown): Problems {
  const problems = checkBlock("oidc", received, propNames.DmsProviderOidc);
  const id = isObject(received) ? received["identityProviderId"] : undefined;
  if (problems.length > 0 || isOpen(id) || typeof id !== "string") return problems;
  const { allowed, allows } = connectionRules.identityProviderId;
  return allows(id.trim()) ? [] : [{ input: "oidc.identityProviderId", received: id, allowed }];
}

/**
 * Refuses an agency with keys, which cannot assume one. A login that is known only at apply or only in the environment is not checked here.
 */
export function checkAgencyLogin(props: {
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
