import { assertNever } from "../../domain/assert-never";
import type { DmsClientConfig, Agency, Credentials, Identity, IdTokenSource, Project } from "../client-config";
import {
  type Authenticator,
  createTokenAuthenticator,
  noAuthenticator,
  createWithholdingAuthenticator,
} from "./authenticator";
import { createKeyAuthenticator } from "./key-authenticator";
import { createLoginAuthenticator, type Login } from "./login-authenticator";
import { DmsError } from "../dms-error";
import { assumeAgency, type LoginScope, logInWithIdToken, logInWithPassword } from "./keystone";

/** The authenticator for a configuration's credentials. Sends no request. */
export function createAuthenticator(config: DmsClientConfig, now: () => number, userAgent: string): Authenticator {
  // A configuration whose credentials need a login has an authUrl: the resolution of settings demands it.
  const { credentials, authUrl = "" } = config;
  const withLogin = (login: Login): Authenticator => createLoginAuthenticator({ authUrl, login, now, userAgent });
  switch (credentials.kind) {
    case "none":
      return credentials.withheld === undefined
        ? noAuthenticator
        : createWithholdingAuthenticator(credentials.withheld, config.endpoint, now);
    case "token":
      return config.agency === undefined
        ? createTokenAuthenticator(credentials.token)
        : withLogin(createLogin(credentials, config));
    case "keys":
      return createKeyAuthenticator(credentials, now);
    case "oidc":
    case "password":
      return withLogin(createLogin(credentials, config));
    default:
      return assertNever(credentials);
  }
}

/** Credentials that are a token or lead to one. */
type LoginCredentials = Extract<Credentials, { readonly kind: "token" | "oidc" | "password" }>;

/** The way from these credentials to a token for the project, with a second call if an agency is configured. Sends no request. */
function createLogin(credentials: LoginCredentials, config: DmsClientConfig): Login {
  const { agency, project, authUrl = "" } = config;
  if (agency === undefined) return ownLogin(credentials, authUrl, projectScope(project, credentials));
  return throughAgency(ownLogin(credentials, authUrl, accountScope(credentials)), agency, { authUrl, project });
}

function ownLogin(credentials: LoginCredentials, authUrl: string, scope: LoginScope): Login {
  const target = { authUrl, scope };
  switch (credentials.kind) {
    case "token": {
      const { token } = credentials;
      return { secrets: [token], proof: () => undefined, run: () => Promise.resolve({ token, projectId: undefined }) };
    }
    case "password":
      return {
        secrets: [credentials.password],
        proof: () => undefined,
        run: (_, context, signal) => logInWithPassword(target, credentials, context, signal),
      };
    case "oidc": {
      const { identityProvider, idToken: source } = credentials;
      return {
        secrets: [],
        proof: () => source.read(),
        run: async (idToken, context, signal) => {
          if (idToken === undefined || idToken === "") throw noIdToken(source);
          context.keepSilent(idToken);
          return logInWithIdToken(target, { identityProvider, idToken }, context, signal);
        },
      };
    }
    default:
      return assertNever(credentials);
  }
}

function throughAgency(
  own: Login,
  agency: Agency,
  { authUrl, project }: { readonly authUrl: string; readonly project: Project },
): Login {
  const domain = { kind: "name", name: agency.domainName } as const;
  const target = { authUrl, scope: { kind: "project", project, domain } } as const;
  return {
    ...own,
    run: async (proof, context, signal) => {
      const { token } = await own.run(proof, context, signal);
      context.keepSilent(token);
      return assumeAgency(target, { agency, token }, context, signal);
    },
  };
}

/** The scope of a project. A project's name needs the user's account; an identity provider belongs to one account. */
function projectScope(project: Project, credentials: LoginCredentials): LoginScope {
  return { kind: "project", project, domain: credentials.kind === "password" ? credentials.domain : undefined };
}

/** The scope of an account: the right to assume agencies belongs to the whole account, not to a project. */
function accountScope(credentials: LoginCredentials): LoginScope {
  const domain: Identity | undefined = credentials.kind === "token" ? undefined : credentials.domain;
  return domain === undefined ? { kind: "none" } : { kind: "domain", domain };
}

function noIdToken({ origin }: IdTokenSource): DmsError {
  const message = `The ID token file ${origin} cannot be read, or is empty. Nothing was sent.`;
  return new DmsError({ code: "unauthenticated", fate: "not-sent", message, call: "login" });
}
