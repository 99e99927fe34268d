import { type Environment, variableOf } from "../../domain/environment";

/**
 * Where and how a PostgreSQL is reached, as Terraform's `pg` backend reads it: what lib/pq 1.10 makes of a connection string and of the
 * environment (its `parseEnviron`, `ParseURL` and `parseOpts`).
 */
export interface ConnectionParameters {
  /** By libpq's names. What a connection string says comes before a variable. */
  readonly values: ReadonlyMap<string, string>;
  /** What is wrong, as sentences that hold no value of a connection string: it may be a password. */
  readonly problems: readonly string[];
}

const variables = {
  PGHOST: "host",
  PGPORT: "port",
  PGDATABASE: "dbname",
  PGUSER: "user",
  PGPASSWORD: "password",
  PGPASSFILE: "passfile",
  PGOPTIONS: "options",
  PGSSLMODE: "sslmode",
  PGSSLCERT: "sslcert",
  PGSSLKEY: "sslkey",
  PGSSLROOTCERT: "sslrootcert",
  PGCONNECT_TIMEOUT: "connect_timeout",
} as const;

/** Terraform's backend ends with a panic where one of these is set. */
const refusedVariables = [
  "PGHOSTADDR",
  "PGSERVICE",
  "PGSERVICEFILE",
  "PGREALM",
  "PGREQUIRESSL",
  "PGSSLCRL",
  "PGREQUIREPEER",
  "PGKRBSRVNAME",
  "PGGSSLIB",
  "PGSYSCONFDIR",
  "PGLOCALEDIR",
];

const sslModes = ["require", "verify-ca", "verify-full", "disable"] as const;
export type SslMode = (typeof sslModes)[number];

/** `connectionString`: a URL or `key=value` pairs; `source`: where it stands. */
export function readParameters(
  connectionString: string | undefined,
  source: string,
  environment: Environment,
): ConnectionParameters {
  const problems: string[] = [];
  const values = new Map<string, string>(
    Object.entries(variables).flatMap(([name, parameter]) => {
      const value = variableOf(environment, name);
      return value === undefined ? [] : [[parameter, value] as const];
    }),
  );
  for (const name of refusedVariables) {
    if (variableOf(environment, name) !== undefined) {
      problems.push(`${name} is set, which the pg backend of Terraform does not support.`);
    }
  }
  const given = parseConnectionString(connectionString ?? "");
  if (given === undefined) {
    problems.push(
      `${source} is neither a URL such as postgres://user@host:5432/database nor pairs such as host=db user=terraform.`,
    );
  }
  for (const [name, value] of given ?? []) values.set(name, value);
  const mode = values.get("sslmode");
  if (mode !== undefined && mode !== "" && !isSslMode(mode)) {
    const from = given?.has("sslmode") === true ? `in ${source}` : "(PGSSLMODE)";
    problems.push(
      `sslmode ${JSON.stringify(mode)} ${from} is not supported, as in the pg backend of Terraform. Allowed: ${sslModes.join(", ")}.`,
    );
  }
  return { values, problems };
}

export function isSslMode(text: string): text is SslMode {
  return (sslModes as readonly string[]).includes(text);
}

/** By name; `undefined` for a text that is neither a URL nor pairs. */
function parseConnectionString(text: string): ReadonlyMap<string, string> | undefined {
  return /^postgres(ql)?:\/\//.test(text) ? parseUrl(text) : parsePairs(text);
}

const urlParts =
  /^postgres(?:ql)?:\/\/(?:([^/?#]*)@)?(?:\[([^\]]*)\]|([^:/?#@]*))(?::(\d*))?(?:\/([^?#]*))?(?:\?([^#]*))?(?:#.*)?$/;

/* Not `URL`: it refuses a user without a host, which stands for the host of the environment. */
function parseUrl(text: string): ReadonlyMap<string, string> | undefined {
  const match = urlParts.exec(text);
  if (match === null) return undefined;
  const [, login = "", address, name, port, database, query] = match;
  const colon = login.indexOf(":");
  const parts = [
    ["user", colon < 0 ? login : login.slice(0, colon)],
    ["password", colon < 0 ? "" : login.slice(colon + 1)],
    ["host", address ?? name ?? ""],
    ["port", port ?? ""],
    ["dbname", database ?? ""],
  ] as const;
  try {
    const decoded = parts.map(([part, value]) => [part, decodeURIComponent(value)] as const);
    return new Map([...decoded, ...new URLSearchParams(query ?? "")].filter(([, value]) => value !== ""));
  } catch {
    return undefined;
  }
}

const pair = /\s*([^\s=]+)\s*=\s*(?:'((?:[^'\\]|\\[^])*)'|((?:[^\s'\\]|\\[^])(?:[^\s\\]|\\[^])*|))(?=\s|$)/y;

function parsePairs(text: string): ReadonlyMap<string, string> | undefined {
  const found = new Map<string, string>();
  const end = text.trimEnd().length;
  for (let at = 0; at < end; at = pair.lastIndex) {
    pair.lastIndex = at;
    const match = pair.exec(text);
    if (match === null) return undefined;
    const [, name = "", quoted, plain = ""] = match;
    found.set(name, (quoted ?? plain).replace(/\\([^])/g, "$1"));
  }
  return found;
}
