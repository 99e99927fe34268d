import { assertNever } from "../../domain/assert-never";
import type { DmsClientConfig } from "../client-config";
import { type Authenticator, createTokenAuthenticator, noAuthenticator } from "./authenticator";
import { createWithholdingAuthenticator } from "./withholding-authenticator";
import { createKeyAuthenticator } from "./key-authenticator";
import { createLogin } from "./login";
import { createLoginAuthenticator, type Login } from "./login-authenticator";

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
