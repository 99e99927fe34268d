import { isCallFailure } from "../../domain/call-failure";
import { idKey, type InstanceId } from "../../domain/instance";
import { isSettledBy, type JournalRow } from "../../domain/ledger/entry";
import { type Journal, newestRows, type Owner, type Rows, type RunRecords } from "../../domain/ledger/journal";
import { spellingOf } from "../../domain/ledger/spelling";
import { decodeRow, encodeRow, ledgerFormat } from "../../domain/ledger/stored";
import { readJson } from "../../domain/texts/json-fault";
import { type Database, JournalFailure } from "./database";
import * as tables from "./tables";

interface PgJournalOptions {
  readonly database: Database;
  /** Base URL of the service. */
  readonly endpoint: string;
  readonly projectId: (signal: AbortSignal) => Promise<string>;
  /** Names of the state that Terraform works on, asked for when they are needed. */
  readonly state: StateNames;
  readonly newId: () => string;
  /** Called for a row that cannot be read. */
  readonly onProblem: (message: string) => void;
}

/** Texts without a secret in them. */
export interface StateNames {
  /** Unique to a state: equal creations in two states are two creations. */
  readonly ofCreations: () => string;
  /** Common to all states on machines: an action has no state, and another checkout may invoke it again. */
  readonly ofInvocations: () => string;
}

/** A row as it is stored. */
interface StoredRow {
  readonly run: string;
  readonly instance: InstanceId;
  readonly owners: readonly string[];
  readonly entry: string;
  readonly row: JournalRow;
}

/**
 * The journal in a PostgreSQL that a team shares. A row belongs to its owners, of one project at one endpoint; others do not read or drop
 * it. A role that can write there can also write Terraform's state, so its rows are believed.
 */
export function createPgJournal(options: PgJournalOptions): Journal {
  const { database, endpoint, projectId, state } = options;
  return {
    open: async (owners, signal) => {
      const named = owners.map((owner) => ({ name: nameOf(owner, state), ownsAll: owner.kind !== "creation" }));
      const names = [...new Set(named.map(({ name }) => name))];
      const ofAll = named.flatMap(({ name, ownsAll }) => (ownsAll ? [name] : []));
      try {
        const project = await projectId(signal);
        const found = await database.query(tables.select, [endpoint, project, names]);
        return recordsOf({
          ...options,
          project,
          owners: names,
          ofAll,
          found: found.flatMap((row) => read(row, options)),
        });
      } catch (thrown) {
        return unusable(reasonOf(thrown));
      }
    },
  };
}

function nameOf(owner: Owner, state: StateNames): string {
  switch (owner.kind) {
    case "object":
      return `object:${owner.id}`;
    case "creation":
      return `creation:${state.ofCreations()}:${idKey(owner.instance)}`;
    case "invocation":
      return `invocation:${state.ofInvocations()}:${owner.digest}`;
  }
}

function reasonOf(thrown: unknown): string {
  if (thrown instanceof JournalFailure) return thrown.message;
  if (isCallFailure(thrown)) return `The project of the journal cannot be determined: ${thrown.message}`;
  throw thrown;
}

/** Decodes a row. One of another format or with changes by hand counts as absent. */
function read(stored: Readonly<Record<string, unknown>>, { onProblem }: PgJournalOptions): readonly StoredRow[] {
  const { run, instance, owners, format, entry } = stored as {
    run: string;
    instance: string;
    owners: readonly string[];
    format: number;
    entry: string;
  };
  try {
    if (format !== ledgerFormat) throw new Error(`format is ${JSON.stringify(format)}, not ${ledgerFormat}`);
    return [{ run, instance, owners, entry, row: decodeRow(readJson(entry)) }];
  } catch (thrown) {
    onProblem(`the row of ${instance} in ${tables.table} is ignored: ${String(thrown)}`);
    return [];
  }
}

interface Opened extends PgJournalOptions {
  readonly project: string;
  /** The names of all owners. */
  readonly owners: readonly string[];
  /** The names of those that own every row of a run; a creation owns the row of its instance. */
  readonly ofAll: readonly string[];
  readonly found: readonly StoredRow[];
}

function recordsOf(opened: Opened): RunRecords {
  const { database, endpoint, project, owners, ofAll, newId, state } = opened;
  let { found } = opened;
  /** Rows that cannot be tidied now are tidied by the next run. Resolves with the reason. */
  const tidy = async (statement: string, values: readonly unknown[]): Promise<string | undefined> => {
    const problem = await failing(() => database.query(statement, values));
    if (problem !== undefined) opened.onProblem(problem);
    return problem;
  };
  return {
    isRequired: true,
    problem: undefined,
    load: () => newestRows(found.map(({ instance, row }) => [instance, row] as const)),
    hearsay: () => new Map(),
    begin: async () => {
      const run = newId();
      const save = (rows: Rows): Promise<string | undefined> =>
        failing(() => {
          const entries = [...rows.values()].map((row) => JSON.stringify(encodeRow(row)));
          const ids = [...rows.keys()];
          const ofEach = ids.map((instance) => nameOf({ kind: "creation", instance }, state));
          const more = ofEach.map((name) => (ofAll.length === 0 || owners.includes(name) ? name : null));
          return database.query(tables.save, [run, endpoint, project, ofAll, ledgerFormat, ids, entries, more]);
        });
      return { problem: await save(new Map()), save, ended: () => Promise.resolve() };
    },
    confirm: async (saved) => {
      const spell = spellingOf(saved.keys());
      const settled = found.filter(({ instance, row }) => isSettledBy(row, saved.get(spell(instance))));
      found = found.filter((row) => !settled.includes(row));
      if (settled.length > 0) {
        const columns = [settled.map(({ run }) => run), settled.map(({ instance }) => instance)];
        await tidy(tables.drop, [...columns, settled.map(({ entry }) => entry)]);
      }
      const [only] = ofAll;
      if (only !== undefined && owners.length === 1 && found.some((row) => row.owners.length > 1))
        await tidy(tables.reown, [endpoint, project, only]);
    },
    drop: async (ids) => {
      const keys = new Set([...ids].map(idKey));
      const named = found.filter(({ instance }) => keys.has(idKey(instance)));
      found = found.filter((row) => !named.includes(row));
      const spellings = new Set([...ids, ...named.map(({ instance }) => instance)]);
      return tidy(tables.dropInstances, [endpoint, project, owners, [...spellings]]);
    },
    named: async (id) => {
      const name = nameOf({ kind: "object", id }, state);
      if (!owners.includes(name)) await tidy(tables.addOwner, [endpoint, project, owners, name]);
    },
  };
}

async function failing(work: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (thrown) {
    return reasonOf(thrown);
  }
}

/** The answer of an unreadable journal. */
function unusable(problem: string): RunRecords {
  const nothing = (): Promise<void> => Promise.resolve();
  const save = (): Promise<string> => Promise.resolve(problem);
  return {
    isRequired: true,
    problem,
    load: () => new Map(),
    hearsay: () => new Map(),
    begin: () => Promise.resolve({ problem, save, ended: nothing }),
    confirm: nothing,
    drop: () => Promise.resolve(undefined),
    named: nothing,
  };
}
