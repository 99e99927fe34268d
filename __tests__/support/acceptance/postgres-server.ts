import { execFile } from "node:child_process";
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Issued } from "../client/authority";
import { requireProgram } from "../programs/needed-programs";

/**
 * A PostgreSQL that lives as long as a test suite, on a free port of the loopback interface. It believes any password, but for the
 * database "guarded".
 */
export interface PostgresServer {
  readonly port: number;
  /** The folder of its socket. */
  readonly folder: string;
  /** Makes an empty database. Returns a connection string to it, with `password` in it. */
  createDatabase(name: string, password: string): Promise<string>;
  /** Ends it as a failure of its machine does; its data stays. */
  breakDown(): Promise<void>;
  /** Starts it again, on the same port. */
  comeBack(): Promise<void>;
  stop(): Promise<void>;
}

const run = promisify(execFile);
const nobody = 65_534;
const isRoot = process.getuid?.() === 0;

/** The superuser "tf" is believed through the socket. */
const whoMayConnect = [
  "local all all trust",
  "host guarded all 127.0.0.1/32 scram-sha-256",
  "host all all 127.0.0.1/32 trust",
].join("\n");

/**
 * Starts one in about a second. Throws a sentence for people when this machine has no PostgreSQL. `certificate`: shown to clients that want
 * TLS.
 */
export async function startPostgres(certificate?: Issued): Promise<PostgresServer> {
  const programs = requireProgram("postgresql");
  const folder = mkdtempSync(join(tmpdir(), "dms-postgres-"));
  if (isRoot) chownSync(folder, nobody, nobody);
  const data = join(folder, "data");
  const control = (...args: readonly string[]) =>
    runUnprivileged(join(programs, "pg_ctl"), ["-D", data, ...args], folder);
  await runUnprivileged(join(programs, "initdb"), ["-D", data, "-A", "trust", "-U", "tf", "--no-sync"], folder);
  const put = (name: string, text: string): void => {
    const path = join(data, name);
    writeFileSync(path, text);
    chmodSync(path, 0o600);
    if (isRoot) chownSync(path, nobody, nobody);
  };
  put("pg_hba.conf", `${whoMayConnect}\n`);
  if (certificate !== undefined) {
    put("server.crt", certificate.certificatePem);
    put("server.key", certificate.privateKeyPem);
  }
  const port = await freePort();
  const tls = certificate === undefined ? "off" : "on";
  const settings = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c fsync=off -c ssl=${tls}`;
  const start = async (): Promise<void> => {
    await control("-w", "-l", join(folder, "log"), "-o", settings, "start");
  };
  let isUp = true;
  await start();
  return {
    port,
    folder,
    createDatabase: async (name, password) => {
      await runUnprivileged(join(programs, "createdb"), ["-h", folder, "-p", String(port), "-U", "tf", name], folder);
      return `postgres://tf:${password}@127.0.0.1:${port}/${name}?sslmode=disable`;
    },
    breakDown: async () => {
      isUp = false;
      await control("-w", "-m", "immediate", "stop");
    },
    comeBack: async () => {
      await start();
      isUp = true;
    },
    stop: async () => {
      if (isUp) await control("-w", "-m", "immediate", "stop");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

// PostgreSQL refuses to run as root.
async function runUnprivileged(program: string, args: readonly string[], cwd: string): Promise<void> {
  const user = isRoot ? { uid: nobody, gid: nobody } : {};
  await run(program, args, { cwd, env: { PATH: process.env.PATH, HOME: cwd, LC_ALL: "C" }, ...user });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
