import { InvalidInput } from "../invalid-input";
import type { JsonObject, JsonValue } from "../json-value";
import { array, object, requireKnown, string } from "./values";

/** An agency as written: `domain` lets users of `trusted_domain` act in it. */
export interface SeedFileAgency {
  readonly name: string;
  readonly domain: string;
  readonly trusted_domain: string;
  /**
   * Ids of the projects of `domain` that the agency gives access to. They belong to `domain`: other accounts cannot log in to them.
   * @default every project
   */
  readonly projects?: readonly string[];
}

/** An identity provider as written. */
export interface SeedFileIdentityProvider {
  /** The provider's id in IAM, the value of X-Idp-Id. */
  readonly id: string;
  /** The `iss` of its tokens. */
  readonly issuer: string;
  /** The value that `aud` of its tokens must be or contain. */
  readonly audience: string;
  /** The account of its logins. @default its id */
  readonly domain?: string;
  /** The user that its tokens log in. @default the `sub` of the token */
  readonly user?: string;
  /** A JSON Web Key (RSA, P-256 or `oct`), or a set of them: one must have signed. @default signatures are not checked */
  readonly signing_key?: JsonObject | undefined;
}

/** The right of one account to act in another. */
export interface SeededAgency {
  readonly name: string;
  readonly domain: string;
  readonly trustedDomain: string;
  /** Ids; `undefined`: every project. */
  readonly projects: readonly string[] | undefined;
}

/** An identity provider whose ID tokens log in. */
export interface SeededIdentityProvider {
  readonly id: string;
  readonly issuer: string;
  readonly audience: string;
  readonly domain: string;
  /** The user; `undefined`: the one that the token names. */
  readonly user: string | undefined;
  /** JSON Web Keys, of which one must have signed; `undefined`: signatures are not checked. */
  readonly signingKeys: readonly JsonObject[] | undefined;
}

/** Reads an agency. Throws `InvalidInput` naming the place. */
export function parseAgency(value: JsonValue, index: number): SeededAgency {
  const place = `agencies[${index}]`;
  const agency = object(value, place);
  requireKnown(agency, ["name", "domain", "trusted_domain", "projects"], place);
  const projects =
    agency.projects === undefined
      ? undefined
      : array(agency.projects, `${place}.projects`).map((id, at) => string(id, `${place}.projects[${at}]`));
  return {
    name: string(agency.name ?? null, `${place}.name`),
    domain: string(agency.domain ?? null, `${place}.domain`),
    trustedDomain: string(agency.trusted_domain ?? null, `${place}.trusted_domain`),
    projects,
  };
}

/** Reads an identity provider. Throws `InvalidInput` naming the place. */
export function parseIdentityProvider(value: JsonValue, index: number): SeededIdentityProvider {
  const place = `identity_providers[${index}]`;
  const provider = object(value, place);
  requireKnown(provider, ["id", "issuer", "audience", "domain", "user", "signing_key"], place);
  const id = string(provider.id ?? null, `${place}.id`);
  return {
    id,
    issuer: string(provider.issuer ?? null, `${place}.issuer`),
    audience: string(provider.audience ?? null, `${place}.audience`),
    domain: string(provider.domain ?? id, `${place}.domain`),
    user: provider.user === undefined ? undefined : string(provider.user, `${place}.user`),
    signingKeys:
      provider.signing_key === undefined ? undefined : parseKeys(provider.signing_key, `${place}.signing_key`),
  };
}

function parseKeys(value: JsonValue, place: string): readonly JsonObject[] {
  const given = object(value, place);
  const keys = given.keys === undefined ? [given] : array(given.keys, `${place}.keys`).map((key) => object(key, place));
  const isUsable = ({ kty, crv }: JsonObject): boolean =>
    kty === "RSA" || kty === "oct" || (kty === "EC" && crv === "P-256");
  if (keys.length > 0 && keys.every(isUsable)) return keys;
  throw new InvalidInput(place, "must be a JSON Web Key of kty RSA, EC (P-256) or oct, or a set of such keys");
}
