import { readParameters } from "../../../../lib/journal/pg/connection-parameters";
import { passwordIn } from "../../../../lib/journal/pg/password-file";

const read = (text: string | undefined, environment: Readonly<Record<string, string>> = {}) =>
  readParameters(text, "PG_CONN_STR", environment);
const valuesOf = (text: string | undefined, environment: Readonly<Record<string, string>> = {}) => {
  const { values, problems } = read(text, environment);
  expect(problems).toEqual([]);
  return Object.fromEntries(values);
};

describe("a connection string", () => {
  test.each([
    [
      "postgres://anna:s%40cret@db.example:6432/team",
      { user: "anna", password: "s@cret", host: "db.example", port: "6432", dbname: "team" },
    ],
    ["postgresql://db.example", { host: "db.example" }],
    ["postgres://anna@/team?host=%2Ftmp", { user: "anna", dbname: "team", host: "/tmp" }],
    ["postgres://[::1]:5432/team", { host: "::1", port: "5432", dbname: "team" }],
    ["postgres://a:b@c@db/team", { user: "a", password: "b@c", host: "db", dbname: "team" }],
    [
      "postgres://db/team?sslmode=verify-full&sslrootcert=/ca.pem",
      { host: "db", dbname: "team", sslmode: "verify-full", sslrootcert: "/ca.pem" },
    ],
    ["host=db port=6432  dbname = 'my team' user=anna", { host: "db", port: "6432", dbname: "my team", user: "anna" }],
    [String.raw`password='it\'s \\ it' user=a\ b`, { password: String.raw`it's \ it`, user: "a b" }],
    ["user=anna password=", { user: "anna", password: "" }],
    ["", {}],
  ])("%s", (text, expected) => {
    expect(valuesOf(text)).toEqual(expected);
  });

  test.each(["nonsense", "secret", "host='secret", "=secret", "postgres://db:port/team", "postgres://a:%zz@db/team"])(
    "that is neither a URL nor pairs is refused without being shown: %s",
    (text) => {
      const [problem] = read(text).problems;
      expect(problem).toMatch(/^PG_CONN_STR is neither a URL/);
      expect(problem).not.toContain(text);
    },
  );
});

describe("the environment", () => {
  const environment = {
    PGHOST: "db",
    PGPORT: "1",
    PGUSER: "u",
    PGPASSWORD: "p",
    PGDATABASE: "d",
    PGSSLMODE: "require",
  };

  test("supplies settings that the connection string lacks, and an empty variable counts as absent", () => {
    const all = { host: "db", port: "1", user: "u", password: "p", dbname: "d", sslmode: "require" };
    expect(valuesOf(undefined, environment)).toEqual(all);
    expect(valuesOf("postgres://other/own", environment)).toEqual({ ...all, host: "other", dbname: "own" });
    expect(valuesOf(undefined, { PGHOST: "" })).toEqual({});
  });

  test.each(["PGHOSTADDR", "PGSERVICE", "PGSERVICEFILE", "PGREQUIRESSL", "PGSSLCRL", "PGSYSCONFDIR"])(
    "%s is refused by name, as by Terraform",
    (name) => {
      expect(read(undefined, { [name]: "x" }).problems).toEqual([
        `${name} is set, which the pg backend of Terraform does not support.`,
      ]);
    },
  );
});

describe("sslmode", () => {
  test.each(["require", "verify-ca", "verify-full", "disable"])("%s is supported", (mode) => {
    expect(read(undefined, { PGSSLMODE: mode }).problems).toEqual([]);
    expect(read(`sslmode=${mode}`).problems).toEqual([]);
  });

  test.each(["prefer", "allow", "on"])("%s is refused, with its source and the allowed values", (mode) => {
    const said = (source: string): string =>
      `sslmode "${mode}" ${source} is not supported, as in the pg backend of Terraform. Allowed: require, verify-ca, verify-full, disable.`;
    expect(read(undefined, { PGSSLMODE: mode }).problems).toEqual([said("(PGSSLMODE)")]);
    expect(read(`postgres://db/x?sslmode=${mode}`).problems).toEqual([said("in PG_CONN_STR")]);
  });
});

describe("a password file", () => {
  const login = { host: "db", port: "5432", database: "team", user: "anna" };
  const text = String.raw`# db:5432:team:anna:comment
other:5432:team:anna:wrong
db:5432:*:anna:co\:lon\\slash
*:*:*:*:last`;

  test("gives the password of the first line that fits", () => {
    expect(passwordIn(text, login)).toBe(String.raw`co:lon\slash`);
    expect(passwordIn(text, { ...login, user: "bert" })).toBe("last");
    expect(passwordIn("db:5432:team:anna:p", { ...login, port: "1" })).toBeUndefined();
  });

  test("knows a socket of this machine as localhost", () => {
    expect(passwordIn("localhost:5432:team:anna:p", { ...login, host: "/run/postgresql" })).toBe("p");
  });
});
