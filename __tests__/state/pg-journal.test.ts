import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import type { JournalRow } from "../../lib/domain/ledger/entry";
import type { Journal, Owner, Rows, RunRecords } from "../../lib/domain/ledger/journal";
import { createDatabase } from "../../lib/journal/pg/database";
import { createPgJournal } from "../../lib/journal/pg/pg-journal";
import { type PostgresServer, startPostgres } from "../support/acceptance/postgres-server";
import { createAuthority } from "../support/client/authority";
import { recordOf } from "../support/rollout/records";

const authority = createAuthority();
const stranger = createAuthority("A Stranger's CA");

let server: PostgresServer;
let files: string;
beforeAll(async () => {
  server = await startPostgres(authority.issue("localhost"));
  files = mkdtempSync(join(tmpdir(), "dms-pg-journal-"));
  writeFileSync(join(files, "ca.pem"), authority.certificatePem);
  writeFileSync(join(files, "stranger.pem"), stranger.certificatePem);
});
afterAll(async () => {
  await server.stop();
  rmSync(files, { recursive: true });
});

const signal = new AbortController().signal;
let databases = 0;
let runs = 0;

/** The environment of a user who reaches a new, empty database. */
async function newDatabase(): Promise<Readonly<Record<string, string>>> {
  databases += 1;
  return { PG_CONN_STR: await server.createDatabase(`journal${databases}`, "hunter2") };
}

interface Surroundings {
  readonly endpoint?: string;
  readonly project?: string;
  readonly place?: string;
}

/** The journal of one process. */
function journal(environment: Readonly<Record<string, string>>, around: Surroundings = {}): Journal {
  const { endpoint = "https://dms.example", project = "p1", place = "" } = around;
  return createPgJournal({
    database: createDatabase({
      environment: { HOME: files, ...environment },
      connectionString: undefined,
      userName: () => "tf",
    }),
    endpoint,
    projectId: () => Promise.resolve(project),
    state: { ofCreations: () => place, ofInvocations: () => place },
    newId: () => `00000000-0000-4000-8000-${String((runs += 1)).padStart(12, "0")}`,
    onProblem: (message) => {
      throw new Error(message);
    },
  });
}

const object = (id: string): Owner => ({ kind: "object", id });
const creation = (instance: string): Owner => ({ kind: "creation", instance });

const row = (finishedAt: string, more: Partial<JournalRow["record"]> = {}, trigger = "1"): JournalRow => ({
  record: recordOf({ instanceId: "a", result: "unknown", finishedAt, ...more }),
  triggers: new Map([["c", trigger]]),
});

async function written(of: Journal, owner: Owner, rows: Rows): Promise<RunRecords> {
  const records = await of.open([owner], signal);
  const started = await records.begin();
  expect([records.problem, started.problem, await started.save(rows)]).toEqual([undefined, undefined, undefined]);
  return records;
}

const idsIn = async (of: Journal, ...owners: readonly Owner[]): Promise<readonly string[]> => [
  ...(await of.open(owners, signal)).load().keys(),
];

const early = "2026-03-01T10:00:00.000Z";
const late = "2026-03-01T11:00:00.000Z";

