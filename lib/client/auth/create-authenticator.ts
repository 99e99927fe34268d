import { assertNever } from "../../domain/assert-never";
import type { DmsClientConfig } from "../client-config";
import { createTokenAuthenticator, noAuthenticator } from "./authenticator";
import { createWithholdingAuthenticator } from "./withholding-authenticator";
import type { Authenticator } from "./authenticator";
import { createKeyAuthenticator } from "./key-authenticator";
import { createPasswordAuthenticator } from "./password-authenticator";

/** The authenticator for a configuration's credentials. Sends nothing yet. */
export function createAuthenticator(config: DmsClientConfig, now: () => number, userAgent: string): Authenticator {
  const { credentials, authUrl = "" } = config;
  switch (credentials.kind) {
    case "none":
      return credentials.withheld === undefined
        ? noAuthenticator
        : createWithholdingAuthenticator(credentials.withheld, config.endpoint, now);
    case "token":
      return createTokenAuthenticator(credentials.token);
    case "keys":
      return createKeyAuthenticator(credentials, now);
    case "password":
      return createPasswordAuthenticator({ authUrl, login: credentials, scope: config.project, now, userAgent });
    default:
      return assertNever(credentials);
  }
}
