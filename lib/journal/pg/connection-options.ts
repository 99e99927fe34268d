import { lstatSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { ClientConfig } from "pg";
import { type Environment, variableOf } from "../../domain/environment";
import { type ConnectionParameters, isSslMode, readParameters, type SslMode } from "./connection-parameters";
import { passwordIn } from "./password-file";

/** The sources of a connection. */
export interface ConnectionSource {
  readonly environment: Environment;
  /** `conn_str` of the backend that Terraform is initialized with, if there is one. */
  readonly connectionString: string | undefined;
  /** The name of the user of this process. */
  readonly userName: () => string;
}

type Options =
  | { readonly kind: "options"; readonly options: ClientConfig & { readonly host: string; readonly port: number } }
  /** Full sentences. */
  | { readonly kind: "problem"; readonly problem: string };

/** Longest wait for a connection and its certificate. */
const longestConnectSeconds = 10;

/** The options that connect the client to the database of Terraform's `pg` backend. Reads files. */
export function connectionOptions({ environment, connectionString, userName }: ConnectionSource): Options {
  const source =
    connectionString === undefined ? "PG_CONN_STR" : "conn_str of the backend that terraform init has configured";
  const given = connectionString ?? variableOf(environment, "PG_CONN_STR");
  const { values, problems } = readParameters(given, source, environment);
  if (problems.length > 0) return { kind: "problem", problem: problems.join(" ") };
  try {
    const host = values.get("host") ?? "localhost";
    const port = values.get("port") ?? "5432";
    const user = values.get("user") ?? userName();
    const database = values.get("dbname") ?? user;
    if (!/^\d{1,5}$/.test(port))
      return { kind: "problem", problem: `The port of the database (PGPORT, or in ${source}) is not a number.` };
    const password =
      values.get("password") ?? passwordFrom(passwordFile(values, environment), { host, port, database, user });
    const options = {
      host,
      port: Number(port),
      user,
      database,
      ...(values.has("options") && { options: values.get("options") ?? "" }),
      // Without a password, the client itself would search the environment of the process.
      password: password ?? "",
      ssl: host.startsWith("/") ? false : tlsOptions(values, environment),
      connectionTimeoutMillis: 1_000 * connectSeconds(values),
    };
    return { kind: "options", options };
  } catch (thrown) {
    return {
      kind: "problem",
      problem: `The connection to the journal's database cannot be set up: ${messageOf(thrown)}.`,
    };
  }
}

function connectSeconds(values: ConnectionParameters["values"]): number {
  const given = Number(values.get("connect_timeout") ?? "");
  return Number.isInteger(given) && given > 0 && given < longestConnectSeconds ? given : longestConnectSeconds;
}

function homeIn(environment: Environment): string | undefined {
  return variableOf(environment, "HOME") ?? variableOf(environment, "USERPROFILE");
}

function passwordFile(values: ConnectionParameters["values"], environment: Environment): string | undefined {
  const home = homeIn(environment);
  return values.get("passfile") ?? (home === undefined ? undefined : join(home, ".pgpass"));
}

/** A password file that others may read is ignored, as libpq does. */
function passwordFrom(file: string | undefined, login: Parameters<typeof passwordIn>[1]): string | undefined {
  const entry = file === undefined ? undefined : statSync(file, { throwIfNoEntry: false });
  if (file === undefined || entry?.isFile() !== true || (entry.mode & 0o077) !== 0) return undefined;
  return passwordIn(readFileSync(file, "utf8"), login);
}

/**
 * `require` encrypts and accepts any certificate, unless there is a file of authorities; `verify-ca` accepts certificates of the
 * authorities for any name; `verify-full` only for the name of the host.
 */
function tlsOptions(values: ConnectionParameters["values"], environment: Environment): ClientConfig["ssl"] {
  const mode = values.get("sslmode") ?? "";
  const sslMode: SslMode = isSslMode(mode) ? mode : "require";
  if (sslMode === "disable") return false;
  const content = (value: string): string => (values.get("sslinline") === "true" ? value : readFileSync(value, "utf8"));
  const root = values.get("sslrootcert");
  const isRootThere = root !== undefined && (values.get("sslinline") === "true" || isThere(root));
  // Like libpq, the server is checked against an existing root certificate; a missing one is not a fault.
  const ca = root === undefined || (sslMode === "require" && !isRootThere) ? undefined : content(root);
  const checks = sslMode !== "require" || ca !== undefined;
  return {
    rejectUnauthorized: checks,
    ...(ca !== undefined && { ca }),
    ...(sslMode !== "verify-full" && { checkServerIdentity: () => undefined }),
    ...clientCertificate(values, environment, content),
  };
}

function clientCertificate(
  values: ConnectionParameters["values"],
  environment: Environment,
  content: (value: string) => string,
): { readonly cert?: string; readonly key?: string } {
  const home = homeIn(environment);
  const usual = (name: string): string | undefined =>
    home === undefined ? undefined : join(home, ".postgresql", name);
  const isInline = values.get("sslinline") === "true";
  const cert = values.get("sslcert") ?? (isInline ? undefined : usual("postgresql.crt"));
  const key = values.get("sslkey") ?? (isInline ? undefined : usual("postgresql.key"));
  if (cert === undefined || key === undefined || (!isInline && !isThere(cert))) return {};
  return { cert: content(cert), key: content(key) };
}

function isThere(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
