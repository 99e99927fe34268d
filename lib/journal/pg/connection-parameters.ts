import { type Environment, variableOf } from "../../domain/environment";

/**
 * The address and the options of a PostgreSQL, read like Terraform's `pg` backend: as lib/pq 1.10 reads a connection string and the
 * environment (its `parseEnviron`, `ParseURL` and `parseOpts`).
 */
export interface ConnectionParameters {
  /** Values by libpq's names. A connection string overrides variables. */
  readonly values: ReadonlyMap<string, string>;
  /** The problems as sentences, without values of a connection string, which may be passwords. */
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

/** Variables with which Terraform's backend ends in a panic. */
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

/** Reads the parameters. `connectionString`: a URL or `key=value` pairs; `source`: its place. */
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

/** The values by name; `undefined` for a text that is neither a URL nor pairs. */
function parseConnectionString(text: string): ReadonlyMap<string, string> | undefined {
  return /^postgres(ql)?:\/\//.test(text) ? parseUrl(text) : parsePairs(text);
}

const urlParts =
  /^postgres(?:ql)?:\/\/(?:([^/?#]*)@)?(?:\[([^\]]*)\]|([^:/?#@]*))(?::(\d*))?(?:\/([^?#]*))?(?:\?([^#]*))?(?:#.*)?$/;

// Parses a URL. The class `URL` is not used, because it refuses a user without a host, which means the environment's host.
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
