import type { ApiRequest } from "../api-call";
import type { AuthState } from "../auth/authenticate";
import { readClaims, verifyIdToken } from "../auth/id-token";
import { refuseAtKeystone } from "../refusal";
import type { SeededIdentityProvider } from "../seed/federation";
import { type Caller, domainNamed, isDomainOf, knownCaller, unknownCaller, userId } from "../auth/caller";
import { isJsonObject, type JsonObject } from "../json-value";
import type { SeededUser } from "../seed/seed";

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
