import { parseDuration } from "../duration";

/** The values that a setting of the connection may have; the same at synth and when the call is made. */
export interface SettingRule {
  /** As the end of a sentence: "it must be …". */
  readonly allowed: string;
  /** Judges a value, which is trimmed. */
  readonly allows: (text: string) => boolean;
}

const oneHourMs = 3_600_000;

/** A time between two looks, or for one answer. */
const shortTime: SettingRule = {
  allowed: 'a duration above zero and up to an hour, such as "30s"',
  allows: (text) => {
    const durationMs = parseDuration(text) ?? 0;
    return durationMs > 0 && durationMs <= oneHourMs;
  },
};

/** A value that goes into an HTTP header. */
const headerValue: SettingRule = {
  allowed: "visible ASCII characters only: an HTTP header carries no others",
  allows: (text) => /^[\x21-\x7e]*$/.test(text),
};

export const connectionRules = {
  region: {
    allowed: 'a string of letters, digits and hyphens, such as "eu-de"',
    allows: (text) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(text) && isPartOfHost(`${text}.example`),
  },
  cloudDomain: {
    allowed: 'a domain name, such as "otc.t-systems.com"',
    allows: (text) => /^[a-z0-9-]+(\.[a-z0-9-]+)*$/i.test(text) && isPartOfHost(text),
  },
  /** The project id goes into paths, where ".." would change the request. */
  projectId: {
    allowed: "a string of up to 64 letters, digits, hyphens and underscores",
    allows: (text) => /^[A-Za-z0-9_-]{1,64}$/.test(text),
  },
  /** It goes into queries. */
  enterpriseProjectId: {
    allowed: 'a string of up to 64 letters, digits, hyphens and underscores, such as "0" for the default one',
    allows: (text) => /^[A-Za-z0-9_-]{1,64}$/.test(text),
  },
  maxRetries: {
    allowed: "a whole number from 0 to 100",
    allows: (text) => /^\d{1,3}$/.test(text) && Number(text) <= 100,
  },
  journal: { allowed: '"file" or "pg"', allows: (text) => text === "file" || text === "pg" },
  taskRecords: { allowed: '"auto" or "off"', allows: (text) => text === "auto" || text === "off" },
  requestTimeout: shortTime,
  pollInterval: shortTime,
  accessKey: headerValue,
  securityToken: headerValue,
  token: headerValue,
  identityProviderId: headerValue,
} as const satisfies Readonly<Record<string, SettingRule>>;

/** Whether names that end with a text can be hosts: not after `xn--` without a code, nor with a last part of digits. */
function isPartOfHost(text: string): boolean {
  return URL.canParse(`https://dms.${text}`);
}

/**
 * The one spelling of a base URL: scheme and host in lower case, the host without the dot at its end, no default port, no slash at the
 * end. Journal and reservations are kept by it. Throws if the text is not a URL. Pure.
 */
export function normalUrl(text: string): string {
  const url = new URL(text);
  url.hostname = url.hostname.replace(/\.$/, "");
  return url.href.replace(/\/+$/, "");
}

/** The objection to a base URL of the service or of Keystone, as a sentence without its end; `undefined` if the URL is allowed. */
export function objectToUrl(text: string, setting: "endpoint" | "authUrl"): string | undefined {
  const example =
    setting === "endpoint" ? "https://dms.eu-de.otc.t-systems.com" : "https://iam.eu-de.otc.t-systems.com/v3";
  if (!/^https?:\/\/[^/]/i.test(text) || !URL.canParse(text)) return `it must be a URL such as ${example}`;
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") return "it must not hold a user or a password";
  if (/[?#]/.test(text)) return "it must not have a query or a fragment";
  if (!/^(\/[A-Za-z0-9._~-]*)*$/.test(url.pathname))
    return "it must have a path of letters, digits, `-`, `.`, `_` and `~` only";
  if (setting === "endpoint" && /\/v[0-9.]+(\/|$)/.test(url.pathname))
    return `it must end before the version, as ${example} does`;
  if (setting === "authUrl" && /\/v2/.test(url.pathname)) return `it must be of Keystone version 3, such as ${example}`;
  return undefined;
}