describe("the journal in PostgreSQL", () => {
  test("gives another process the newest row of each instance; a run replaces its saved rows", async () => {
    const environment = await newDatabase();
    const nul = row(late, { message: "a \u0000 in a message", reason: `quoted "'\\` });
    await written(
      journal(environment),
      object("one"),
      new Map([
        ["a", row(early)],
        ["b", row(early)],
      ]),
    );
    const started = await (await journal(environment).open([object("one")], signal)).begin();
    await started.save(
      new Map([
        ["a", row(early)],
        ["c", row(early)],
      ]),
    );
    await started.save(new Map([["a", nul]]));
    const records = await journal(environment).open([object("one")], signal);
    expect(records.load()).toEqual(
      new Map([
        ["a", nul],
        ["b", row(early)],
      ]),
    );
    expect(records.hearsay().size).toBe(0);
  });

  test("is made once by runs that begin at the same time in an empty database", async () => {
    const environment = await newDatabase();
    const runners = ["r1", "r2", "r3", "r4"].map((id) => [journal(environment), object(id)] as const);
    await Promise.all(runners.map(([each, owner]) => written(each, owner, new Map([["a", row(early)]]))));
    for (const [each, owner] of runners) expect(await idsIn(each, owner)).toEqual(["a"]);
  });

  test("keeps the rows of other owners: another object, project, endpoint, or a creation in another state", async () => {
    const environment = await newDatabase();
    const own = journal(environment, { place: "one" });
    await written(own, object("one"), new Map([["a", row(early)]]));
    await written(own, creation("b"), new Map([["b", row(early)]]));
    const others: readonly (readonly [Journal, Owner])[] = [
      [own, object("two")],
      [own, creation("a")],
      [journal(environment, { project: "p2" }), object("one")],
      [journal(environment, { endpoint: "https://else.example" }), object("one")],
      [journal(environment, { place: "two" }), creation("b")],
    ];
    for (const [each, owner] of others) {
      const records = await each.open([owner], signal);
      expect(records.load().size).toBe(0);
      await records.drop(new Set(["a", "b"]));
      await records.confirm(new Map([["a", row(late, { result: "success" })]]));
    }
    expect(await idsIn(own, object("one"), creation("b"))).toEqual(["a", "b"]);
  });

  test("drops a row when state that holds its end was read back, and not before", async () => {
    const environment = await newDatabase();
    const records = await written(
      journal(environment),
      object("one"),
      new Map([
        ["a", row(early)],
        ["b", row(early, { result: "success" })],
        ["c", row(late, { result: "success" })],
      ]),
    );
    const saved = (result: "unknown" | "success"): Rows =>
      new Map(["a", "b", "c"].map((id) => [id, row(early, { result })]));
    const again = await journal(environment).open([object("one")], signal);
    await again.confirm(saved("unknown"));
    expect([...again.load().keys()]).toEqual(["a", "c"]);
    expect(await idsIn(journal(environment), object("one"))).toEqual(["a", "c"]);
    await records.drop(new Set(["c"]));
    await (await journal(environment).open([object("one")], signal)).confirm(saved("success"));
    expect(await idsIn(journal(environment), object("one"))).toEqual([]);
  });

  test("drops rows of another spelling of an id too, as asked and as settled", async () => {
    const environment = await newDatabase();
    const own = journal(environment);
    const rows = (...ids: readonly string[]): Rows => new Map(ids.map((id) => [id, row(early)]));
    await written(own, object("one"), rows("a", "b", "c"));
    const records = await own.open([object("one")], signal);
    await records.drop(new Set(["A"]));
    await records.confirm(new Map([["B", row(late, { result: "success" })]]));
    expect([...records.load().keys()]).toEqual(["c"]);
    expect(await idsIn(journal(environment), object("one"))).toEqual(["c"]);
  });

  test("does not drop a row that a run has written since it was read", async () => {
    const environment = await newDatabase();
    const started = await (await journal(environment).open([object("one")], signal)).begin();
    await started.save(new Map([["a", row(early, { result: "success" })]]));
    const reader = await journal(environment).open([object("one")], signal);
    await started.save(new Map([["a", row(late)]]));
    await reader.confirm(new Map([["a", row(early, { result: "success" })]]));
    expect(await idsIn(journal(environment), object("one"))).toEqual(["a"]);
  });

  test("gives a row to each creation that declares its instance, in either spelling, and to no other", async () => {
    const environment = await newDatabase();
    const first = await journal(environment).open([creation("a"), creation("b")], signal);
    const rows = new Map([
      ["a", row(early)],
      ["b", row(early)],
    ]);
    expect(await (await first.begin()).save(rows)).toBeUndefined();
    expect(await idsIn(journal(environment), creation("A"), creation("c"))).toEqual(["a"]);
    expect(await idsIn(journal(environment), creation("b"))).toEqual(["b"]);
    const second = await journal(environment).open([creation("b"), creation("c")], signal);
    await second.named("two");
    expect(await idsIn(journal(environment), object("two"))).toEqual(["b"]);
    expect(await idsIn(journal(environment), creation("a"))).toEqual(["a"]);
  });

  test("gives the rows of a creation to its object, and to it alone once that was read back from state", async () => {
    const environment = await newDatabase();
    const created = await written(journal(environment), creation("a"), new Map([["a", row(early)]]));
    await created.named("one");
    // The state may not have been saved: the next run may be a creation again, or know the object.
    expect(await idsIn(journal(environment), creation("a"))).toEqual(["a"]);
    expect(await idsIn(journal(environment), object("one"))).toEqual(["a"]);
    await (await journal(environment).open([object("one")], signal)).confirm(new Map());
    expect(await idsIn(journal(environment), creation("a"))).toEqual([]);
    expect(await idsIn(journal(environment), object("one"))).toEqual(["a"]);
  });

  test("goes on after its connection was cut at rest", async () => {
    const environment = await newDatabase();
    const own = journal(environment);
    await written(own, object("one"), new Map([["a", row(early)]]));
    await sql(
      environment,
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'cdktf-dms-lifecycle'",
    );
    expect(await idsIn(own, object("one"))).toEqual(["a"]);
  });
});

