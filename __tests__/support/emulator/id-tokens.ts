/** The key that `signedIdToken` signs with, as an identity provider publishes its own. Public: it guards an emulator. */
export const idTokenKey = { kty: "oct", k: "ZW11bGF0b3ItaWQtdG9rZW4ta2V5LW9mLTMyLWJ5dGVz" } as const;

/** An identity provider of a seed; its tokens are for the audience `dms` and log in to the account `OTC-1`. */
export const identityProvider = {
  id: "gitlab",
  issuer: "https://gitlab.example.com",
  audience: "dms",
  domain: "OTC-1",
  signing_key: idTokenKey,
} as const;

interface Claims {
  readonly iss?: string;
  readonly aud?: string | readonly string[];
  readonly sub?: string;
  /** Seconds since the epoch. */
  readonly exp?: number | string;
  readonly nbf?: number;
  /** Makes two tokens of the same second differ. */
  readonly jti?: string;
}

/** An unexpired ID token of `identityProvider`, but for the claims given here. Signed with `key`. */
export async function signedIdToken(claims: Claims = {}, key: { readonly k: string } = idTokenKey): Promise<string> {
  const exp = Math.floor(Date.now() / 1_000) + 300;
  const head = encode({ alg: "HS256", typ: "JWT" });
  const payload = encode({ iss: identityProvider.issuer, aud: "dms", sub: "pipeline-7", exp, ...claims });
  const hmac = { name: "HMAC", hash: "SHA-256" } as const;
  const imported = await crypto.subtle.importKey("raw", Buffer.from(key.k, "base64url"), hmac, false, ["sign"]);
  const signature = await crypto.subtle.sign("HMAC", imported, Buffer.from(`${head}.${payload}`));
  return `${head}.${payload}.${Buffer.from(signature).toString("base64url")}`;
}

type SigningKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** The same signed with a private key of RSA or P-256. */
export async function asymmetricIdToken(alg: "RS256" | "ES256", privateKey: SigningKey): Promise<string> {
  const exp = Math.floor(Date.now() / 1_000) + 300;
  const text = `${encode({ alg })}.${encode({ iss: identityProvider.issuer, aud: ["other", "dms"], sub: "x", exp })}`;
  const parameters = alg === "RS256" ? { name: "RSASSA-PKCS1-v1_5" } : { name: "ECDSA", hash: "SHA-256" };
  const signature = await crypto.subtle.sign(parameters, privateKey, Buffer.from(text));
  return `${text}.${Buffer.from(signature).toString("base64url")}`;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
