import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { namesNotRead, namesRead } from "../../../../lib/client/config/sources/environment-names";
import { settings } from "../../../../lib/client/config/sources/settings";
import { emulator, problems, resolve } from "../../../support/client/resolved-config";

const target = { region: "eu-de", projectId: "p1" };
const password = { OS_USERNAME: "anna", OS_PASSWORD: "hunter22", OS_USER_DOMAIN_NAME: "OTC-1" };
const warnings = async (...given: Parameters<typeof resolve>): Promise<readonly string[]> => {
  const resolution = await resolve(...given);
  if (resolution.kind === "problems") throw new Error(resolution.problems.map(({ message }) => message).join("\n"));
  return resolution.namesNotRead.map(({ message }) => message);
};
const who = namesNotRead.filter(({ place, changes }) => place === "environment" && changes === "who");

describe("a name of other tools that is set and not read", () => {
  test.each(who.map(({ name }) => name))("causes a warning if it would change who acts: %s", async (name) => {
    const [warning, ...others] = await warnings(target, { ...password, [name]: "canary-value" });
    expect(others).toEqual([]);
    expect(warning).toMatch(
      new RegExp(`^${name} is set and not read \\(.*\\)\\. In other tools it decides who acts, here it does not\\.`),
    );
    expect(warning).not.toContain("canary-value");
  });

  test.each(who.map(({ name }) => name))("is named in the error where nothing else is set: %s", async (name) => {
    const found = await problems(target, { [name]: "canary-value" });
    expect(found).toHaveLength(1);
    expect(found[0]?.message).toContain(`${name} is set and not read`);
    expect(found[0]?.message).not.toContain("canary-value");
  });

  test("causes no warning with credentials in attributes, at an emulator, or if it is empty", async () => {
    expect(await warnings({ ...target, token: "tok-1" }, { HW_PROFILE: "x" })).toEqual([]);
    expect(await warnings(emulator, { ...password, HW_PROFILE: "x" })).toEqual([]);
    expect(await warnings(target, { ...password, HW_PROFILE: "", OS_PASSCODE: " " })).toEqual([]);
  });

  test("causes no warning beside a set name with the same meaning", async () => {
    const agency = { HW_ASSUME_ROLE_AGENCY_NAME: "a", HW_ASSUME_ROLE_DOMAIN_NAME: "b", HW_ASSUME_ROLE_DOMAIN_ID: "c" };
    expect(await warnings(target, { ...password, ...agency })).toEqual([]);
  });

  test("causes a warning if it would change the place, unless another setting decides or its value changes nothing", async () => {
    const internal = { ...password, OS_INTERFACE: "internal" };
    expect(await warnings(target, internal)).toEqual([expect.stringContaining("OS_INTERFACE is set and not read")]);
    expect(await warnings({ ...target, endpoint: "https://dms.example.com" }, internal)).toEqual([]);
    expect(await warnings(target, { ...password, OS_INTERFACE: "public", OS_ENDPOINT_TYPE: "publicURL" })).toEqual([]);
  });

  test("causes no warning if it changes only the manner of calls", async () => {
    expect(await warnings(target, { ...password, HW_ENTERPRISE_PROJECT_ID: "0", HW_MAX_RETRIES: "9" })).toEqual([]);
  });

  test("causes a warning in clouds.yaml too", async () => {
    const auth = { username: "anna", password: "hunter22", user_domain_name: "OTC-1", passcode: "123456" };
    const entry = { auth, profile: "vexxhost", interface: "public", cert: "/me.pem" };
    const files = { "clouds.yaml": JSON.stringify({ clouds: { team: entry } }) };
    expect(await warnings(target, { OS_CLOUD: "team" }, files)).toEqual([
      expect.stringContaining("cert in clouds.yaml is set and not read"),
      expect.stringContaining("auth.passcode in clouds.yaml is set and not read"),
      expect.stringContaining("profile in clouds.yaml is set and not read"),
    ]);
  });
});

const read = [
  ...Object.values(settings).flatMap(({ variables }) => variables),
  ...namesRead.flatMap(({ names: each }) => each),
];

test("no name is in two of the tables", () => {
  const names = [...read, ...namesNotRead.map(({ name }) => name)];
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test("every variable that the library reads is in a table, and every name of a table is read", () => {
  const lib = join(__dirname, "../../../../lib");
  const files = readdirSync(lib, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const texts = files
    .filter((file) => !/environment-names|settings\.ts$/.test(file))
    .map((file) => readFileSync(join(lib, file), "utf8"));
  // Names as they are given to `variableOf`, or taken from `process.env`.
  const literal =
    /"((?:TF|OS|HW|DMS|AWS|NODE|XDG|SSL|PG|TERRAFORM|HTTPS?|NO|https?|no|npm)_\w+|HOME|USERPROFILE|APPDATA)"/g;
  const inCode = texts
    .filter((text) => text.includes('domain/environment"') || text.includes("process.env"))
    .flatMap((text) => [...text.matchAll(literal), ...text.matchAll(/process\.env\.(\w+)/g)])
    .map(([, name = ""]) => name);
  // The provider's launcher, a shell script, reads these, and hands the first on under the second name.
  const launcher = ["NODE_EXTRA_CA_CERTS", "DMS_NODE_EXTRA_CA_CERTS", "NODE_OPTIONS", "NODE_USE_SYSTEM_CA"];
  const known = [...read, ...namesNotRead.map(({ name }) => name), ...launcher];
  expect(inCode.length).toBeGreaterThan(30);
  expect(inCode.filter((name) => !known.includes(name))).toEqual([]);
  const beside = namesRead.flatMap(({ names }) => names).filter((name) => !launcher.includes(name));
  expect(beside.filter((name) => !inCode.includes(name))).toEqual([]);
});

test("of every variable, an empty string means the same as none", async () => {
  const given = { region: "eu-de", projectId: "p1", token: "tok-1" };
  const told = (resolution: Awaited<ReturnType<typeof resolve>>): unknown =>
    resolution.kind === "resolved" ? { ...resolution, config: { ...resolution.config, proxySources: {} } } : resolution;
  const [withNone, ofEmulator] = [told(await resolve(given)), told(await resolve(emulator))];
  for (const name of [...read, ...namesNotRead.map((each) => each.name)]) {
    expect([name, told(await resolve(given, { [name]: "" }))]).toEqual([name, withNone]);
    expect([name, told(await resolve(emulator, { [name]: "" }))]).toEqual([name, ofEmulator]);
  }
});
