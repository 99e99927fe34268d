import type { ApiRequest } from "../api-call";
import type { AuthState } from "../auth/authenticate";
import { readClaims, verifyIdToken } from "../auth/id-token";
import { refuseAtKeystone } from "../refusal";
import type { SeededIdentityProvider } from "../seed/federation";
import { domainNamed, type Caller } from "../auth/caller";

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