async function sql(environment: Readonly<Record<string, string>>, statement: string): Promise<void> {
  const client = new Client({ connectionString: environment["PG_CONN_STR"] });
  await client.connect();
  await client.query(statement);
  await client.end();
}

describe("a role without the right to make tables", () => {
  test("gets the statements, and works once they were run", async () => {
    const environment = await newDatabase();
    await sql(environment, 'create role "plain ""one""" login');
    const asRole = {
      ...environment,
      PG_CONN_STR: environment["PG_CONN_STR"]!.replace("tf:hunter2@", "plain%20%22one%22@"),
    };
    const refused = await journal(asRole).open([object("one")], signal);
    expect(refused.problem).toContain("permission denied");
    const [, statements = ""] = /A role with the right must run:\n([^]*)$/.exec(refused.problem ?? "") ?? [];
    expect((await refused.begin()).problem).toBe(refused.problem);
    await sql(environment, statements);
    await written(journal(asRole), object("one"), new Map([["a", row(early)]]));
  });

  test("may read without the right to write: then a run is refused at its beginning", async () => {
    const environment = await newDatabase();
    await written(journal(environment), object("one"), new Map([["a", row(early)]]));
    await sql(
      environment,
      `create role reader${databases} login; grant usage on schema dms_lifecycle to reader${databases}; grant select on dms_lifecycle.journal to reader${databases}`,
    );
    const asRole = {
      ...environment,
      PG_CONN_STR: environment["PG_CONN_STR"]!.replace("tf:hunter2@", `reader${databases}@`),
    };
    const records = await journal(asRole).open([object("one")], signal);
    expect([records.problem, ...records.load().keys()]).toEqual([undefined, "a"]);
    expect((await records.begin()).problem).toContain("grant select, insert, update, delete");
  });
});

describe("a database that cannot be reached", () => {
  const problemOf = async (environment: Readonly<Record<string, string>>): Promise<string> =>
    (await journal(environment).open([object("one")], signal)).problem ?? "";

  test("is named with the reason, and without the password", async () => {
    const problem = await problemOf({ PG_CONN_STR: `postgres://anna:hunter2@127.0.0.1:1/team?sslmode=disable` });
    expect(problem).toContain("127.0.0.1:1 cannot be used: connect ECONNREFUSED");
    expect(problem).not.toContain("hunter2");
  });

  test("is not waited for beyond the time for a connection, if it says nothing", async () => {
    const connected: Socket[] = [];
    const silent = createServer((socket) => void connected.push(socket)).listen(0, "127.0.0.1");
    await new Promise((done) => silent.once("listening", done));
    const { port } = silent.address() as AddressInfo;
    const beganMs = Date.now();
    const problem = await problemOf({
      PGHOST: "127.0.0.1",
      PGPORT: String(port),
      PGSSLMODE: "disable",
      PGCONNECT_TIMEOUT: "1",
    });
    silent.close();
    for (const socket of connected) socket.destroy();
    expect(problem).toMatch(/timeout/i);
    // Not the ten seconds for a connection whose time nothing sets.
    expect(Date.now() - beganMs).toBeLessThan(9_500);
  });

  test("is not looked for with an sslmode that Terraform refuses", async () => {
    expect(await problemOf({ PGSSLMODE: "prefer" })).toMatch(/^sslmode "prefer" \(PGSSLMODE\) is not supported/);
  });
});

