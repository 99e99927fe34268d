import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { backendIn } from "../../../lib/bin/memory/backend";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "dms-backend-"))));
afterEach(() => rmSync(folder, { recursive: true }));

/** The backend that is read from this note of terraform init. */
function noted(note: unknown): ReturnType<typeof backendIn> {
  writeFileSync(join(folder, "terraform.tfstate"), typeof note === "string" ? note : JSON.stringify(note));
  return backendIn(folder);
}

describe("the backend that terraform init has recorded", () => {
  test("has the database that it was given, and the schema of the state", () => {
    const config = { conn_str: "postgres://db/team", schema_name: "fleet", skip_table_creation: null };
    expect(noted({ version: 3, backend: { type: "pg", config } })).toEqual({
      connectionString: "postgres://db/team",
      state: "pg schema_name=fleet",
    });
  });

  test("has no database if that comes from the environment, or the state is elsewhere", () => {
    const pg = { type: "pg", config: { conn_str: null, schema_name: "fleet" } };
    expect(noted({ backend: pg }).connectionString).toBeUndefined();
    const s3 = { type: "s3", config: { bucket: "b", key: "k", conn_str: "x", secret_key: "hunter2" } };
    expect(noted({ backend: s3 })).toEqual({ connectionString: undefined, state: "s3 bucket=b key=k" });
  });

  test("names the state in a store whose settings are all its own", () => {
    expect(noted({ backend: { type: "pg", config: { conn_str: null, schema_name: null } } }).state).toBe("pg");
  });

  test.each([
    [
      "cloud",
      { organization: "acme", workspaces: { name: "blue" } },
      { organization: "acme", workspaces: { name: "red" } },
    ],
    [
      "remote",
      { organization: "acme", workspaces: [{ name: "blue" }] },
      { organization: "acme", workspaces: [{ name: "red" }] },
    ],
    ["consul", { path: "blue" }, { path: "red" }],
    ["azurerm", { storage_account_name: "blue", key: "k" }, { storage_account_name: "red", key: "k" }],
  ])("distinguishes two states of one %s store", (type, blue, red) => {
    const states = [blue, red].map((config) => noted({ backend: { type, config } }).state);
    expect(new Set(states).size).toBe(2);
    expect(noted({ backend: { type, config: { ...blue, token: "hunter2" } } }).state).toBe(states[0]);
  });

  test.each(["", "{ half", "[]", "{}", '{"backend":{}}', '{"backend":{"type":"local","config":{"path":"x"}}}'])(
    "names no state, and never throws: %s",
    (text) => {
      expect(noted(text)).toEqual({ connectionString: undefined, state: "" });
    },
  );

  test("may be missing", () => {
    expect(backendIn(join(folder, "missing"))).toEqual({ connectionString: undefined, state: "" });
  });
});
