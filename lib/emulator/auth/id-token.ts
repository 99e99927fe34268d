import { decodeJson, isJsonObject, type JsonObject } from "../json-value";
import { refuseAtKeystone, type Refusal } from "../refusal";
import type { SeededIdentityProvider } from "../seed/federation";

/** The claims of an ID token; `undefined` for any other text. Its signature is not checked. Pure. */
export function readClaims(idToken: string): JsonObject | undefined {
  const [, payload] = idToken.split(".");
  const claims = payload === undefined ? undefined : decodeJson(decodeBase64Url(payload));
  return isJsonObject(claims) ? claims : undefined;
}

/**
 * The claims of an ID token that the provider issued for this service and that is valid at `wallMs`; throws Keystone's 401 for any other.
 * Times of a token follow the machine's clock, because real identity providers issue it.
 */
export async function verifyIdToken(
  idToken: string,
  provider: SeededIdentityProvider,
  wallMs: number,
): Promise<JsonObject> {
  const claims = readClaims(idToken);
  if (claims === undefined) throw unusable("is malformed");
  const { signingKeys } = provider;
  if (signingKeys !== undefined && !(await isSignedByOne(idToken, signingKeys))) {
    throw unusable("is not signed by the identity provider");
  }
  if (claims.iss !== provider.issuer) throw unusable("is not issued by the identity provider");
  const audiences = Array.isArray(claims.aud) ? (claims.aud as readonly unknown[]) : [claims.aud];
  if (!audiences.includes(provider.audience)) throw unusable("is for another audience");
  if (typeof claims.exp !== "number") throw unusable("has no time of expiry");
  if (wallMs >= claims.exp * 1_000) throw unusable("has expired");
  if (typeof claims.nbf === "number" && wallMs < claims.nbf * 1_000) throw unusable("is not valid yet");
  return claims;
}

function unusable(why: string): Refusal {
  return refuseAtKeystone(401, `The ID token ${why}.`);
}

/** Parameters of Web Crypto by the type of a key and the algorithm that a token's header names. */
const algorithms = {
  RS256: { kty: "RSA", parameters: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" } },
  ES256: { kty: "EC", parameters: { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } },
  HS256: { kty: "oct", parameters: { name: "HMAC", hash: "SHA-256" } },
} as const;

async function isSignedByOne(idToken: string, keys: readonly JsonObject[]): Promise<boolean> {
  const [head = "", payload = "", signature = ""] = idToken.split(".");
  const header = decodeJson(decodeBase64Url(head));
  const name = isJsonObject(header) ? header.alg : undefined;
  const algorithm = Object.entries(algorithms).find(([known]) => known === name)?.[1];
  if (algorithm === undefined) return false;
  const { kty, parameters } = algorithm;
  const signed = new TextEncoder().encode(`${head}.${payload}`);
  for (const key of keys) {
    if (key.kty !== kty) continue;
    const imported = await crypto.subtle
      .importKey("jwk", publicPart(key), parameters, false, ["verify"])
      .catch(() => undefined);
    if (imported === undefined) continue;
    if (await crypto.subtle.verify(parameters, imported, decodeBase64Url(signature), signed)) return true;
  }
  return false;
}

/** The members of a key that the check of a signature needs. Others, such as `key_ops`, may forbid this use. */
const keyMembers = ["kty", "n", "e", "crv", "x", "y", "k"] as const;

function publicPart(key: JsonObject): Partial<Record<(typeof keyMembers)[number], string>> {
  return Object.fromEntries(keyMembers.flatMap((name) => (typeof key[name] === "string" ? [[name, key[name]]] : [])));
}

/** Empty for a text that is not base64url. */
function decodeBase64Url(text: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (byte) => byte.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}