describe("the connection is made as Terraform's pg backend makes it", () => {
  const reached = async (environment: Readonly<Record<string, string>>): Promise<string> => {
    const name = `tls${(databases += 1)}`;
    await server.createDatabase(name, "");
    const around = { PGPORT: String(server.port), PGUSER: "tf", PGDATABASE: name, ...environment };
    return (await journal(around).open([object("one")], signal)).problem ?? "reached";
  };
  const ca = (): string => join(files, "ca.pem");
  const strangers = (): string => join(files, "stranger.pem");

  test("over TLS by default, with any certificate", async () => {
    expect(await reached({ PGHOST: "127.0.0.1" })).toBe("reached");
    expect(await reached({ PGHOST: "127.0.0.1", PGSSLROOTCERT: join(files, "missing.pem") })).toBe("reached");
  });

  test("with an existing root certificate, require checks the authority but not the name", async () => {
    expect(await reached({ PGHOST: "127.0.0.1", PGSSLROOTCERT: ca() })).toBe("reached");
    expect(await reached({ PGHOST: "127.0.0.1", PGSSLROOTCERT: strangers() })).toMatch(/certificate/);
  });

  test("verify-ca checks the authority but not the name", async () => {
    expect(await reached({ PGHOST: "127.0.0.1", PGSSLMODE: "verify-ca", PGSSLROOTCERT: ca() })).toBe("reached");
    expect(await reached({ PGHOST: "localhost", PGSSLMODE: "verify-ca", PGSSLROOTCERT: strangers() })).toMatch(
      /certificate/,
    );
    expect(await reached({ PGHOST: "localhost", PGSSLMODE: "verify-ca" })).toMatch(/certificate/);
  });

  test("verify-full checks the name too", async () => {
    expect(await reached({ PGHOST: "localhost", PGSSLMODE: "verify-full", PGSSLROOTCERT: ca() })).toBe("reached");
    expect(await reached({ PGHOST: "127.0.0.1", PGSSLMODE: "verify-full", PGSSLROOTCERT: ca() })).toMatch(/altnames/);
    expect(
      await reached({ PGHOST: "localhost", PGSSLMODE: "verify-full", PGSSLROOTCERT: join(files, "missing.pem") }),
    ).toMatch(/missing\.pem/);
  });

  test("through a socket, with any sslmode", async () => {
    expect(await reached({ PGHOST: server.folder, PGSSLMODE: "verify-full" })).toBe("reached");
  });

  test("with the password of the password file, if other users cannot read it", async () => {
    await server.createDatabase("guarded", "");
    const own = `postgres://tf@127.0.0.1:${server.port}`;
    await sql({ PG_CONN_STR: `${own}/postgres?sslmode=disable` }, "alter role tf password 'hunter2'");
    const passfile = join(files, "pgpass");
    writeFileSync(passfile, `127.0.0.1:${server.port}:guarded:tf:hunter2\n`);
    const problemOf = async (): Promise<string | undefined> =>
      (await journal({ PG_CONN_STR: `${own}/guarded`, PGPASSFILE: passfile }).open([object("one")], signal)).problem;
    chmodSync(passfile, 0o600);
    expect(await problemOf()).toBeUndefined();
    chmodSync(passfile, 0o644);
    expect(await problemOf()).toMatch(/password/);
  });
});
