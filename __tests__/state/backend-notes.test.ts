import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { backendIn } from "../../lib/bin/memory/backend";
import { type PostgresServer, startPostgres } from "../support/acceptance/postgres-server";
import { createFolder } from "../support/acceptance/terraform";
import { type ObjectStore, startObjectStore } from "../support/state/object-store";

// The form in which this version of Terraform notes a backend is not documented. The names of states depend on it.

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "dms-notes-"))));
afterAll(() => rmSync(folder, { recursive: true }));

/** The reading of the note that the real `terraform init` leaves of this backend. */
async function notedBy(
  backend: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<ReturnType<typeof backendIn>> {
  const terraform = createFolder("dms-note-", environment);
  try {
    writeFileSync(join(terraform.folder, "main.tf"), `terraform {\n${backend}\n}\n`);
    expect(await terraform.run(["init", "-no-color", "-input=false"])).toMatchObject({ code: 0 });
    return backendIn(join(terraform.folder, ".terraform"));
  } finally {
    await terraform.dispose();
  }
}

test.each([`backend "local" {}`, `backend "local" { path = "elsewhere.tfstate" }`, ""])(
  "a state on this machine has no name: %s",
  async (backend) => {
    expect(await notedBy(backend)).toEqual({ connectionString: undefined, state: "" });
  },
);

describe("a state in PostgreSQL", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.stop());

  test("has the name of its schema, and one in the usual schema that of the backend", async () => {
    const connection = await server.createDatabase("notes", "hunter2");
    const environment = { PG_CONN_STR: connection };
    expect(await notedBy(`backend "pg" {}`, environment)).toEqual({ connectionString: undefined, state: "pg" });
    const given = `backend "pg" {\n conn_str = "${connection}"\n schema_name = "fleet"\n }`;
    expect(await notedBy(given)).toEqual({ connectionString: connection, state: "pg schema_name=fleet" });
  });
});

describe("a state in an object store", () => {
  let store: ObjectStore;
  beforeAll(async () => {
    store = await startObjectStore();
    writeFileSync(join(folder, "authority.pem"), store.certificatePem);
  });
  afterAll(() => store.close());

  test("has the name of its bucket and key", async () => {
    const backend = `backend "s3" {
      bucket = "team-state"
      key = "fleet"
      region = "eu-de"
      access_key = "AK"
      secret_key = "hunter2"
      endpoints = { s3 = "${store.url}" }
      use_path_style = true
      skip_credentials_validation = true
      skip_region_validation = true
      skip_requesting_account_id = true
      skip_metadata_api_check = true
    }`;
    const noted = await notedBy(backend, { SSL_CERT_FILE: join(folder, "authority.pem") });
    expect(noted).toEqual({ connectionString: undefined, state: "s3 bucket=team-state key=fleet" });
  });
});

test("a state behind an address has that as its name", async () => {
  const server = createServer((_, response) => void response.writeHead(404).end());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/fleet`;
  try {
    expect((await notedBy(`backend "http" { address = "${address}" }`)).state).toBe(`http address=${address}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
