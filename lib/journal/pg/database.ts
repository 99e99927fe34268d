import type { ClientBase, Pool, PoolConfig } from "pg";
import { visibleLine } from "../../domain/texts/visible-line";
import { connectionOptions, type ConnectionSource } from "./connection-options";
import { creation, lookForTable, statementsFor, table } from "./tables";

type Row = Readonly<Record<string, unknown>>;

/** A database with the journal's table. Rejects with a `JournalFailure`. */
export interface Database {
  query(statement: string, values: readonly unknown[]): Promise<readonly Row[]>;
}

/** The error for an unusable journal. Its message is for users, in sentences. */
export class JournalFailure extends Error {}

/** A server that takes longer counts as one that never answers. */
const longestQueryMs = 10_000;
/** How long an unreachable database is not tried again, because many resources ask in sequence. */
const restMs = 5_000;

// A statement sets these, not the start of the connection: a pooler in between refuses unknown settings there. A row must be durable,
// regardless of the role's default.
const sessionSettings = [
  `set statement_timeout = ${longestQueryMs}`,
  `set lock_timeout = ${longestQueryMs}`,
  "set synchronous_commit = on",
].join("; ");

// The pool waits for `onConnect`, which its types do not show.
type Limits = Omit<PoolConfig, "onConnect"> & { readonly onConnect: (client: ClientBase) => Promise<unknown> };

const limits: Limits = {
  max: 2,
  idleTimeoutMillis: 10_000,
  // An idle connection does not keep the process alive.
  allowExitOnIdle: true,
  application_name: "cdktf-dms-lifecycle",
  keepAlive: true,
  query_timeout: longestQueryMs + 2_000,
  onConnect: (client) => client.query(sessionSettings),
};

/** A database that connects, and loads the client, with the first query. It makes the table if it is missing. */
export function createDatabase(source: ConnectionSource): Database {
  let opening: Promise<OpenDatabase> | undefined;
  let againAtMs = Infinity;
  const opened = async (): Promise<OpenDatabase> => {
    if (Date.now() >= againAtMs) opening = undefined;
    opening ??= openDatabase(source);
    try {
      const database = await opening;
      againAtMs = Infinity;
      return database;
    } catch (thrown) {
      againAtMs = Math.min(againAtMs, Date.now() + restMs);
      throw thrown;
    }
  };
  return {
    query: async (statement, values) => {
      const database = await opened();
      return explained(database, () => queryAgain(database.pool, statement, values));
    },
  };
}

interface OpenDatabase {
  readonly pool: Pool;
  readonly user: string;
  /** Host and port, for people. */
  readonly place: string;
}

async function openDatabase(source: ConnectionSource): Promise<OpenDatabase> {
  const found = connectionOptions(source);
  if (found.kind === "problem") throw new JournalFailure(found.problem);
  const { Pool: PoolOf } = await import("pg");
  const pool = new PoolOf({ ...limits, ...found.options });
  // This is the error of an idle connection: the next query takes another one.
  pool.on("error", () => undefined);
  const { host, port, user = "" } = found.options;
  const database = { pool, user, place: host.startsWith("/") ? host : `${host}:${port}` };
  try {
    await explained(database, () => makeTable(pool));
    return database;
  } catch (thrown) {
    await pool.end();
    throw thrown;
  }
}

/** Sends a statement again if its idle connection was dead. Every statement of the journal may be carried out twice. */
async function queryAgain(pool: Pool, statement: string, values: readonly unknown[]): Promise<readonly Row[]> {
  const run = async (): Promise<readonly Row[]> => (await pool.query<Row>(statement, [...values])).rows;
  try {
    return await run();
  } catch (thrown) {
    if (!isCut(thrown)) throw thrown;
    return run();
  }
}

function isCut(thrown: unknown): boolean {
  const { code, message } = thrown as { readonly code?: unknown; readonly message?: unknown };
  const text = typeof message === "string" ? message : "";
  // 57P01: the server is being shut down, or an administrator has ended the connection.
  return (
    code === "ECONNRESET" || code === "EPIPE" || code === "57P01" || /^Connection terminated unexpectedly/.test(text)
  );
}

async function makeTable(pool: Pool): Promise<void> {
  const state = async (): Promise<Row> => (await pool.query<Row>(lookForTable)).rows[0] ?? {};
  const { has_schema: hasSchema, has_table: hasTable } = await state();
  if (hasTable === true) return;
  try {
    await pool.query(creation(hasSchema === true));
  } catch (thrown) {
    // Another run, with another role, has made it.
    if ((await state())["has_table"] !== true) throw thrown;
  }
}

async function explained<T>({ user, place }: Pick<OpenDatabase, "user" | "place">, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    const told = `The journal's database at ${place} cannot be used: ${messageOf(thrown)}.`;
    throw new JournalFailure(lacksRight(thrown) ? `${told}\n${rightsFor(user)}` : told);
  }
}

const insufficientPrivilege = "42501";

function lacksRight(thrown: unknown): boolean {
  return (thrown as { readonly code?: unknown }).code === insufficientPrivilege;
}

function rightsFor(user: string): string {
  return `The role ${JSON.stringify(user)} lacks a right on ${table}. A role with the right must run:\n${statementsFor(user)}`;
}

/** An error for several addresses has no message of its own. */
function messageOf(thrown: unknown): string {
  const { message, code, errors } = thrown as {
    readonly message?: unknown;
    readonly code?: unknown;
    readonly errors?: readonly unknown[];
  };
  if (typeof message === "string" && message !== "") return visibleLine(message);
  if (errors !== undefined && errors.length > 0) return errors.map(messageOf).join("; ");
  return typeof code === "string" ? code : "it gave no reason";
}
