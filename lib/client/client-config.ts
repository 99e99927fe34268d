import type { SignatureForm } from "./auth/request-signature";
import type { ApiVersion } from "./dialect";
import type { ProxySettings } from "./proxy-choice";

/** How requests prove who sends them. Everything but the kinds, user and domain is kept out of texts. */
export type Credentials =
  /** `withheld`: variables with credentials that are set and not for this endpoint; absent if there are no such variables. */
  | { readonly kind: "none"; readonly withheld?: readonly string[] }
  | { readonly kind: "token"; readonly token: string }
  | {
      readonly kind: "keys";
      readonly accessKey: string;
      readonly secretKey: string;
      /** With temporary keys only. */
      readonly securityToken: string | undefined;
      readonly form: SignatureForm;
    }
  | {
      readonly kind: "oidc";
      /** The identity provider's id in IAM. */
      readonly identityProvider: string;
      readonly idToken: IdTokenSource;
      /** The account that is logged in to, where it is known. */
      readonly domain: Identity | undefined;
    }
  | {
      readonly kind: "password";
      readonly user: Identity;
      readonly password: string;
      /** The account of the user and the project; not needed where both are known by their ids. */
      readonly domain: Identity | undefined;
    };

/** Where an ID token is found. It is asked at each login: a token file is written anew while a long rollout goes on. */
export interface IdTokenSource {
  /** For texts, such as `"/run/token" (from DMS_ID_TOKEN_FILE)`. */
  readonly origin: string;
  /** The token as it is now; `undefined` if there is none that can be read. */
  read(): string | undefined;
}

/** An agency: the right that another account gave this one to act in it. */
export interface Agency {
  readonly name: string;
  /** The account that gave it. */
  readonly domainName: string;
}

/** What Keystone can be told a user, a domain or a project by. */
export type Identity = { readonly kind: "id"; readonly id: string } | { readonly kind: "name"; readonly name: string };

/** The project whose instances are meant; a name is looked up once, at `authUrl`. */
export type Project = Identity;

/** Everything a client needs to know; complete and checked (see `config/resolve-client-config`). */
export interface DmsClientConfig {
  /** Base URL of the service without version, project and trailing slash. */
  readonly endpoint: string;
  readonly apiVersion: ApiVersion;
  readonly project: Project;
  readonly credentials: Credentials;
  /** Assumed with the token of the credentials; absent: the credentials act in their own account. */
  readonly agency?: Agency;
  /** Keystone v3 URL without trailing slash; needed for a login, an agency and a project's name. */
  readonly authUrl: string | undefined;
  /** What URLs of these origins were derived from, as a clause; for the text of a failure to reach them. */
  readonly derivedFrom?: ReadonlyMap<string, string>;
  /** PEM text that replaces the certificate authorities of Node.js. */
  readonly caPem: string | undefined;
  /** PEM text of authorities that are trusted beside those of Node.js; empty: none. */
  readonly addedCaPem: string;
  /** Accepts any certificate. */
  readonly insecure: boolean;
  readonly proxy: ProxySettings;
  /** Milliseconds for one HTTP exchange, from connecting to the last byte. */
  readonly requestTimeoutMs: number;
  /** How often a failed read is repeated at most. Writes never are. */
  readonly maxRetries: number;
}
