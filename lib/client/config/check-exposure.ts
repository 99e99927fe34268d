import { assertNever } from "../../domain/assert-never";
import { isExposed } from "../../domain/connection/loopback";
import type { Credentials, DmsClientConfig } from "../client-config";
import { configProblem, type ConfigProblem } from "./config-problem";
import type { GatheredSettings } from "./sources/gather-settings";
import type { SettingKey } from "./sources/settings";

interface Exposure {
  readonly problems: readonly ConfigProblem[];
  readonly warnings: readonly ConfigProblem[];
}

/**
 * The objection to credentials over plain http to another machine. A password and signatures are refused. A token leads to a warning: it
 * ends within a day, and an emulator in a container has no certificate. Pure.
 */
export function checkExposure(config: DmsClientConfig, gathered: GatheredSettings): Exposure {
  const problems: ConfigProblem[] = [];
  const warnings: ConfigProblem[] = [];
  const check = (key: "endpoint" | "authUrl", url: string, sent: Sent | undefined): void => {
    const setting = gathered.get(key);
    if (sent === undefined || setting === undefined || !isExposed(url)) return;
    const text = `${new URL(url).origin} (from ${setting.origin}) is called without encryption: ${sent.danger}`;
    (sent.isRefused ? problems : warnings).push(configProblem([key, ...sent.settings], text));
  };
  for (const { key, url, sent } of destinations(config)) check(key, url, sent);
  return { problems, warnings };
}

/** The URLs of calls: the service's, and Keystone's if a call goes there. Pure. */
export function calledUrls(config: Callers): readonly string[] {
  return destinations(config).map(({ url }) => url);
}

/** The settings that decide which calls are made. */
type Callers = Pick<DmsClientConfig, "endpoint" | "authUrl" | "credentials" | "project" | "agency">;

interface Destination {
  readonly key: "endpoint" | "authUrl";
  readonly url: string;
  readonly sent: Sent | undefined;
}

/** The destinations of calls, with the secrets that they carry. Keystone is called for a login, an agency and a project's name. */
function destinations({ endpoint, authUrl, credentials, project, agency }: Callers): readonly Destination[] {
  const sentToKeystone = keystoneSecret(credentials, project.kind === "name" || agency !== undefined);
  const keystone =
    authUrl === undefined || sentToKeystone === undefined
      ? []
      : [{ key: "authUrl", url: authUrl, sent: sentToKeystone } as const];
  return [{ key: "endpoint", url: endpoint, sent: sentToService(credentials) }, ...keystone];
}

/** The secrets that are sent to a destination. */
interface Sent {
  readonly isRefused: boolean;
  readonly settings: readonly SettingKey[];
  /** The danger as a sentence after a colon, and the allowed alternative. */
  readonly danger: string;
}

const allowed = "Allowed: an https URL, or one of this machine.";

const token: Sent = {
  isRefused: false,
  settings: [],
  danger: "an attacker on the network can read the token and act with it. Use https.",
};

const signature: Sent = {
  isRefused: true,
  settings: ["accessKey", "secretKey"],
  danger: `an attacker on the network could read the signed calls of access_key and secret_key, and send them again. ${allowed}`,
};

const password: Sent = {
  isRefused: true,
  settings: ["password"],
  danger: `an attacker on the network could read the password. ${allowed}`,
};

/** A password and an ID token become a token by a login, which the service gets. */
function sentToService({ kind }: Credentials): Sent | undefined {
  switch (kind) {
    case "none":
      return undefined;
    case "keys":
      return signature;
    case "token":
    case "oidc":
    case "password":
      return token;
    default:
      return assertNever(kind);
  }
}

/** `isAskedMore`: Keystone is called also where the credentials need no login. */
function keystoneSecret({ kind }: Credentials, isAskedMore: boolean): Sent | undefined {
  switch (kind) {
    case "none":
      return undefined;
    case "password":
      return password;
    case "oidc":
      return token;
    case "keys":
      return isAskedMore ? signature : undefined;
    case "token":
      return isAskedMore ? token : undefined;
    default:
      return assertNever(kind);
  }
}
