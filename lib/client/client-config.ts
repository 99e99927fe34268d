import type { ProxySettings, ProxySources } from "./http/proxy-choice";

/** Credentials of requests. Texts name only their kinds, user and domain. */
export type Credentials =
  /** `withheld`: variables with credentials that are set but not for this endpoint; absent without such variables. */
  | { readonly kind: "none"; readonly withheld?: readonly string[] }
  | { readonly kind: "token"; readonly token: string }
  | {
      readonly kind: "keys";
      readonly accessKey: string;
      readonly secretKey: string;
      /** Only for temporary keys. */
      readonly securityToken: string | undefined;
      readonly form: SignatureForm;
    }
  | {
      readonly kind: "oidc";
      /** The identity provider's id in IAM. */
      readonly identityProvider: string;
      readonly idToken: IdTokenSource;
      /** The account of the login, if known. */
      readonly domain: Identity | undefined;
    }
  | {
      readonly kind: "password";
      readonly user: Identity;
      readonly password: string;
      /** The account of the user and the project; not needed if both are known by their ids. */
      readonly domain: Identity | undefined;
    };

/** The source of an ID token. Each login reads it, because a token file is rewritten during a long rollout. */
export interface IdTokenSource {
  /** For texts, such as `"/run/token" (from DMS_ID_TOKEN_FILE)`. */
  readonly origin: string;
  /** The present token; `undefined` if it cannot be read. */
  read(): string | undefined;
}

/** An agency: the right, given by another account, to act in that account. */
export interface Agency {
  readonly name: string;
  /** The account that gave the right. */
  readonly domainName: string;
}

/** The id or the name by which Keystone knows a user, a domain or a project. */
export type Identity = { readonly kind: "id"; readonly id: string } | { readonly kind: "name"; readonly name: string };

/** The project of the instances; a name is looked up once, at `authUrl`. */
export type Project = Identity;

/** The complete and checked configuration of a client (see `config/resolve-client-config`). */
export interface DmsClientConfig {
  /** Base URL of the service without version, project and trailing slash. */
  readonly endpoint: string;
  readonly apiVersion: ApiVersion;
  readonly project: Project;
  readonly credentials: Credentials;
  /** The agency to assume with the token of the credentials; absent: the credentials act in their own account. */
  readonly agency?: Agency;
  /** Keystone v3 URL without trailing slash; needed for a login, an agency and a project's name. */
  readonly authUrl: string | undefined;
  /** By origin, the source of a URL, as a clause; for the text of a failure to reach it. */
  readonly urlSources?: ReadonlyMap<string, string>;
  /** PEM text that replaces the certificate authorities of Node.js. */
  readonly caPem: string | undefined;
  /** PEM text of authorities that are trusted in addition to those of Node.js; empty: none. */
  readonly addedCaPem: string;
  /** The authorities that are trusted and their sources, as a clause; for the text of a failure. */
  readonly trusted?: string;
  /** Accepts any certificate. */
  readonly insecure: boolean;
  readonly proxy: ProxySettings;
  /** The variables that decide on proxies; for the text of a failure. */
  readonly proxySources?: ProxySources;
  /** Milliseconds for one HTTP exchange, from connecting to the last byte. */
  readonly requestTimeoutMs: number;
  /** Most repetitions of a failed read. Writes are never repeated. */
  readonly maxRetries: number;
}

/** `access`: Huawei's current form · `credential`: the form with a date in its scope, which Open Telekom Cloud's own clients use. */
export type SignatureForm = "access" | "credential";

export type ApiVersion = "v1.0" | "v2";
