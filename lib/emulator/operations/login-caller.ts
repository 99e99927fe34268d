import type { ApiRequest } from "../api-call";
import type { AuthState } from "../auth/authenticate";
import { readClaims, verifyIdToken } from "../auth/id-token";
import { refuseAtKeystone } from "../refusal";
import type { SeededIdentityProvider, SeededAgency } from "../seed/federation";
import { type Caller, domainNamed, isDomainOf, knownCaller, unknownCaller, userId, domainId } from "../auth/caller";
import { isJsonObject, type JsonObject } from "../json-value";
import type { SeededUser } from "../seed/seed";
import type { Grant } from "../auth/token-box";

/**
 * The caller who logs in with an ID token of the provider that X-Idp-Id names. With auth mode `none` every token is accepted. Throws
 * Keystone's 400 for a missing header, its 404 for an unknown provider and its 401 for an invalid token.
 */
export async function idTokenCaller(
  auth: AuthState,
  providers: readonly SeededIdentityProvider[],
  request: ApiRequest,
  idToken: string,
): Promise<Caller> {
  const id = request.headers["x-idp-id"] ?? "";
  if (id === "") throw refuseAtKeystone(400, "Expecting to find X-Idp-Id in the request header.");
  const provider = providers.find((candidate) => candidate.id === id);
  if (provider === undefined && auth.mode !== "none") {
    throw refuseAtKeystone(404, "Could not find the identity provider of X-Idp-Id.");
  }
  const claims =
    provider === undefined || auth.mode === "none"
      ? (readClaims(idToken) ?? {})
      : await verifyIdToken(idToken, provider, auth.clock.wallMs());
  const subject = typeof claims.sub === "string" && claims.sub !== "" ? claims.sub : "emulator";
  return { name: provider?.user ?? subject, domain: domainNamed(provider?.domain ?? id), isAgentOperator: true };
}

/** The caller who logs in with a user and a password. With auth mode `none` every password is right. Throws Keystone's 400 or 401. */
export function passwordCaller(
  auth: AuthState,
  users: readonly SeededUser[],
  user: JsonObject,
  scope: JsonObject,
): Caller {
  if (typeof user.password !== "string") throw refuseAtKeystone(400, "Expecting to find password in user.");
  const known = users.find((candidate) => isMeant(candidate, user));
  if (known !== undefined && (auth.mode === "none" || known.password === user.password)) return knownCaller(known);
  if (auth.mode === "none") return unknownCaller(user, scope);
  throw refuseAtKeystone(401, "The username or password is wrong.");
}

function isMeant(candidate: SeededUser, user: JsonObject): boolean {
  if (user.id !== undefined) return user.id === userId(candidate.name);
  return (
    user.name === candidate.name && isDomainOf(knownCaller(candidate), isJsonObject(user.domain) ? user.domain : {})
  );
}

/** An assumed agency: the caller in its account, and the caller's own identity. */
export interface Assumed {
  readonly caller: Caller;
  readonly by: { readonly name: string; readonly domain: Caller["domain"] };
  /** Ids of the projects that the agency gives access to; `undefined`: every project. */
  readonly projects: readonly string[] | undefined;
}

/**
 * The caller who acts through an agency, by the token of an account that it trusts. With auth mode `none` every agency exists and trusts
 * every account. Throws Keystone's 400 without the name of an agency, 401 for an unknown or expired token, 404 for an unknown agency, 403
 * if the agency trusts another account or the user may not assume agencies.
 */
export function assumeAgency(
  auth: AuthState,
  agencies: readonly SeededAgency[],
  request: ApiRequest,
  role: JsonObject,
): Assumed {
  const name = role.xrole_name ?? role.agency_name;
  const domain = role.domain_name ?? role.domain_id;
  if (typeof name !== "string" || name === "")
    throw refuseAtKeystone(400, "Expecting to find agency_name in assume_role.");
  if (typeof domain !== "string" || domain === "") {
    throw refuseAtKeystone(400, "Expecting to find domain_name or domain_id in assume_role.");
  }
  const grant = auth.tokens.find(request.headers["x-auth-token"] ?? "");
  if (auth.mode === "none") return assumed({ name, domain, projects: undefined }, grant);
  if (grant === undefined || auth.clock.nowMs() >= grant.expiresAtMs) {
    throw refuseAtKeystone(401, "The request you have made requires authentication.");
  }
  const isMeant = (agency: SeededAgency): boolean =>
    agency.name === name && (role.domain_name === undefined ? domainId(agency.domain) : agency.domain) === domain;
  const agency = agencies.find(isMeant);
  if (agency === undefined) throw refuseAtKeystone(404, "Could not find the agency.");
  if (agency.trustedDomain !== grant.domain || !grant.isAgentOperator) {
    throw refuseAtKeystone(403, "You are not authorized to perform the requested action.");
  }
  return assumed(agency, grant);
}

/** The assumed caller. Its documented name consists of the trusted account's and the agency's. */
function assumed(
  { name, domain, projects }: Pick<SeededAgency, "name" | "domain" | "projects">,
  grant: Grant | undefined,
): Assumed {
  const home = grant?.domain ?? "emulator";
  return {
    caller: { name: `${home}/${name}`, domain: domainNamed(domain), isAgentOperator: false },
    by: { name: grant?.userName ?? "emulator", domain: domainNamed(home) },
    projects,
  };
}
